/** Which columns a user sees, in which order and how dense, per ledger; kept on this computer. */
import type { Column } from './define'

export interface TableSettings { shown: string[], dense: boolean, size: number }

const PREFIX = 'changqian.table.'

export function defaultSettings(columns: readonly Column[]): TableSettings {
  return { shown: columns.filter((column) => !column.hidden).map((column) => column.key), dense: false, size: 20 }
}

/** Columns that no longer exist are dropped; with none left the defaults hold. */
export function readSettings(
  user: number, ledger: string, columns: readonly Column[], store: Storage = localStorage,
): TableSettings {
  const fresh = defaultSettings(columns)
  try {
    const kept = JSON.parse(store.getItem(`${PREFIX}${user}.${ledger}`) ?? 'null') as Partial<TableSettings> | null
    const known = new Set<string>(columns.map((column) => column.key))
    const shown = kept?.shown?.filter((key) => known.has(key)) ?? []
    return { ...fresh, ...kept, shown: shown.length ? shown : fresh.shown }
  } catch {
    return fresh
  }
}

export function saveSettings(
  user: number, ledger: string, settings: TableSettings, store: Storage = localStorage,
): void {
  try {
    store.setItem(`${PREFIX}${user}.${ledger}`, JSON.stringify(settings))
  } catch {
    // A full store costs the settings, nothing else.
  }
}

/** The columns to draw, in the user's order. The first column of the ledger always stays: it names the row. */
export function shownColumns(columns: readonly Column[], { shown }: TableSettings): Column[] {
  const [first, ...rest] = columns
  const byKey = new Map<string, Column>(rest.map((column) => [column.key, column]))
  return [...(first ? [first] : []), ...shown.flatMap((key) => byKey.get(key) ?? [])]
}
