/** How wide a column of a list is, in pixels, and with how little it can do. */
import type { Column } from '@changqian/ledger'

const WIDTH: Record<Column['as'], number> = {
  text: 150, number: 96, money: 120, date: 116, datetime: 152, month: 104, ago: 120, deadline: 206, level: 92, status: 108,
  list: 180, yesno: 76, percent: 88,
}
/** Room for the arrows of a column that can be sorted. */
const ARROWS = 20
const arrows = (column: Column): number => (column.sortable ? ARROWS : 0)

export function widthOf(column: Column, n: number): number {
  return (column.width ?? (n === 0 ? 220 : WIDTH[column.as])) + arrows(column)
}

/** Texts end in … and tell the rest in a tip. */
export const ends = (column: Column): boolean => column.as === 'text' || column.as === 'list'

/** A telephone number stays whole. */
const SHORT = 122
/** A text can do with some less, but its heading stays whole. */
export function leastOf(column: Column, n: number): number {
  const width = widthOf(column, n)
  if (!ends(column))
    return width
  return Math.min(width, Math.max(column.label.length * 14 + 26 + arrows(column), width * 0.7, SHORT))
}
