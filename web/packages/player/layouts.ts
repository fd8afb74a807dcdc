/** How the tiles of a wall lie: pure, so that keys and drags are tables. */

export interface Cell { row: number, column: number, span: number }
export interface Layout { name: LayoutName, label: string, side: number, cells: readonly Cell[] }
export type LayoutName = '1' | '4' | '9' | '16' | '1+5' | '1+7'

function even(name: LayoutName, side: number): Layout {
  const cells = Array.from({ length: side * side }, (_, i) => ({ row: Math.floor(i / side) + 1, column: i % side + 1, span: 1 }))
  return { name, label: name === '1' ? '单画面' : `${name} 画面`, side, cells }
}

/** One large, top left; the others around it on the right and below. */
function large(name: LayoutName, side: number): Layout {
  const around = even(name, side).cells.filter(({ row, column }) => row === side || column === side)
  return { name, label: `1 大 ${around.length} 小`, side, cells: [{ row: 1, column: 1, span: side - 1 }, ...around] }
}

export const LAYOUTS: readonly Layout[] = [
  even('1', 1), even('4', 2), even('9', 3), even('16', 4), large('1+5', 3), large('1+7', 4),
]

export const layoutOf = (name: LayoutName): Layout => LAYOUTS.find((each) => each.name === name)!

export type Direction = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown'
export const isDirection = (key: string): key is Direction => /^Arrow(Left|Right|Up|Down)$/.test(key)

const middle = ({ row, column, span }: Cell): { x: number, y: number } => ({ x: column + span / 2, y: row + span / 2 })

/** The cell that lies in that direction and shares an edge's height or width; stays where there is none. */
export function neighbour({ cells }: Layout, from: number, towards: Direction): number {
  const here = cells[from]!
  const flat = towards === 'ArrowLeft' || towards === 'ArrowRight'
  const forward = towards === 'ArrowRight' || towards === 'ArrowDown'
  const along = (cell: Cell): number => (flat ? cell.column : cell.row)
  const across = (cell: Cell): number => (flat ? cell.row : cell.column)
  const beside = cells.map((cell, index) => ({ cell, index })).filter(({ cell }) =>
    (forward ? along(cell) >= along(here) + here.span : along(cell) + cell.span <= along(here))
    && across(cell) < across(here) + here.span && across(cell) + cell.span > across(here))
  const away = ({ cell }: { cell: Cell }): number => {
    const [a, b] = [middle(here), middle(cell)]
    return Math.abs(flat ? a.x - b.x : a.y - b.y) * 10 + Math.abs(flat ? a.y - b.y : a.x - b.x)
  }
  return beside.sort((a, b) => away(a) - away(b))[0]?.index ?? from
}

/** Two places change what they hold. */
export function swapped<T>(tiles: readonly (T | null)[], from: number, to: number): (T | null)[] {
  const made = Array.from({ length: Math.max(tiles.length, from + 1, to + 1) }, (_, i) => tiles[i] ?? null)
  const kept = made[from] ?? null
  made[from] = made[to] ?? null
  made[to] = kept
  return made
}

/** Where the next device goes: the chosen place if it is empty, else the first empty one, else the chosen one. */
export function placeFor<T>(tiles: readonly (T | null)[], count: number, chosen: number): number {
  if (!tiles[chosen])
    return chosen
  const empty = Array.from({ length: count }, (_, i) => i).find((i) => !tiles[i])
  return empty ?? chosen
}
