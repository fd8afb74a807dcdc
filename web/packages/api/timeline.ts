/** What happened at an enterprise, page after page, of the kinds that are chosen: for the desktop and the phone. */
import { computed, reactive, ref, shallowRef, watch } from 'vue'
import { api } from './client'
import { asApiError, type ApiError } from './errors'
import type { components } from './schema'

export type TimelineEvent = components['schemas']['TimelineEvent']

export function useTimeline(id: () => number) {
  const events = shallowRef<TimelineEvent[]>([])
  const kinds = shallowRef<components['schemas']['TimelineKind'][]>([])
  const chosen = ref<string[]>([])
  const after = ref('')
  const loading = ref(false)
  const error = shallowRef<ApiError | null>(null)
  let asked: AbortController | null = null

  async function read(from = ''): Promise<void> {
    asked?.abort()
    const control = asked = new AbortController()
    loading.value = true
    try {
      const told = await api.get<components['schemas']['Timeline']>(
        `/api/archive/${id()}/timeline/`, { after: from || undefined, kind: chosen.value }, { signal: control.signal },
      )
      events.value = from ? [...events.value, ...told.events] : told.events
      kinds.value = told.kinds
      after.value = told.after
      error.value = null
    } catch (thrown) {
      if (!control.signal.aborted)
        error.value = asApiError(thrown)
    }
    if (asked === control)
      loading.value = false
  }

  function toggle(key: string): void {
    chosen.value = chosen.value.includes(key) ? chosen.value.filter((one) => one !== key) : [...chosen.value, key]
  }

  /** [year, [day, what happened on it][]][], newest first. */
  const years = computed(() => {
    const found = new Map<string, Map<string, TimelineEvent[]>>()
    for (const event of events.value) {
      const year = event.day.slice(0, 4)
      const days = found.get(year) ?? found.set(year, new Map()).get(year)!
      days.set(event.day, [...days.get(event.day) ?? [], event])
    }
    return found
  })

  watch([id, chosen], () => void read(), { immediate: true })
  return reactive({ events, kinds, chosen, after, loading, error, years, read, toggle })
}
