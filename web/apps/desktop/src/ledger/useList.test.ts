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
let answered: object

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
  answered = { count: 0, capped: false, results: [] }
  vi.stubGlobal('fetch', (path: string) => {
    if (path.startsWith('/api/drills/'))
      asked.push(path)
    const body = path.startsWith('/api/regions/') ? REGIONS : answered
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

describe('a list longer than is counted', () => {
  const where = () => ['offset', 'after', 'before'].filter((key) => last().has(key)).map((key) => `${key}=${last().get(key)}`)

  it('goes on past its numbered pages by cursor, and back into them', async () => {
    answered = { count: 10_000, capped: true, after: 'a500', before: 'b500', results: [] }
    const { turn, state, router } = await list('/drills?page=500', null)
    expect(where()).toEqual(['offset=9980'])
    answered = { count: 10_000, capped: true, after: 'a501', before: 'b501', results: [] }
    turn(501)
    await flushPromises()
    expect(where()).toEqual(['after=a500'])
    expect(router.currentRoute.value.query).toEqual({ page: '501', after: 'a500' })
    turn(502)
    await flushPromises()
    expect(where()).toEqual(['after=a501'])
    turn(501)
    await flushPromises()
    expect(where()).toEqual(['before=b501'])
    turn(500)
    await flushPromises()
    expect([where(), state.value.page]).toEqual([['offset=9980'], 500])
  })

  it('is found again under its address, and starts anew with other conditions', async () => {
    answered = { count: 10_000, capped: true, after: null, before: 'b', results: [] }
    const { condition, state } = await list('/drills?page=501&after=a500', null)
    expect(where()).toEqual(['after=a500'])
    condition('status', 'held')
    await flushPromises()
    expect([where(), state.value.page]).toEqual([['offset=0'], 1])
  })

  it('has no number for a page that nobody came to', async () => {
    answered = { count: 10_000, capped: true, after: 'a', before: null, results: [] }
    expect((await list('/drills?page=900', null)).state.value.page).toBe(501)
  })

  it('is counted to its end when somebody asks, from its first row and under the same conditions', async () => {
    answered = { count: 1000, capped: true, after: 'a', before: null, results: [] }
    const { condition, countAll, whole, count } = await list('/drills', null)
    condition('status', 'held')
    await flushPromises()
    expect(whole.value).toBeNull()
    answered = { count: 38_214, capped: false, after: 'a', before: null, results: [] }
    await countAll()
    expect(Object.fromEntries(last())).toMatchObject({ status: 'held', offset: '0', limit: '1', count: 'whole' })
    expect([whole.value, count.value]).toEqual([38_214, 1000])
    answered = { count: 3, capped: false, after: null, before: null, results: [] }
    condition('status', 'planned')
    await flushPromises()
    expect([whole.value, count.value]).toEqual([null, 3])
  })
})
