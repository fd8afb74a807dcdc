/** The other firm of a merge or a transfer: read in full when it is chosen, for its sites and its version count. */
import { api, asApiError, isAbort } from '@changqian/api'
import type { ApiError } from '@changqian/api'
import type { Schemas } from '@changqian/ledgers'
import { ref, shallowRef, watch } from 'vue'

export function readFirm(id: number, signal?: AbortSignal): Promise<Schemas['EnterpriseDetail']> {
  return api.get<Schemas['EnterpriseDetail']>(`/api/enterprises/${id}/`, {}, signal && { signal })
}

export function useFirm(id: () => number | null) {
  const firm = shallowRef<Schemas['EnterpriseDetail'] | null>(null)
  const error = shallowRef<ApiError | null>(null)
  const loading = ref(false)
  let asked: AbortController | null = null

  async function load(): Promise<void> {
    asked?.abort()
    firm.value = error.value = null
    const wanted = id()
    loading.value = !!wanted
    if (!wanted)
      return
    const control = asked = new AbortController()
    try {
      firm.value = await readFirm(wanted, control.signal)
    } catch (thrown) {
      if (isAbort(thrown))
        return
      error.value = asApiError(thrown)
    }
    loading.value = false
  }
  watch(id, () => void load(), { immediate: true })
  return { firm, error, loading, load }
}
