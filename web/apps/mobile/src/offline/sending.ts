/** Sending a kept form: what is missing is pointed at first, what is refused is said, what is sent is told. */
import { asApiError } from '@changqian/api'
import { showConfirmDialog, showToast } from 'vant'
import { ref, type ComputedRef, type Ref } from 'vue'
import { useRouter } from 'vue-router'
import type { Outcome } from '.'
import { toFirstWrong } from '../parts/wrong'
import type { KeptForm } from './form'

interface Words { sent: string, later: string }

export interface Sending {
  busy: Ref<boolean>
  error: Ref<string>
  /** What stands below an input: what the server said of it, or that it is missing. */
  wrong: (name: string) => string
  /** Null where nothing was sent. */
  send: (path: string, body: () => Record<string, unknown>, words: Words, whole?: boolean) => Promise<Outcome | null>
  /** Asks first; `what` is lost. */
  discard: (what: string) => Promise<void>
}

export function useSending<F>(kept: KeptForm<F>, missing: ComputedRef<Record<string, string>>): Sending {
  const router = useRouter()
  const busy = ref(false)
  const tried = ref(false)
  const error = ref('')

  const wrong: Sending['wrong'] = (name) =>
    kept.refusal.value?.fields[name]?.[0] ?? (tried.value ? missing.value[name] ?? '' : '')

  const send: Sending['send'] = async (path, body, words, whole) => {
    tried.value = true
    error.value = ''
    if (Object.keys(missing.value).length) {
      await toFirstWrong()
      return null
    }
    busy.value = true
    try {
      const outcome = await kept.submit(path, body(), whole)
      if (outcome.kind === 'refused')
        error.value = outcome.error.detail
      else
        showToast(outcome.kind === 'sent' ? words.sent : words.later)
      return outcome
    } catch (thrown) {
      error.value = asApiError(thrown).detail
      return null
    } finally {
      busy.value = false
    }
  }

  const discard: Sending['discard'] = async (what) => {
    try {
      await showConfirmDialog({ title: '清空这次填写？', message: `${what}都会删除，不能找回。`, confirmButtonText: '清空' })
    } catch {
      return
    }
    await kept.discard()
    router.back()
  }

  return { busy, error, wrong, send, discard }
}
