/** 账号与安全: what one signs in with, and where one is signed in. */
import { reactive, shallowRef } from 'vue'
import { api } from './client'
import { useCodeSending } from './entering'
import { type ApiError, asApiError } from './errors'
import type { components } from './schema'

export type Account = components['schemas']['MyAccount']
export type Device = components['schemas']['Device']

export function useAccount() {
  const account = shallowRef<Account | null>(null)
  const devices = shallowRef<Device[]>([])
  const error = shallowRef<ApiError | null>(null)

  async function look(): Promise<void> {
    try {
      const [own, signedIn] = await Promise.all([
        api.get<Account>('/api/me/account/'), api.get<Device[]>('/api/me/sessions/'),
      ])
      account.value = own
      devices.value = signedIn
      error.value = null
    } catch (thrown) {
      error.value = asApiError(thrown)
    }
  }

  async function signOut(device: Device): Promise<void> {
    await api.delete(`/api/me/sessions/${device.id}/`)
    await look()
  }

  async function signOutOthers(): Promise<void> {
    await api.delete('/api/me/sessions/')
    await look()
  }

  async function unbind(id: number): Promise<void> {
    await api.delete(`/api/me/identities/${id}/`)
    await look()
  }

  void look()
  return reactive({ account, devices, error, look, signOut, signOutOthers, unbind })
}

/** The form that sets another password. */
export function usePasswordChange(account: Account, done: () => void) {
  const given = reactive({ present: '', password: '', again: '', code: '', phone: '' })
  const form = useSubmitting(async () => {
    const { present, password, code, phone } = given
    await api.post('/api/me/account/password/', { present, password, code, phone })
    done()
  })
  const purpose = account.has_password ? 'change_password' : 'first_password'
  const sms = useCodeSending(() => api.post('/api/me/account/code/', { purpose, phone: given.phone }))
  return reactive({ given, sms, ...form, sendCode: async () => { form.error.value = await sms.ask() } })
}

/** The form that moves the phone: a code from the new number, and from the old one if there is one. */
export function usePhoneChange(done: () => void) {
  const given = reactive({ phone: '', old_code: '', new_code: '' })
  const form = useSubmitting(async () => {
    await api.post('/api/me/account/phone/', { ...given })
    done()
  })
  const code = (purpose: string) => useCodeSending(() => api.post('/api/me/account/code/', { purpose, phone: given.phone }))
  const [before, after] = [code('change_phone'), code('new_phone')]
  return reactive({
    given, before, after, ...form,
    sendOld: async () => { form.error.value = await before.ask() },
    sendNew: async () => { form.error.value = await after.ask() },
  })
}

function useSubmitting(work: () => Promise<void>) {
  const error = shallowRef<ApiError | null>(null)
  const busy = shallowRef(false)

  async function submit(): Promise<void> {
    busy.value = true
    error.value = null
    try {
      await work()
    } catch (thrown) {
      error.value = asApiError(thrown)
    } finally {
      busy.value = false
    }
  }

  return { error, busy, submit }
}

/** 「Chrome · Windows」 from what a browser says of itself. */
export function deviceName(agent: string): string {
  const browsers: readonly [RegExp, string][] = [
    [/MicroMessenger/, '微信'], [/Edg\//, 'Edge'], [/Firefox\//, 'Firefox'], [/Chrome\//, 'Chrome'], [/Safari\//, 'Safari'],
  ]
  const systems: readonly [RegExp, string][] = [
    [/Android/, '安卓手机'], [/iPhone/, 'iPhone'], [/iPad/, 'iPad'], [/Windows/, 'Windows'], [/Mac OS/, 'Mac'], [/Linux/, 'Linux'],
  ]
  const of = (known: readonly [RegExp, string][]) => known.find(([sign]) => sign.test(agent))?.[1]
  return [of(browsers), of(systems)].filter(Boolean).join(' · ') || '其他设备'
}
