/** Where each safety organisation of a firm stands: in a list by levels, and in a chart. */
import { api, type Page } from '@changqian/api'
import type { Schemas } from './bodies'

type Row = Schemas['SafetyOrganisation']
export interface Standing { row: Row, depth: number }
export interface Box { row: Row, x: number, y: number }
export interface Line { id: number, path: string }
export interface Chart { boxes: Box[], lines: Line[], width: number, height: number }

export const BOX = { width: 188, height: 76 }
const GAP = { side: 20, level: 46, stack: 14, indent: 22 }
/** As many as the server tells at once. */
const MOST = 100

/** All of one firm. */
export async function organisationsOf(enterprise: number, signal?: AbortSignal): Promise<Row[]> {
  const rows: Row[] = []
  for (;;) {
    const page = await api.get<Page<Row>>('/api/organisations/', { enterprise, limit: MOST, offset: rows.length, ordering: 'id' }, { signal })
    rows.push(...page.results)
    if (!page.results.length || rows.length >= page.count)
      return rows
  }
}

/** Nobody answers for it: none was named, or who was has left. */
export const isVacant = (row: Row): boolean => !row.head_name || !!row.head_left_on

const RANK: readonly Row['kind'][] = ['committee', 'safety', 'department', 'workshop', 'team', 'other']

function children(rows: readonly Row[]): Map<number | null, Row[]> {
  const known = new Set(rows.map((row) => row.id))
  const below = new Map<number | null, Row[]>()
  for (const row of [...rows].sort((a, b) => RANK.indexOf(a.kind) - RANK.indexOf(b.kind) || a.id - b.id)) {
    // One whose superior is not among them would be lost otherwise.
    const above = row.parent !== null && known.has(row.parent) ? row.parent : null
    below.set(above, [...(below.get(above) ?? []), row])
  }
  return below
}

/** The tree as a list: each with how deep it stands. */
export function levels(rows: readonly Row[]): Standing[] {
  const below = children(rows)
  const walk = (above: number | null, depth: number): Standing[] => (below.get(above) ?? [])
    .flatMap((row) => [{ row, depth }, ...walk(row.id, depth + 1)])
  return walk(null, 0)
}

/** The tree as a chart. What has nothing below it, and is not alone, stands in a column below its superior: a hall with
 *  ten teams would otherwise make the sheet two metres wide. */
export function chartOf(rows: readonly Row[]): Chart {
  const below = children(rows)
  const boxes: Box[] = []
  const lines: Line[] = []
  let height = 0

  const put = (row: Row, x: number, y: number): void => {
    boxes.push({ row, x, y })
    height = Math.max(height, y + BOX.height)
  }

  /** Puts `row` and all below it, from `left` on; returns how wide that is and the middle of its box. */
  function place(row: Row, left: number, y: number, top: boolean): { width: number, middle: number } {
    const under = below.get(row.id) ?? []
    const leaves = under.every((each) => !below.has(each.id))
    if (!top && leaves && under.length > 1) {
      put(row, left, y)
      under.forEach((each, n) => {
        const at = y + BOX.height + GAP.stack + n * (BOX.height + GAP.stack)
        put(each, left + GAP.indent, at)
        const from = left + GAP.indent / 2
        lines.push({ id: each.id, path: `M${from} ${y + BOX.height}V${at + BOX.height / 2}H${left + GAP.indent}` })
      })
      return { width: BOX.width + GAP.indent, middle: left + BOX.width / 2 }
    }
    const middles: number[] = []
    let width = 0
    for (const each of under) {
      const placed = place(each, left + width, y + BOX.height + GAP.level, false)
      middles.push(placed.middle)
      width += placed.width + GAP.side
    }
    width = Math.max(width - GAP.side, BOX.width)
    // Over the one in the middle, or between the two: a line that turned by some points would look like a mistake.
    const [before, after] = [middles[(middles.length - 1) >> 1], middles[middles.length >> 1]]
    const middle = before && after ? (before + after) / 2 : left + BOX.width / 2
    put(row, middle - BOX.width / 2, y)
    const turn = y + BOX.height + GAP.level / 2
    under.forEach((each, n) => lines.push({
      id: each.id, path: `M${middle} ${y + BOX.height}V${turn}H${middles[n]}V${y + BOX.height + GAP.level}`,
    }))
    return { width, middle }
  }

  let width = 0
  for (const row of below.get(null) ?? [])
    width += place(row, width, 0, true).width + GAP.side
  return { boxes, lines, width: Math.max(width - GAP.side, BOX.width), height }
}

/** A name in at most two lines of the box. */
export function inTwo(name: string, most = 11): string[] {
  if (name.length <= most)
    return [name]
  return [name.slice(0, most), name.length > 2 * most ? `${name.slice(most, 2 * most - 1)}…` : name.slice(most)]
}
