/** Taking over the rows of another system: given, checked line by line, confirmed, and what is left over handed back. */
import { api, asApiError } from '@changqian/api'
import type { ApiError } from '@changqian/api'
import type { Schemas } from '@changqian/ledgers'
import { computed, ref, shallowRef, watch } from 'vue'
import { useLookups } from '../ledger/lookups'
import { guess, missing } from './columns'
import type { Mapping } from './columns'
import { batches, countsOf, foreseen, judged, linesOf } from './lines'
import type { Line } from './lines'
import { tableIn, tableOf, UnreadableTable } from './table'
import type { Table } from './table'

/** The server takes this many at once; each batch is one entry of the journal. */
export const MOST_AT_ONCE = 1000

export type Intake = ReturnType<typeof useIntake>

export function useIntake() {
  const lookups = useLookups()
  const system = ref('')
  const table = shallowRef<Table | null>(null)
  const mapping = ref<Mapping>({})
  const lines = shallowRef<Line[]>([])
  /** Lines that could be taken over, but shall not be. */
  const left = shallowRef<ReadonlySet<number>>(new Set())
  const at = ref<0 | 1 | 2 | 3>(0)
  const reason = ref('')
  const busy = ref(false)
  const sent = ref(0)
  const unreadable = ref('')
  const error = shallowRef<ApiError | null>(null)
  const results = shallowRef<Schemas['Restructuring'][]>([])

  /** Further sheets of the given file. */
  const sheets = ref<{ all: string[], chosen: string }>({ all: [], chosen: '' })
  const reading = ref(false)
  let file: File | null = null

  const absent = computed(() => (table.value ? missing(mapping.value) : []))
  const chosen = computed(() => lines.value.filter(({ n, state }) => state === 'ready' && !left.value.has(n)))
  const counts = computed(() => countsOf(chosen.value))
  const refused = computed(() => lines.value.filter(({ state }) => state === 'refused'))

  function take(read: () => Table): void {
    unreadable.value = ''
    try {
      table.value = read()
      mapping.value = guess(table.value.header)
    } catch (thrown) {
      table.value = null
      unreadable.value = thrown instanceof UnreadableTable ? thrown.message : '读不出这份数据，请检查后重试。'
    }
  }

  function paste(text: string): void {
    file = null
    sheets.value = { all: [], chosen: '' }
    take(() => tableOf(text))
  }

  /** A file is read by the server, as for every import: Excel, WPS and CSV. */
  async function open(given: File, sheet = ''): Promise<void> {
    const body = new FormData()
    body.append('file', given, given.name)
    if (sheet)
      body.append('sheet', sheet)
    file = given
    reading.value = true
    try {
      const told = await api.post<Schemas['LegacyTable']>('/api/enterprises/take_over/table/', body)
      if (file !== given)
        return
      sheets.value = { all: told.sheets, chosen: told.sheet }
      take(() => tableIn(told.lines))
    } catch (thrown) {
      table.value = null
      unreadable.value = asApiError(thrown).detail
    } finally {
      reading.value = false
    }
  }

  async function turnTo(sheet: string): Promise<void> {
    if (file)
      await open(file, sheet)
  }

  // What was checked was checked as it was given then.
  watch([table, mapping, system], () => { lines.value = [] }, { deep: true })

  async function inBatches(
    all: readonly Line[], ask: (rows: Line['row'][], batch: Line[]) => Promise<void>,
  ): Promise<void> {
    busy.value = true
    error.value = null
    sent.value = 0
    try {
      for (const batch of batches(all, MOST_AT_ONCE)) {
        await ask(batch.map(({ row }) => row), batch)
        sent.value += batch.length
      }
    } catch (thrown) {
      error.value = asApiError(thrown)
    }
    busy.value = false
  }

  /** What would become of each line; nothing is written. */
  async function check(): Promise<void> {
    if (!table.value)
      return
    await lookups.readRegions().catch(() => undefined)
    lines.value = linesOf(table.value, mapping.value, lookups.regions)
    left.value = new Set()
    await inBatches(lines.value.filter(({ state }) => state === 'ready'), async (rows, batch) => {
      const told = await api.post<Schemas['TakeOverPreview']>('/api/enterprises/take_over/preview/', {
        system: system.value.trim(), rows,
      })
      lines.value = foreseen(lines.value, batch, told.rows)
    })
    if (!error.value)
      at.value = 1
  }

  /** Batch by batch: what was taken over before one fails stays, and is in the journal. */
  async function takeOver(): Promise<void> {
    results.value = []
    await inBatches(chosen.value, async (rows, batch) => {
      const result = await api.post<Schemas['Restructuring']>('/api/enterprises/take_over/', {
        system: system.value.trim(), rows, reason: reason.value.trim(),
      })
      results.value = [...results.value, result]
      lines.value = judged(lines.value, batch, result.summary as Schemas['TakeOverPreview'])
    })
    if (results.value.length)
      at.value = 3
  }

  function tick(n: number, wanted: boolean): void {
    const next = new Set(left.value)
    if (wanted)
      next.delete(n)
    else
      next.add(n)
    left.value = next
  }

  function again(): void {
    table.value = null
    file = null
    sheets.value = { all: [], chosen: '' }
    mapping.value = {}
    results.value = []
    reason.value = unreadable.value = ''
    error.value = null
    at.value = 0
  }

  return {
    system, table, mapping, lines, left, counts, at, reason, busy, sent, unreadable, error, results, absent, chosen, refused,
    sheets, reading, paste, open, turnTo, check, takeOver, tick, again,
  }
}
