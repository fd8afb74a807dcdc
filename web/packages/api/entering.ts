/** Coming in when a password alone does not do: what the forms of desktop and phone share. */
import { computed, onScopeDispose, reactive, ref, shallowRef } from 'vue'
import { api } from './client'
import { type ApiError, asApiError } from './errors'
import { newCaptcha, useSession } from './session'
import type { Captcha, Doorway } from './types'

export interface Enrolment { secret: string, uri: string, image: string }

const QUIET = { quiet: true }

/** Other systems one may sign in by: where to go, and what to do with what comes back (?code=…&state=…). */
export function useOtherSystems(phone: boolean) {
  const systems = shallowRef<{ code: string, name: string }[]>([])
  const error = shallowRef<ApiError | null>(null)
  void api.get<{ code: string, name: string }[]>('/api/sso/', {}, QUIET).then(
    (found) => { systems.value = found }, () => undefined,
  )

  async function go(code: string): Promise<void> {
    try {
      location.assign((await api.post<{ url: string }>(`/api/sso/${code}/start/`, { phone }, QUIET)).url)
    } catch (thrown) {
      error.value = asApiError(thrown)
    }
  }

  return reactive({ systems, error, go })
}

/** A button that sends a code, and then counts down until it may send another. */
export function useCodeSending(send: () => Promise<{ again_in: number }>) {
  const left = ref(0)
  const sending = ref(false)
  const sent = ref(false)
  const word = computed(() => (left.value ? `${left.value} 秒后可重发` : sent.value ? '重新获取' : '获取验证码'))
  let timer: ReturnType<typeof setInterval> | undefined
  onScopeDispose(() => clearInterval(timer))

  /** The error, if it was refused. */
  async function ask(): Promise<ApiError | null> {
    if (left.value || sending.value)
      return null
    sending.value = true
    try {
      left.value = (await send()).again_in
      sent.value = true
      clearInterval(timer)
      timer = setInterval(() => {
        left.value -= 1
        if (left.value <= 0)
          clearInterval(timer)
      }, 1000)
      return null
    } catch (thrown) {
      return asApiError(thrown)
    } finally {
      sending.value = false
    }
  }

  return reactive({ left, sending, sent, word, ask })
}

/** Second factor, new password, enrolment: one after the other, until `done`. */
export function useDoorway(first: Doorway, done: () => void) {
  const session = useSession()
  const at = shallowRef(first)
  const given = reactive({ code: '', password: '', again: '', phone: '' })
  const enrolment = shallowRef<Enrolment | null>(null)
  const recovery = shallowRef<string[]>([])
  const error = shallowRef<ApiError | null>(null)
  const busy = ref(false)
  const sms = useCodeSending(() => api.post(
    at.value.next === 'bind' ? '/api/sso/bind/code/' : '/api/session/password/code/', { phone: given.phone }, QUIET,
  ))

  async function attempt(work: () => Promise<void>): Promise<void> {
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

  async function arrive(next: Doorway | null): Promise<void> {
    Object.assign(given, { code: '', password: '', again: '' })
    if (!next)
      return done()
    at.value = next
    if (next.next === 'enrol')
      await attempt(async () => { enrolment.value = await api.post<Enrolment>('/api/session/enrol/', {}, QUIET) })
  }

  async function sendCode(): Promise<void> {
    error.value = await sms.ask()
  }

  /** The codes are kept. They were shown before it was known who came in: a quick hand waits for that here. */
  function carryOn(): Promise<void> {
    return attempt(async () => {
      if (!session.me)
        await session.start()
      done()
    })
  }

  function submit(): Promise<void> {
    return attempt(async () => {
      if (at.value.next === 'enrol') {
        const said = await api.post<{ codes: string[] }>('/api/session/enrol/confirm/', { code: given.code }, QUIET)
        recovery.value = said.codes
        await session.start()
      } else if (at.value.next === 'second_factor') {
        await arrive(await session.step('/api/session/second-factor/', { code: given.code }))
      } else if (at.value.next === 'bind') {
        const { code, phone } = given
        await arrive(await session.step('/api/sso/bind/', { code, phone }))
      } else {
        const { code, password, phone } = given
        await arrive(await session.step('/api/session/password/', { code, password, phone }))
      }
    })
  }

  /** Phone and recovery codes are gone: another administrator is asked to see to it. */
  const lost = reactive({ asking: false, reason: '', sent: false })

  function reportLost(): Promise<void> {
    return attempt(async () => {
      await api.post('/api/session/second-factor/lost/', { reason: lost.reason }, QUIET)
      lost.sent = true
    })
  }

  void arrive(first)
  return reactive({ at, given, enrolment, recovery, error, busy, sms, lost, sendCode, submit, carryOn, reportLost })
}

/** A forgotten password, or an account that wrong ones have locked. */
export function useLost(username: string, purpose: 'reset_password' | 'unlock', done: () => void) {
  const given = reactive({ username, captcha: '', code: '', password: '', again: '' })
  const captcha = shallowRef<Captcha | null>(null)
  const error = shallowRef<ApiError | null>(null)
  const busy = ref(false)

  async function refresh(): Promise<void> {
    given.captcha = ''
    captcha.value = await newCaptcha().catch((thrown: unknown) => {
      error.value = asApiError(thrown)
      return null
    })
  }

  const sms = useCodeSending(() => api.post('/api/session/lost/code/', {
    username: given.username, purpose, captcha: given.captcha, captcha_key: captcha.value?.key ?? '',
  }, QUIET))

  async function sendCode(): Promise<void> {
    error.value = await sms.ask()
    await refresh()
  }

  async function submit(): Promise<void> {
    busy.value = true
    error.value = null
    try {
      const { username: name, code, password } = given
      await (purpose === 'unlock'
        ? api.post('/api/session/lost/unlock/', { username: name, code }, QUIET)
        : api.post('/api/session/lost/reset/', { username: name, code, password }, QUIET))
      done()
    } catch (thrown) {
      error.value = asApiError(thrown)
    } finally {
      busy.value = false
    }
  }

  void refresh()
  return reactive({ given, captcha, error, busy, sms, refresh, sendCode, submit })
}
