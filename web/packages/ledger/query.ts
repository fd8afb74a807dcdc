/** What a list shows: text, conditions, order, page. Kept in the address, so that a list can be sent as a link. */
import type { Filter } from './define'

export type FilterValue = string | number | boolean | readonly (string | number)[] | null

export interface ListState {
  q: string
  filters: Readonly<Record<string, FilterValue>>
  ordering: string
  page: number
  /** Past the numbered pages: the cursor that this page lies behind, or before. */
  after?: string
  before?: string
  size: number
}

export const SIZES = [20, 50, 100] as const

export function freshList(ordering = '', size = 20): ListState {
  return { q: '', filters: {}, ordering, page: 1, size }
}

export function isBlank(value: unknown): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
}

/** A range of dates is asked for as `<key>_after` and `<key>_before` (inclusive), django-filter's names. */
function conditions(state: ListState, filters: readonly Filter[]): Record<string, NonNullable<FilterValue>> {
  const asked: Record<string, NonNullable<FilterValue>> = {}
  const known = new Map(filters.map((filter) => [filter.key, filter]))
  for (const [key, value] of Object.entries(state.filters)) {
    if (isBlank(value) || value === null)
      continue
    const filter = known.get(key)
    if (filter?.input === 'dates' && Array.isArray(value)) {
      const [after, before] = value as readonly string[]
      if (after)
        asked[`${key}_after`] = after
      if (before)
        asked[`${key}_before`] = before
    } else {
      asked[key] = filter?.joined && Array.isArray(value) ? value.join(',') : value
    }
  }
  return asked
}

/** The query parameters of the API for this list. */
export function toApi(state: ListState, filters: readonly Filter[]) {
  return {
    limit: state.size,
    ...(state.after
      ? { after: state.after }
      : state.before ? { before: state.before } : { offset: (state.page - 1) * state.size }),
    ...(state.ordering && { ordering: state.ordering }),
    ...(state.q.trim() && { q: state.q.trim() }),
    ...conditions(state, filters),
  }
}

/** The query part of the page's address; what is as it was at first is left out. */
export function toAddress(state: ListState, fresh: ListState): Record<string, string> {
  const address: Record<string, string> = {}
  if (state.q.trim())
    address['q'] = state.q.trim()
  if (state.ordering !== fresh.ordering)
    address['ordering'] = state.ordering
  if (state.page > 1)
    address['page'] = String(state.page)
  for (const way of ['after', 'before'] as const) {
    if (state[way])
      address[way] = state[way]
  }
  for (const [key, value] of Object.entries(state.filters)) {
    if (!isBlank(value))
      address[key] = Array.isArray(value) ? value.join(',') : String(value)
  }
  return address
}

const MANY: readonly Filter['input'][] = ['multiselect', 'dictionaries', 'dates']

/** Reads an address; unknown parameters are ignored, a broken page number is the first page. */
export function fromAddress(
  address: Readonly<Record<string, unknown>>, filters: readonly Filter[], fresh: ListState,
): ListState {
  const read: Record<string, FilterValue> = {}
  for (const { key, input } of filters) {
    const given = address[key]
    if (typeof given !== 'string' || given === '')
      continue
    read[key] = MANY.includes(input) ? given.split(',') : input === 'switch' ? given === 'true' : given
  }
  const page = Number(address['page'])
  const way = (['after', 'before'] as const).find((each) => typeof address[each] === 'string' && address[each])
  return {
    q: typeof address['q'] === 'string' ? address['q'] : '',
    filters: read,
    ordering: typeof address['ordering'] === 'string' ? address['ordering'] : fresh.ordering,
    page: Number.isInteger(page) && page > 0 ? page : 1,
    ...(way && { [way]: address[way] as string }),
    size: fresh.size,
  }
}
