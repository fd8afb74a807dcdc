/** Which columns a user sees, in which order and how dense, per ledger. */
import type { Column } from './define'
import { SIZES } from './query'

export interface TableSettings { shown: string[], dense: boolean, size: number }

export function defaultSettings(columns: readonly Column[]): TableSettings {
  return { shown: columns.filter((column) => !column.hidden).map((column) => column.key), dense: false, size: 20 }
}

/** What was kept, made sound: columns that no longer exist are dropped, and with none left the defaults hold. */
export function soundSettings(kept: unknown, columns: readonly Column[]): TableSettings {
  const fresh = defaultSettings(columns)
  const { shown, dense, size } = (kept !== null && typeof kept === 'object' ? kept : {}) as Partial<TableSettings>
  const known = new Set<string>(columns.map((column) => column.key))
  const still = Array.isArray(shown) ? shown.filter((key) => known.has(key)) : []
  return {
    shown: still.length ? still : fresh.shown,
    dense: dense === true,
    size: (SIZES as readonly unknown[]).includes(size) ? size! : fresh.size,
  }
}

/** The columns to draw, in the user's order. The first column of the ledger always stays: it names the row. */
export function shownColumns(columns: readonly Column[], { shown }: TableSettings): Column[] {
  const [first, ...rest] = columns
  const byKey = new Map<string, Column>(rest.map((column) => [column.key, column]))
  return [...(first ? [first] : []), ...shown.flatMap((key) => byKey.get(key) ?? [])]
}
