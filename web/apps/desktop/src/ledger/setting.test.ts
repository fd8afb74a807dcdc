import { useSession } from '@changqian/api'
import type { Me } from '@changqian/api'
import { flushPromises, mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent } from 'vue'
import { useSetting } from './setting'

const fetched = vi.fn<(path: string, init?: RequestInit) => Promise<Response>>()
const COPY = 'changqian.setting.7.searches.people'
const OLD = 'changqian.searches.7.people'
let server: unknown

/** A computer in front of a server that keeps `server`. */
async function opened() {
  setActivePinia(createPinia())
  useSession().me = { id: 7, permissions: [] } as unknown as Me
  let used!: ReturnType<typeof useSetting<string[]>>
  const wrapper = mount(defineComponent({
    setup() {
      used = useSetting('searches.people', (kept) => (Array.isArray(kept) ? kept as string[] : []), { key: OLD })
      return () => null
    },
  }))
  await used.arrived
  return { used, wrapper }
}
const sent = () => fetched.mock.calls.filter(([, init]) => init?.method === 'PUT')

beforeEach(() => {
  localStorage.clear()
  server = null
  fetched.mockReset()
  vi.stubGlobal('fetch', fetched)
  fetched.mockImplementation(async (_, init) => {
    if (init?.method === 'PUT')
      server = (JSON.parse(String(init.body)) as { value: unknown }).value
    return new Response(JSON.stringify({ value: server }))
  })
})

describe('a setting', () => {
  it('comes from the server, and its copy holds without one', async () => {
    server = ['湖塘']
    expect((await opened()).used.value.value).toEqual(['湖塘'])
    fetched.mockRejectedValue(new TypeError('offline'))
    expect((await opened()).used.value.value).toEqual(['湖塘'])
  })

  it('is taken along from a computer that kept it for itself', async () => {
    localStorage.setItem(OLD, JSON.stringify(['逾期']))
    const { used } = await opened()
    expect(used.value.value).toEqual(['逾期'])
    expect(server).toEqual(['逾期'])
    expect(localStorage.getItem(OLD)).toBeNull()
  })

  it('does not overwrite with an old computer what the server has', async () => {
    server = ['新的']
    localStorage.setItem(OLD, JSON.stringify(['旧的']))
    expect((await opened()).used.value.value).toEqual(['新的'])
    expect(sent()).toHaveLength(0)
  })

  it('waits for the network with what it could not send', async () => {
    const { used, wrapper } = await opened()
    fetched.mockRejectedValue(new TypeError('offline'))
    used.keep(['离线时存的'])
    wrapper.unmount()
    await flushPromises()
    expect(JSON.parse(localStorage.getItem(COPY)!)).toEqual({ value: ['离线时存的'], unsent: true })
    fetched.mockImplementation(async () => new Response('{"value": null}'))
    await opened()
    expect(JSON.parse(String(sent().at(-1)?.[1]?.body))).toEqual({ value: ['离线时存的'] })
  })

  it('survives whatever stands in the store', async () => {
    localStorage.setItem(COPY, '{broken')
    server = 'not a list'
    expect((await opened()).used.value.value).toEqual([])
  })
})
