/** Read what was kept at once, then what the server says; without a network the kept stays, with its age. */
import { asApiError, isAbort, useSession, type ApiError } from '@changqian/api'
import { computed, onBeforeUnmount, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import { theShelf } from '.'

export interface Reading<T> {
  data: ShallowRef<T | null>
  /** When it was read from the server. */
  at: Ref<number>
  loading: Ref<boolean>
  error: ShallowRef<ApiError | null>
  /** What is shown was kept, because the server cannot be reached. */
  kept: Readonly<Ref<boolean>>
  refresh: () => Promise<void>
}

/** `name` says under what it is kept; null or '' reads nothing yet. A new name reads anew. */
export function useReading<T>(name: () => string | null, load: (signal: AbortSignal) => Promise<T>): Reading<T> {
  const session = useSession()
  const data = shallowRef<T | null>(null)
  const at = ref(0)
  const loading = ref(false)
  const error = shallowRef<ApiError | null>(null)
  let current: AbortController | null = null

  async function read(key: string, fresh: boolean): Promise<void> {
    current?.abort()
    const mine = current = new AbortController()
    const user = session.me?.id ?? 0
    loading.value = true
    error.value = null
    const kept = fresh ? await theShelf().get<T>(user, key).catch(() => null) : null
    if (mine.signal.aborted)
      return
    if (kept)
      [data.value, at.value] = [kept.value, kept.at]
    try {
      const value = await load(mine.signal)
      if (mine.signal.aborted)
        return
      ;[data.value, at.value] = [value, Date.now()]
      // A full disk only means that it is not there offline.
      await theShelf().keep(user, key, value).catch(() => undefined)
    } catch (thrown) {
      if (!mine.signal.aborted && !isAbort(thrown))
        error.value = asApiError(thrown)
    } finally {
      if (current === mine)
        loading.value = false
    }
  }

  watch(name, (key) => {
    data.value = null
    if (key)
      void read(key, true)
  }, { immediate: true })
  onBeforeUnmount(() => current?.abort())

  return {
    data, at, loading, error,
    kept: computed(() => data.value !== null && error.value?.offline === true),
    refresh: async () => {
      const key = name()
      if (key)
        await read(key, false)
    },
  }
}
