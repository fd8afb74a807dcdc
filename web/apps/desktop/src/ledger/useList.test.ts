import { useSession } from '@changqian/api'
import type { Me } from '@changqian/api'
import { defineLedger } from '@changqian/ledger'
import { flushPromises, mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { useScope } from '../shell/scope'
import { useTabs } from '../shell/tabs'
import { useList } from './useList'

interface Drill { id: number, title: string }
const drills = (region: boolean) => defineLedger<Drill>()({
  name: 'drills', title: '应急演练', purpose: '', labels: { title: '名称' }, options: {}, columns: ['title'],
  filters: [...(region ? [{ key: 'region', input: 'region' } as const] : []), { key: 'status', input: 'text' }],
  commands: {},
}, {}, {})

const REGIONS = [
  { id: 1, name: '常州市', parent: null, path: '0001' }, { id: 5, name: '武进区', parent: 1, path: '00010001' },
  { id: 6, name: '溧阳市', parent: 1, path: '00010002' },
]
const asked: string[] = []

async function list(address: string, region: number | null, ledger = drills(true)) {
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:all(.*)*', component: { template: '<i />' } }] })
  await router.push(address)
  setActivePinia(createPinia())
  useSession().me = { id: 2, permissions: ['enterprises.view'], roles: [{ region: 1, enterprise: null }] } as unknown as Me
  const scope = useScope()
  await flushPromises()
  scope.choose(region)
  useTabs().visit('/drills', '应急演练', address)
  let made!: ReturnType<typeof useList<Drill>>
  mount(defineComponent({
    setup() {
      made = useList(ledger)
      return () => null
    },
  }), { global: { plugins: [router] } })
  await flushPromises()
  return { ...made, router, scope }
}
const last = () => new URL(asked.at(-1)!, 'http://x').searchParams

beforeEach(() => {
  localStorage.clear()
  sessionStorage.clear()
  asked.length = 0
  vi.stubGlobal('fetch', (path: string) => {
    if (path.startsWith('/api/drills/'))
      asked.push(path)
    const body = path.startsWith('/api/regions/') ? REGIONS : { count: 0, capped: false, results: [] }
    return Promise.resolve(new Response(JSON.stringify(body)))
  })
})

describe('a list in a chosen area', () => {
  it('starts there when its address says nothing else', async () => {
    const { state } = await list('/drills?id=4', 5)
    expect(last().get('region')).toBe('5')
    expect(state.value.filters).toEqual({ region: 5 })
    await list('/drills?status=held', 5)
    expect(last().get('region')).toBeNull()
    await list('/drills', 5, drills(false))
    expect(last().get('region')).toBeNull()
  })

  it('leaves it when the condition is taken away, also when a drawer is opened then', async () => {
    const { condition, router, state } = await list('/drills', 5)
    condition('region', null)
    await flushPromises()
    expect(last().get('region')).toBeNull()
    await router.push('/drills?id=4')
    await flushPromises()
    expect([state.value.filters, asked.length]).toEqual([{}, 2])
  })

  it('follows to another area and back, with the other conditions', async () => {
    const { condition, scope, router } = await list('/drills', 5)
    condition('status', 'held')
    await flushPromises()
    scope.choose(6)
    await flushPromises()
    expect([last().get('region'), last().get('status')]).toEqual(['6', 'held'])
    expect(router.currentRoute.value.query).toEqual({ region: '6', status: 'held' })
    scope.choose(null)
    await flushPromises()
    expect(router.currentRoute.value.query).toEqual({ status: 'held' })
  })

  it('keeps an area chosen by hand when going back', async () => {
    const { condition, scope } = await list('/drills', 5)
    condition('region', 6)
    scope.choose(null)
    await flushPromises()
    expect(last().get('region')).toBe('6')
  })

  it('waits in the background: its tab leads to the new area, the front page stays', async () => {
    const { scope, router } = await list('/drills?status=held', null)
    await router.push('/people')
    scope.choose(5)
    await flushPromises()
    expect(router.currentRoute.value.path).toBe('/people')
    expect(asked).toHaveLength(1)
    expect(useTabs().tabs[1]!.to).toBe('/drills?region=5&status=held')
  })
})
