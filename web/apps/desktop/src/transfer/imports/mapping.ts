/** What the columns of somebody's file are taken for, and what is still lacking. */
import type { ImportField, Match, Proposal } from '../store'

/** Column of the file → field of the ledger; null leaves the column out. */
export type Mapping = Readonly<Record<number, string | null>>
export type Trust = 'remembered' | 'sure' | 'look' | 'chosen' | 'left' | 'empty'

export const TRUST: Readonly<Record<Trust, string>> = {
  remembered: '上次这样对应', sure: '确定', look: '请核对', chosen: '您的选择', left: '不导入', empty: '不导入',
}

export function proposed({ columns }: Proposal): Mapping {
  return Object.fromEntries(columns.map(({ column, field }) => [column, field]))
}

/** As it was sent the last time. */
export function asSent({ columns }: Proposal, sent: Readonly<Record<string, string>>): Mapping {
  return Object.fromEntries(columns.map(({ column }) => [column, sent[String(column)] ?? null]))
}

export function trust(match: Match, field: string | null): Trust {
  if (field !== match.field)
    return field === null ? 'left' : 'chosen'
  if (field === null)
    return match.remembered || match.header ? 'left' : 'empty'
  return match.remembered ? 'remembered' : match.sure ? 'sure' : 'look'
}

/** What must come from the file and does not yet. */
export function missing(fields: readonly ImportField[], mapping: Mapping): string[] {
  const taken = new Set(Object.values(mapping))
  return fields.filter(({ name, required }) => required && !taken.has(name)).map(({ label }) => label)
}

/** A field that another column already has. */
export function takenElsewhere(mapping: Mapping, column: number, field: string): boolean {
  return Object.entries(mapping).some(([at, one]) => one === field && Number(at) !== column)
}

/** Columns worth a line: with a header or with anything below it. */
export function worthALine({ header, samples }: Match): boolean {
  return header !== '' || samples.length > 0
}

export function mapBody(proposal: Proposal, mapping: Mapping) {
  return {
    sheet: proposal.sheet,
    header_row: proposal.header_row ?? 1,
    header_depth: proposal.header_depth,
    columns: proposal.columns.map(({ column }) => ({ column, field: mapping[column] ?? null })),
  }
}

/** A, B … Z, AA: as the spreadsheet calls its columns. */
export function letter(column: number): string {
  const rest = Math.floor(column / 26)
  return (rest ? letter(rest - 1) : '') + String.fromCharCode(65 + (column % 26))
}
