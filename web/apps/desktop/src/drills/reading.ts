/** One answer of the server that follows what is asked: the last answer stays while the next is read. */
import { api, asApiError, isAbort } from '@changqian/api'
import type { ApiError, Query } from '@changqian/api'
import { onActivated, ref, shallowRef, watch } from 'vue'

export function useAnswer<Answer>(path: string, asked: () => Query | null) {
  const told = shallowRef<Answer | null>(null)
  const error = shallowRef<ApiError | null>(null)
  const loading = ref(false)
  let running: AbortController | null = null

  async function load(): Promise<void> {
    const query = asked()
    running?.abort()
    if (!query)
      return
    const control = running = new AbortController()
    loading.value = true
    try {
      told.value = await api.get<Answer>(path, query, { signal: control.signal })
      error.value = null
    } catch (thrown) {
      if (isAbort(thrown))
        return
      error.value = asApiError(thrown)
    }
    loading.value = false
  }
  watch(asked, () => void load(), { immediate: true, deep: true })
  onActivated(() => void load())
  return { told, error, loading, load }
}
