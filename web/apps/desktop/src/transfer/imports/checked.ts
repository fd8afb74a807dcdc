/** Rows of a file as they will be stored, and what is wrong with which cell. */
import type { ImportDetail, ImportField, ImportRow } from '../store'

export interface Shown {
  field: string
  label: string
  /** Column of the file; null for what follows from elsewhere, the site of a firm that has one. */
  column: number | null
}

/** The mapped columns in the order of the file, then whatever else the rows will be stored with. */
export function columnsOf(
  { mapping, fields_known: fields }: Pick<ImportDetail, 'mapping' | 'fields_known'>, rows: readonly ImportRow[],
): Shown[] {
  const labels = new Map(fields.map(({ name, label }: ImportField) => [name, label]))
  const mapped = Object.entries(mapping)
    .map(([at, field]) => ({ field, label: labels.get(field) ?? field, column: Number(at) }))
    .sort((a, b) => a.column - b.column)
  const known = new Set(mapped.map(({ field }) => field))
  const besides = fields.filter(({ name }) => !known.has(name) && rows.some(({ values }) => values[name]))
  return [...mapped, ...besides.map(({ name, label }) => ({ field: name, label, column: null }))]
}

export interface CheckedCell {
  text: string
  /** As it stands in the file, where that differs. */
  raw: string
  reason: string
  state: 'right' | 'hint' | 'wrong'
}

export function cellOf(row: ImportRow, { field, column }: Shown): CheckedCell {
  const raw = column === null ? '' : (row.cells[column] ?? '')
  const found = row.errors.filter((one) =>
    one.field === field || (one.field === null && one.column !== null && one.column === column))
  const wrong = found.some(({ hint }) => !hint)
  const text = wrong ? raw || row.values[field] || '' : (row.values[field] ?? '')
  return {
    text, raw: raw && raw !== text ? raw : '', reason: found.map(({ reason }) => reason).join('；'),
    state: wrong ? 'wrong' : found.length ? 'hint' : 'right',
  }
}

/** Why everything at once is not possible now; empty where it is. */
export function whyNotAll({ ready, wrong }: Pick<ImportDetail, 'ready' | 'wrong'>): string {
  if (wrong)
    return `有 ${wrong} 行有误，改正后重新上传才能整批导入`
  return ready > 5000 ? '整批导入一次最多 5,000 行，请用“只导入正确的行”或拆开文件' : ''
}
