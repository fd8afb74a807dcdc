import { useSession } from '@changqian/api'
import type { Me, Region } from '@changqian/api'
import { flushPromises } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { topmost, useScope } from './scope'

const region = (id: number, name: string, parent: number | null, path: string) => ({ id, name, parent, path }) as Region
const REGIONS = [
  region(1, '常州市', null, '0001'), region(5, '武进区', 1, '00010005'), region(6, '湖塘镇', 5, '000100050001'),
  region(7, '牛塘镇', 5, '000100050002'), region(8, '溧阳市', 1, '00010006'),
]
const held = (place: number | null, enterprise: number | null = null) => ({ region: place, enterprise })

async function scoped(...roles: object[]) {
  setActivePinia(createPinia())
  useSession().me = { id: 2, permissions: ['enterprises.view'], roles } as unknown as Me
  const scope = useScope()
  await flushPromises()
  return scope
}

beforeEach(() => {
  localStorage.clear()
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(JSON.stringify(REGIONS))))
})

describe('the area somebody may choose from', () => {
  it('is what he is granted, each part once', () => {
    const names = (granted: Set<number> | 'all') => topmost(REGIONS, granted).map(({ name }) => name)
    expect(names('all')).toEqual(['常州市'])
    expect(names(new Set([6, 5, 8]))).toEqual(['武进区', '溧阳市'])
    expect(names(new Set())).toEqual([])
  })

  it('is the firm he works for just now, if he belongs to several', async () => {
    const working = async (...roles: object[]) => {
      const scope = await scoped(...roles)
      useSession().me = { ...useSession().me!, enterprise: { id: 4, name: '青龙纺织' } }
      return scope.firm
    }
    expect(await working(held(null, 3), held(null, 4))).toBe(4)
    expect(await working(held(null, 4))).toBeNull()
    expect(await working(held(null, 3), held(null, 4), held(5))).toBeNull()
  })

  it('is offered where there is more than one to choose from', async () => {
    expect((await scoped(held(5))).tree).toMatchObject([{ name: '武进区', children: [{ name: '湖塘镇' }, { name: '牛塘镇' }] }])
    expect((await scoped(held(5))).open).toBe(true)
    expect((await scoped(held(6))).open).toBe(false)
    expect((await scoped(held(null, 3))).open).toBe(false)
    expect((await scoped(held(null))).tree).toMatchObject([{ name: '常州市' }])
  })
})

describe('the chosen area', () => {
  it('is kept in this browser, for this user, until he signs out', async () => {
    (await scoped(held(5))).choose(6)
    const again = await scoped(held(5))
    expect([again.region, again.name]).toEqual([6, '湖塘镇'])
    useSession().me = { ...useSession().me!, id: 9 }
    setActivePinia(createPinia())
    useSession().me = { id: 9, permissions: [], roles: [held(5)] } as unknown as Me
    expect(useScope().region).toBeNull()
    const mine = await scoped(held(5))
    mine.clear()
    expect((await scoped(held(5))).region).toBeNull()
    expect(localStorage.length).toBe(0)
  })

  it('is none when it is all he has', async () => {
    const scope = await scoped(held(5))
    scope.choose(6)
    scope.choose(5)
    expect(scope.region).toBeNull()
  })

  it('is forgotten when his area has become another', async () => {
    (await scoped(held(5))).choose(6)
    expect((await scoped(held(8))).region).toBeNull()
  })
})
