/** How much of a plan a small window shows, and where: pure, so that fingers need not be tried to know it. */
export interface View { zoom: number, left: number, top: number }
export interface Point { x: number, y: number }

export const WHOLE = 1
export const CLOSE = 2.5
export const MOST = 6

/** The view at another scale, with what lies under the point staying there. */
export function zoomed(view: View, zoom: number, { x, y }: Point): View {
  const to = Math.min(MOST, Math.max(WHOLE, zoom))
  const grown = to / view.zoom
  return { zoom: to, left: Math.max(0, (view.left + x) * grown - x), top: Math.max(0, (view.top + y) * grown - y) }
}

/** How far two fingers are apart, and what lies between them. */
export function between(one: Point, other: Point): { apart: number, middle: Point } {
  return {
    apart: Math.hypot(one.x - other.x, one.y - other.y), middle: { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 },
  }
}
