/** Something read from the server: what was read stays while it is read anew, and an older answer never overtakes. */
import { asApiError, isAbort } from '@changqian/api'
import type { ApiError } from '@changqian/api'
import { onBeforeUnmount, ref, shallowRef, watch } from 'vue'
import type { ShallowRef } from 'vue'

interface Reasons {
  /** What is read about, an id for instance: another one makes what was read void; null reads nothing. */
  of: () => unknown
  /** Something else that makes it worth reading again. */
  again?: () => unknown
}

/** Without `on` nothing is read until `load` is called: when a page comes to the front, for instance. */
export function useRead<T>(ask: (signal: AbortSignal) => Promise<T>, on?: Reasons) {
  // The generic type would leave the ref's own type undecided.
  const data = shallowRef(null) as ShallowRef<T | null>
  const error = shallowRef<ApiError | null>(null)
  const loading = ref(false)
  let asked: AbortController | null = null

  async function load(): Promise<void> {
    asked?.abort()
    const control = asked = new AbortController()
    loading.value = true
    try {
      const told = await ask(control.signal)
      if (control.signal.aborted)
        return
      data.value = told
      error.value = null
    } catch (thrown) {
      if (control.signal.aborted || isAbort(thrown))
        return
      error.value = asApiError(thrown)
    }
    loading.value = false
  }

  function forget(): void {
    asked?.abort()
    data.value = error.value = null
    loading.value = false
  }

  if (on) {
    watch([on.of, () => on.again?.()], ([now], [before]) => {
      if (now !== before)
        forget()
      if (now !== null)
        void load()
    }, { immediate: true })
  }
  onBeforeUnmount(() => asked?.abort())

  return { data, error, loading, load }
}
