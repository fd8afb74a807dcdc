/** Something that is looked at again and again while somebody sees the page. It asks by itself: that is no sign of a user. */
import { asApiError, isAbort } from '@changqian/api'
import type { ApiError } from '@changqian/api'
import { onActivated, onBeforeUnmount, onDeactivated, shallowRef } from 'vue'
import type { ShallowRef } from 'vue'

export function usePolled<T>(ask: (sent: { quiet: boolean, signal: AbortSignal }) => Promise<T>, every: number) {
  // The generic type would leave the ref's own type undecided.
  const data = shallowRef(null) as ShallowRef<T | null>
  const error = shallowRef<ApiError | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined
  let asked: AbortController | null = null
  let away = false

  /** At once; what is still on its way is not waited for. */
  async function look(quiet = false): Promise<void> {
    clearTimeout(timer)
    asked?.abort()
    const control = asked = new AbortController()
    try {
      const told = await ask({ quiet, signal: control.signal })
      if (control.signal.aborted)
        return
      data.value = told
      error.value = null
    } catch (thrown) {
      if (control.signal.aborted || isAbort(thrown))
        return
      error.value = asApiError(thrown)
    }
    if (!away)
      timer = setTimeout(() => void again(), every)
  }

  /** Nobody sees a page that is covered: it waits until it is seen. */
  function again(): void {
    if (document.visibilityState === 'visible')
      void look(true)
    else
      timer = setTimeout(again, every)
  }

  function leave(): void {
    away = true
    clearTimeout(timer)
    asked?.abort()
  }

  onActivated(() => {
    if (!away)
      return
    away = false
    void look(true)
  })
  onDeactivated(leave)
  onBeforeUnmount(leave)
  void look()

  return { data, error, look }
}
