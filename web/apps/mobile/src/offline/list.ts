/** A list that grows by pages as one scrolls; its first page is kept for the times without a network. */
import { api, type Page, type Query } from '@changqian/api'
import { computed, ref, shallowRef, watch, type Ref } from 'vue'
import { useReading, type Reading } from './reading'

export interface Growing<Row> {
  reading: Reading<Page<Row>>
  rows: Readonly<Ref<Row[]>>
  count: Readonly<Ref<number>>
  more: Readonly<Ref<boolean>>
  growing: Ref<boolean>
  grow: () => Promise<void>
}

const PAGE = 30

/** `query` null reads nothing yet. */
export function useList<Row extends { id: number }>(path: string, query: () => Query | null): Growing<Row> {
  const reading = useReading<Page<Row>>(
    () => {
      const asked = query()
      return asked && `${path}?${JSON.stringify(asked)}`
    },
    (signal) => api.get<Page<Row>>(path, { ...query(), limit: PAGE }, { signal }),
  )
  const rest = shallowRef<Row[]>([])
  const growing = ref(false)
  watch(reading.data, () => { rest.value = [] })
  const rows = computed(() => [...(reading.data.value?.results ?? []), ...rest.value])
  const count = computed(() => reading.data.value?.count ?? 0)

  async function grow(): Promise<void> {
    if (growing.value || rows.value.length >= count.value)
      return
    growing.value = true
    const first = reading.data.value
    try {
      const page = await api.get<Page<Row>>(path, { ...query(), limit: PAGE, offset: rows.value.length })
      const known = new Set(rows.value.map((row) => row.id))
      if (reading.data.value === first)
        rest.value = [...rest.value, ...page.results.filter((row) => !known.has(row.id))]
    } catch {
      // The button stays; the reading's own error says what is wrong when the list is read again.
    } finally {
      growing.value = false
    }
  }

  return { reading, rows, count, more: computed(() => rows.value.length < count.value), growing, grow }
}
