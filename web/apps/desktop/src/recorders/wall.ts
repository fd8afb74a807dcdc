/** What hangs on a user's wall: kept between visits, and put up by hand. */
import { LAYOUTS, type LayoutName } from '@changqian/player'

/** A picture by its recorder; without a channel its first one. */
export interface Hung { recorder: number, channel: string, name: string }
export interface Wall { layout: LayoutName, tiles: (Hung | null)[] }

const MOST = 16

export const idOf = ({ recorder, channel }: Pick<Hung, 'recorder' | 'channel'>): string => `${recorder}/${channel}`

/** Whatever was kept, made sound: what is no picture is an empty place. */
export function soundWall(kept: unknown): Wall {
  const { layout, tiles } = (kept !== null && typeof kept === 'object' ? kept : {}) as Partial<Record<keyof Wall, unknown>>
  const seen = new Set<string>()
  const places = Array.isArray(tiles) ? tiles.slice(0, MOST) as unknown[] : []
  return {
    layout: LAYOUTS.find(({ name }) => name === layout)?.name ?? '4',
    tiles: places.map((tile) => {
      const { recorder, channel, name } = (tile !== null && typeof tile === 'object' ? tile : {}) as Partial<Hung>
      if (!Number.isInteger(recorder) || typeof channel !== 'string' || typeof name !== 'string')
        return null
      const hung = { recorder: recorder!, channel, name }
      const twice = seen.has(idOf(hung))
      seen.add(idOf(hung))
      return twice ? null : hung
    }),
  }
}

/** At this very place, whatever was there; the same picture is not shown twice. */
export function placed<T extends { id: string | number }>(tiles: readonly (T | null)[], at: number, tile: T): (T | null)[] {
  return Array.from({ length: Math.max(tiles.length, at + 1) }, (_, place) => {
    const there = tiles[place] ?? null
    return place === at ? tile : there?.id === tile.id ? null : there
  })
}

/** As many as there are empty places for, of those that are not shown yet. */
export function filled<T extends { id: string | number }>(
  tiles: readonly (T | null)[], count: number, more: readonly T[],
): (T | null)[] {
  const shown = new Set(tiles.slice(0, count).map((each) => each?.id))
  const waiting = more.filter(({ id }) => !shown.has(id))
  const going = new Set(waiting.map(({ id }) => id))
  return Array.from({ length: Math.max(tiles.length, count) }, (_, place) => {
    const there = tiles[place] ?? null
    if (place < count)
      return there ?? waiting.shift() ?? null
    return there && going.has(there.id) && !waiting.some(({ id }) => id === there.id) ? null : there
  })
}
