import { flushPromises } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope } from 'vue'
import { rememberInvitation, rememberedInvitation, useClaiming, useRegistration } from './joining'

const FOUND = { uscc: '91320402456789011K', enterprise: 3, name: '青龙纺织', town: '青龙街道', has_principal: false, mine: '', waiting: null }
const mounted = <T>(make: () => T): T => effectScope().run(make)!
let answers: Readonly<Record<string, [number, unknown]>>
const sent: [string, unknown][] = []

beforeEach(() => {
  sessionStorage.clear()
  sent.length = 0
  setActivePinia(createPinia())
  vi.stubGlobal('fetch', (path: string, { method, body }: { method: string, body?: string }) => {
    if (method !== 'GET')
      sent.push([path, JSON.parse(body ?? '{}')])
    const [status, said] = answers[path] ?? [200, {}]
    return Promise.resolve(new Response(JSON.stringify(said), { status }))
  })
})

describe('registering', () => {
  it('goes on where the server says one is, with what was typed but the number', async () => {
    answers = { '/api/join/': [200, { phone: '', name: '' }], '/api/captcha/': [200, { key: 'k', image: '' }] }
    const first = mounted(() => useRegistration(() => undefined))
    await flushPromises()
    expect(first.at).toBe('phone')
    Object.assign(first.given, { phone: '13700000001', name: '李明华', id_number: '320499198803071310', password: 'Renmin#2026' })
    await flushPromises()
    expect(JSON.stringify({ ...sessionStorage })).not.toMatch(/320499|Renmin/)
    answers = { '/api/join/': [200, { phone: '137****0001', name: '' }] }
    const again = mounted(() => useRegistration(() => undefined))
    await flushPromises()
    expect([again.at, again.given.phone, again.given.name, again.given.id_number]).toEqual(['identity', '13700000001', '李明华', ''])
  })

  it('loses nothing when the register does not answer', async () => {
    answers = {
      '/api/join/': [200, { phone: '137****0001', name: '' }],
      '/api/join/identity/': [503, { code: 'register', detail: '实名核验服务暂时没有回应' }],
    }
    const form = mounted(() => useRegistration(() => undefined))
    await flushPromises()
    Object.assign(form.given, { name: '李明华', id_number: '320499198803071310', agreed: true })
    expect(await form.submit()).toBe(false)
    expect([form.at, form.given.id_number, form.error?.detail]).toEqual(['identity', '320499198803071310', '实名核验服务暂时没有回应'])
  })
})

describe('claiming', () => {
  it('keeps what was found when the server spells the code its way, and forgets it for another code', async () => {
    answers = { '/api/claims/firm/': [200, FOUND] }
    const form = mounted(() => useClaiming(() => undefined))
    form.given.uscc = FOUND.uscc.toLowerCase()
    await form.look()
    await flushPromises()
    expect([form.given.uscc, form.found?.name]).toEqual([FOUND.uscc, '青龙纺织'])
    form.given.uscc = '91320412567890120K'
    await flushPromises()
    expect(form.found).toBeNull()
  })

  it('asks the town who speaks for a firm, and the firm who works there', async () => {
    answers = { '/api/claims/firm/': [200, { ...FOUND, has_principal: true }] }
    const form = mounted(() => useClaiming(() => undefined))
    form.given.uscc = FOUND.uscc
    await form.look()
    for (const [place, path] of [['principal', '/api/claims/'], ['officer', '/api/claims/wish/'], ['worker', '/api/claims/wish/']] as const) {
      form.given.uscc = FOUND.uscc
      await form.look()
      form.given.place = place
      await form.submit()
      expect(sent.at(-1)?.[0]).toBe(path)
    }
  })
})

it('an invitation waits while somebody registers', () => {
  rememberInvitation('token')
  expect(rememberedInvitation()).toBe('token')
  rememberInvitation('')
  expect(rememberedInvitation()).toBe('')
})
