/** 关于我的信息: what is kept about oneself, masked until one has shown who one is. */
import { onScopeDispose, reactive, ref, shallowRef } from 'vue'
import { api } from './client'
import { useCodeSending } from './entering'
import { type ApiError, asApiError } from './errors'
import type { components } from './schema'

type Part = components['schemas']['OwnPart']

/** `follow` goes where the file is to be had. */
export function useAboutMe(follow: (address: string) => void) {
  const parts = shallowRef<Part[] | null>(null)
  const error = shallowRef<ApiError | null>(null)
  const refusal = ref('')
  const busy = ref(false)
  const asking = ref<'whole' | 'file' | null>(null)
  const left = ref(0)
  const given = reactive({ password: '', code: '' })
  const sms = useCodeSending(() => api.post('/api/me/account/code/', { purpose: 'confirm' }))
  let clock: ReturnType<typeof setInterval> | undefined
  onScopeDispose(() => clearInterval(clock))

  async function look(): Promise<void> {
    clearInterval(clock)
    left.value = 0
    try {
      parts.value = await api.get<Part[]>('/api/me/about/')
      error.value = null
    } catch (thrown) {
      error.value = asApiError(thrown)
    }
  }

  function ask(what: 'whole' | 'file' | null): void {
    asking.value = what
    refusal.value = ''
    Object.assign(given, { password: '', code: '' })
  }

  /** With the password or the code: the whole numbers for a minute, or the file. */
  async function prove(): Promise<void> {
    busy.value = true
    refusal.value = ''
    try {
      if (asking.value === 'file')
        follow((await api.post<{ address: string }>('/api/me/about/file/', { ...given })).address)
      else
        show(await api.post<components['schemas']['OwnWhole']>('/api/me/about/whole/', { ...given }))
      ask(null)
    } catch (thrown) {
      const { fields, detail } = asApiError(thrown)
      refusal.value = Object.values(fields).flat()[0] ?? detail
    } finally {
      busy.value = false
    }
  }

  function show(whole: components['schemas']['OwnWhole']): void {
    parts.value = whole.parts
    left.value = whole.seconds
    clearInterval(clock)
    clock = setInterval(() => {
      left.value -= 1
      if (left.value <= 0)
        void look()
    }, 1000)
  }

  async function sendCode(): Promise<void> {
    refusal.value = (await sms.ask())?.detail ?? ''
  }

  void look()
  return reactive({ parts, error, refusal, busy, asking, left, given, sms, look, ask, prove, sendCode })
}
