/** Each given line, what it says, and what would become of it. Every line ends in exactly one state: none gets lost. */
import { labels } from '@changqian/api'
import type { Region } from '@changqian/api'
import type { Schemas } from '@changqian/ledgers'
import { FIELDS, isRequired, LABELS, longest } from './columns'
import type { Field, LegacyRow, Mapping } from './columns'
import type { Table } from './table'

export type State = 'ready' | 'taken' | 'refused' | 'left' | 'done'

export interface Line {
  /** As the spreadsheet counts: the names of the columns are line 1. */
  n: number
  cells: readonly string[]
  row: LegacyRow
  state: State
  /** Why it is refused, or what else is to be known. */
  said: string
  /** What becomes of it, as the server says. */
  fate?: Fate
  /** The same for lines of the same firm. */
  code?: string
}

export type Fate = Schemas['RowFate']['fate']

type Names = ReadonlyMap<string, readonly Region[]>
const bare = (text: string) => text.toLowerCase().replace(/[-_\s]/g, '')
const DATUMS = Object.entries<string>(labels.options.EnterprisesDatum)
/** 高德/腾讯(GCJ-02) is known by its code, as a whole and by each of its parts. */
const DATUM_CODES = new Map(DATUMS.flatMap(([code, label]) =>
  [code, label, ...label.split(/[(/)]/)].filter(Boolean).map((name) => [bare(name), code] as const)))

class Wrong extends Error {}

function number(field: Field, text: string, whole: boolean): number {
  const value = Number(text.replace(/[,，\s人]/g, ''))
  if (!Number.isFinite(value) || (whole && (!Number.isInteger(value) || value < 0)))
    throw new Wrong(`${LABELS[field]}“${text}”不是${whole ? '整数' : '数字'}`)
  return value
}

function datum(text: string): string {
  const code = DATUM_CODES.get(bare(text))
  if (!code)
    throw new Wrong(`不认识坐标来源“${text}”，可填${DATUMS.map(([, label]) => label).join('、')}`)
  return code
}

/** A code as it is; the twelve digits of the statistics office without their last three; a name that is the only one. */
function region(text: string, names: Names, codes: ReadonlySet<string>): string {
  if (/^\d+$/.test(text))
    return !codes.has(text) && text.length === 12 && text.endsWith('000') ? text.slice(0, 9) : text
  const found = names.get(text) ?? []
  if (found.length > 1)
    throw new Wrong(`有 ${found.length} 个“${text}”，请改填区划代码`)
  return found[0]?.code ?? text
}

function valueOf(field: Field, text: string, names: Names, codes: ReadonlySet<string>): unknown {
  switch (field) {
    case 'staff_count': return number(field, text, true)
    case 'lon': case 'lat': return number(field, text, false)
    case 'datum': return datum(text)
    // What is too long to be a code is refused by its name, not by its length.
    case 'region': return region(text, names, codes).slice(0, longest(field))
    default: return text
  }
}

function read(cells: readonly string[], mapping: Mapping, names: Names, codes: ReadonlySet<string>): LegacyRow {
  const row: Record<string, unknown> = {}
  for (const field of FIELDS) {
    const at = mapping[field]
    const text = at === undefined ? '' : (cells[at] ?? '')
    if (!text && isRequired(field))
      throw new Wrong(`没有${LABELS[field]}`)
    if (!text)
      continue
    if (text.length > longest(field) && field !== 'region')
      throw new Wrong(`${LABELS[field]}超过 ${longest(field)} 个字`)
    row[field] = valueOf(field, text, names, codes)
  }
  return row as LegacyRow
}

export function linesOf(table: Table, mapping: Mapping, regions: readonly Region[]): Line[] {
  const names = new Map<string, Region[]>()
  for (const each of regions)
    names.set(each.name, [...(names.get(each.name) ?? []), each])
  const codes = new Set(regions.flatMap(({ code }) => code ?? []))
  const ids = new Map<string, number>()
  const firms = new Map<string, number>()
  return table.rows.map((cells, at): Line => {
    const n = table.numbers?.[at] ?? at + 2
    try {
      const row = read(cells, mapping, names, codes)
      const first = ids.get(row.legacy_id)
      if (first)
        throw new Wrong(`旧系统编号与第 ${first} 行重复`)
      ids.set(row.legacy_id, n)
      const code = (row.uscc ?? row.legacy_reg_no ?? '').toUpperCase().replace(/\s/g, '')
      const same = code && firms.get(code)
      if (code && !same)
        firms.set(code, n)
      return { n, cells, row, state: 'ready', said: same ? `与第 ${same} 行代码相同，作为同一家企业的另一场所` : '' }
    } catch (wrong) {
      if (!(wrong instanceof Wrong))
        throw wrong
      const given = (field: Field) => (mapping[field] === undefined ? '' : cells[mapping[field]] ?? '')
      const row = { legacy_id: given('legacy_id'), name: given('name'), uscc: given('uscc'), region: given('region') }
      return { n, cells, row, state: 'refused', said: wrong.message }
    }
  })
}

/** What a line meets at the firms that are registered. */
function met({ enterprise_name }: Schemas['RowFate'], { row }: Line): string {
  if (!enterprise_name)
    return '匹配到一家已登记的企业'
  return enterprise_name === row.name ? `匹配到“${enterprise_name}”` : `匹配到“${enterprise_name}”，代码相同，名称不同，请核对`
}

/** The lines after the server has foretold those that were sent. A firm founded by an earlier batch is new once. */
export function foreseen(lines: readonly Line[], sent: readonly Line[], told: readonly Schemas['RowFate'][]): Line[] {
  const fates = new Map(told.map((each) => [sent[each.row - 1]?.n, each]))
  const first = new Map<string, number>()
  for (const { fate, code, n } of lines) {
    if (fate === 'new' && code)
      first.set(code, n)
  }
  return lines.map((line): Line => {
    const told = fates.get(line.n)
    if (!told)
      return line
    const doubted = (said: string) => [said, ...told.doubts].filter(Boolean).join('；')
    switch (told.fate) {
      case 'refused': return { ...line, state: 'refused', said: told.reason }
      case 'taken': return { ...line, state: 'taken', said: told.enterprise_name && `在“${told.enterprise_name}”` }
      case 'joined': return { ...line, state: 'ready', fate: 'joined', code: told.code, said: doubted(met(told, line)) }
    }
    const founder = first.get(told.code)
    first.set(told.code, founder ?? line.n)
    return founder
      ? { ...line, state: 'ready', fate: 'site', code: told.code, said: doubted(`与第 ${founder} 行同一家企业`) }
      : { ...line, state: 'ready', fate: 'new', code: told.code, said: doubted('') }
  })
}

/** What the chosen lines make together: every firm once, however many lines and batches it has. */
export function countsOf(chosen: readonly Line[]): { enterprises: number, sites: number, joined: number } {
  const joined = chosen.filter(({ fate }) => fate === 'joined')
  const founded = new Set(chosen.filter(({ fate }) => fate !== 'joined').map(({ code }) => code))
  return { enterprises: founded.size, sites: chosen.length, joined: joined.length }
}

/** The lines after the server has taken over those that were sent. */
export function judged(
  lines: readonly Line[], sent: readonly Line[], told: { taken: string[], refused: { row: string, reason: string }[] },
): Line[] {
  const refused = new Map(told.refused.map(({ row, reason }) => [sent[Number(row) - 1]?.n, reason]))
  const taken = new Set(told.taken)
  const asked = new Set(sent.map(({ n }) => n))
  return lines.map((line) => {
    if (!asked.has(line.n))
      return line
    if (refused.has(line.n))
      return { ...line, state: 'refused', said: refused.get(line.n)! }
    return taken.has(line.row.legacy_id) ? { ...line, state: 'taken', said: '' } : { ...line, state: 'done' }
  })
}

export function batches<T>(all: readonly T[], most: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / most) }, (_, n) => all.slice(n * most, (n + 1) * most))
}

/** What was not taken over, as it was given, with the reason behind it: to be corrected and given again. */
export function leftOver(table: Table, lines: readonly Line[], why = '未接管原因'): Table {
  const width = table.header.length
  return {
    header: [...table.header, why],
    rows: lines.map(({ cells, said }) => [...Array.from({ length: width }, (_, n) => cells[n] ?? ''), said]),
  }
}
