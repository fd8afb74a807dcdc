import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { useLookups } from './lookups'

const fetched = vi.fn<(path: string) => Promise<Response>>()

beforeEach(() => {
  vi.useFakeTimers()
  setActivePinia(createPinia())
  fetched.mockReset()
  fetched.mockImplementation(async () => new Response(JSON.stringify([{ id: 7, name: '陈建国', department_name: '武进区应急管理局' }])))
  vi.stubGlobal('fetch', fetched)
})
afterEach(() => { vi.useRealTimers() })

it('reads a short table once', async () => {
  const lookups = useLookups()
  await lookups.readDictionary('departments')
  vi.advanceTimersByTime(3_600_000)
  await lookups.readDictionary('departments')
  expect(fetched).toHaveBeenCalledTimes(1)
})

it('reads who may wear a recorder anew after a while: people come and go', async () => {
  const lookups = useLookups()
  await lookups.readDictionary('wearers')
  await lookups.readDictionary('wearers')
  expect(fetched).toHaveBeenCalledTimes(1)
  expect(lookups.nameIn('wearers', '7')).toBe('陈建国 · 武进区应急管理局')
  vi.advanceTimersByTime(61_000)
  await lookups.readDictionary('wearers')
  expect(fetched).toHaveBeenCalledTimes(2)
})
