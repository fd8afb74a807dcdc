/** A ledger's list: what is asked for, kept in the address; what the server answered, kept on screen while reloading. */
import { api, asApiError, isAbort, useSession } from '@changqian/api'
import type { ApiError, Page } from '@changqian/api'
import { freshList, fromAddress, soundSettings, toAddress, toApi } from '@changqian/ledger'
import type { FilterValue, Ledger, ListState, TableSettings } from '@changqian/ledger'
import { computed, onActivated, ref, shallowRef, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { useScope } from '../shell/scope'
import { useTabs } from '../shell/tabs'
import { useSetting } from './setting'

/** Older than this when the user comes back to the tab: read again. */
const STALE_AFTER = 60_000

export function useList<Row extends { id: number }>(ledger: Ledger<Row>, always: Readonly<Record<string, FilterValue>> = {}) {
  const route = useRoute()
  const router = useRouter()
  const session = useSession()
  const scope = useScope()
  const tabs = useTabs()
  const path = route.path
  const user = session.me?.id ?? 0

  const { value: settings, keep } = useSetting(
    `table.${ledger.path}`, (kept) => soundSettings(kept, ledger.columns), { key: `changqian.table.${user}.${ledger.path}` },
  )
  const fresh = () => freshList(ledger.ordering, settings.value.size)
  /** Whether the list can be narrowed to the area that the user has chosen for everything. */
  const scoped = ledger.filters.some((filter) => filter.key === 'region')
  const firmed = ledger.filters.some((filter) => filter.key === 'enterprise')
  const words = (said: ListState) => JSON.stringify(Object.entries(toAddress(said, fresh())).sort())

  /** An address that names conditions says all of them; a bare one starts in the chosen area. */
  function starting(query: Readonly<Record<string, unknown>>): ListState {
    const wanted = fromAddress(query, ledger.filters, fresh())
    const bare = words(wanted) === words(fresh())
    const chosen = {
      ...(scoped && scope.region !== null && { region: scope.region }),
      ...(firmed && scope.firm !== null && { enterprise: scope.firm }),
    }
    return bare && Object.keys(chosen).length ? { ...wanted, filters: chosen } : wanted
  }

  const state = shallowRef(starting(route.query))
  /** What the address said last: what the list shows may be more, by the chosen area. */
  let said = words(fromAddress(route.query, ledger.filters, fresh()))
  const rows = shallowRef<Row[]>([])
  const count = ref(0)
  const capped = ref(false)
  /** All of them, counted because somebody asked; null as long as nobody did. */
  const whole = ref<number | null>(null)
  /** Where the list goes on past what is counted. */
  const ways = shallowRef<{ after: string | null, before: string | null }>({ after: null, before: null })
  const loading = ref(true)
  /** Whether an answer has ever come: before it a skeleton is shown, afterwards the old rows, greyed. */
  const loaded = ref(false)
  const error = shallowRef<ApiError | null>(null)
  /** The query of the list as it now is, for whatever takes the same rows along. */
  const query = computed(() => ({ ...toApi(state.value, ledger.filters), ...always }))

  let asked: AbortController | null = null
  let readAt = 0
  let due = false

  async function load(): Promise<void> {
    asked?.abort()
    const control = asked = new AbortController()
    loading.value = true
    due = false
    try {
      const page = await api.get<Page<Row>>(`/api/${ledger.path}/`, query.value, { signal: control.signal })
      rows.value = page.results
      count.value = page.count
      capped.value = page.capped
      whole.value = null
      ways.value = { after: page.after ?? null, before: page.before ?? null }
      const { after, before, page: shown } = state.value
      if (page.capped && !after && !before && shown > numbered.value) // A page past the numbers has no address but its cursor.
        state.value = { ...state.value, page: numbered.value + 1 }
      error.value = null
      loaded.value = true
      readAt = Date.now()
    } catch (thrown) {
      if (isAbort(thrown))
        return
      error.value = asApiError(thrown)
    }
    if (asked === control)
      loading.value = false
  }

  /** How many there are, to the last one: takes seconds where they are millions. */
  async function countAll(): Promise<void> {
    const asking = query.value
    const { after: _, before: __, ...first } = state.value
    const one = { ...toApi({ ...first, page: 1 }, ledger.filters), ...always, limit: 1, count: 'whole' }
    const page = await api.get<Page<Row>>(`/api/${ledger.path}/`, one)
    if (query.value === asking)
      whole.value = page.count
  }

  /** Anything but the page itself starts again on page one. */
  function change(patch: Partial<ListState>): void {
    const { after: _, before: __, ...others } = state.value
    state.value = { ...others, page: 1, ...patch }
    said = words(state.value)
    const query = (id: unknown) => ({ ...toAddress(state.value, fresh()), ...(id ? { id: id as string } : {}) })
    due = route.path !== path
    if (due) {
      tabs.readdress(path, (was) => router.resolve({ path, query: query(router.resolve(was).query['id']) }).fullPath)
    } else {
      void router.replace({ path, query: query(route.query['id']) })
      void load()
    }
  }

  /** The pages with a number end where counting ends; from there one goes on, and back, page by page. */
  const numbered = computed(() => Math.ceil(count.value / state.value.size))

  function turn(page: number): void {
    const { after, before } = ways.value
    const beyond = capped.value && page > numbered.value
    change({ page, ...(beyond && page > state.value.page && after ? { after } : beyond && before ? { before } : {}) })
  }

  function condition(key: string, value: FilterValue): void {
    const { [key]: _, ...others } = state.value.filters
    change({ filters: value === null || value === '' ? others : { ...others, [key]: value } })
  }

  function clear(): void {
    change({ q: '', filters: {} })
  }

  function arrange(next: TableSettings): void {
    keep(next)
  }
  // Also when the user's own arrangement arrives from the server after the first rows.
  watch(() => settings.value.size, (size) => change({ size }))

  // A link from elsewhere to this page with other conditions.
  watch(() => route.query, (query) => {
    if (route.path !== path)
      return
    const now = words(fromAddress(query, ledger.filters, fresh()))
    if (now !== said) {
      said = now
      state.value = starting(query)
      void load()
    }
  })

  /** Another area for everything: also where the list was narrowed by hand. Going back leaves what was chosen by hand. */
  watch(() => scope.region, (now, before) => {
    const { region, ...others } = state.value.filters
    if (scoped && (now !== null || Number(region) === before))
      change({ filters: now === null ? others : { region: now, ...others } })
  })

  watch(() => scope.firm, (now, before) => {
    const { enterprise, ...others } = state.value.filters
    if (firmed && (now !== null || Number(enterprise) === before))
      change({ filters: now === null ? others : { enterprise: now, ...others } })
  })

  onActivated(() => {
    if (due || (readAt && Date.now() - readAt > STALE_AFTER))
      void load()
  })

  void load()
  return {
    state, query, settings, rows, count, capped, whole, ways, numbered, loading, loaded, error,
    load, countAll, change, turn, condition, clear, arrange,
  }
}
