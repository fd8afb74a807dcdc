/** A track in the pieces that are known, and where its bearer was at a moment. Pure: the clock is `useReplay`. */
import type { components } from '@changqian/api'

export interface Fix { at: number, lon: number, lat: number, speed: number | null, direction: number | null }
export interface Piece { metres: number, from: number, to: number, fixes: Fix[] }
export interface Where { lon: number, lat: number, speed: number | null, heading: number | null }

const METRES_PER_DEGREE = 111_320

export function piecesOf(told: readonly components['schemas']['Stretch'][]): Piece[] {
  return told.filter(({ fixes }) => fixes.length > 0).map(({ metres, fixes }) => {
    const read = fixes.map((fix): Fix => ({ ...fix, at: Date.parse(fix.at) }))
    return { metres, fixes: read, from: read[0]!.at, to: read.at(-1)!.at }
  })
}

export const metresOf = (pieces: readonly Piece[]): number => pieces.reduce((all, { metres }) => all + metres, 0)

/** The fix at or before a moment within the piece, by halving: a day has thousands. */
function indexAt({ fixes }: Piece, at: number): number {
  let [low, high] = [0, fixes.length - 1]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (fixes[middle]!.at <= at)
      low = middle
    else
      high = middle - 1
  }
  return low
}

/** Flat, which over the metres between two fixes is near enough. */
function across(one: Fix, other: Fix): { x: number, y: number } {
  const shrink = Math.cos((one.lat + other.lat) / 2 * Math.PI / 180)
  return { x: (other.lon - one.lon) * METRES_PER_DEGREE * shrink, y: (other.lat - one.lat) * METRES_PER_DEGREE }
}

function between(one: Fix, other: Fix): number {
  const { x, y } = across(one, other)
  return Math.hypot(x, y)
}

/** Degrees clockwise from north; null for two fixes at one place. */
export function bearing(one: Fix, other: Fix): number | null {
  const { x, y } = across(one, other)
  return Math.hypot(x, y) < 0.5 ? null : (Math.atan2(x, y) * 180 / Math.PI + 360) % 360
}

/** On the straight way between the two fixes around the moment; null where nothing is known of it. */
export function placeAt(pieces: readonly Piece[], at: number): Where | null {
  const piece = pieces.find(({ from, to }) => from <= at && at <= to)
  if (!piece)
    return null
  const index = indexAt(piece, at)
  const [one, other] = [piece.fixes[index]!, piece.fixes[index + 1]]
  if (!other)
    return { lon: one.lon, lat: one.lat, speed: one.speed, heading: one.direction }
  const share = (at - one.at) / Math.max(other.at - one.at, 1)
  return {
    lon: one.lon + (other.lon - one.lon) * share,
    lat: one.lat + (other.lat - one.lat) * share,
    speed: one.speed,
    heading: bearing(one, other) ?? one.direction,
  }
}

/** Metres gone by then. */
export function goneAt(pieces: readonly Piece[], at: number): number {
  return pieces.reduce((all, piece) => {
    if (at < piece.from)
      return all
    if (at >= piece.to)
      return all + piece.metres
    // Of a long piece only some fixes are told, its metres are those of all: in proportion they agree.
    const lengths = piece.fixes.slice(1).map((fix, n) => between(piece.fixes[n]!, fix))
    const whole = lengths.reduce((sum, each) => sum + each, 0)
    const index = indexAt(piece, at)
    const [one, other] = [piece.fixes[index]!, piece.fixes[index + 1]!]
    const part = (at - one.at) / Math.max(other.at - one.at, 1) * (lengths[index] ?? 0)
    const gone = lengths.slice(0, index).reduce((sum, each) => sum + each, 0) + part
    return all + (whole ? gone / whole * piece.metres : 0)
  }, 0)
}

/** The moment so many milliseconds later: what nobody knows is leapt over, and the end is the end. */
export function later(pieces: readonly Piece[], at: number, milliseconds: number): number {
  let [now, left] = [at, milliseconds]
  for (const { from, to } of pieces) {
    if (to <= now)
      continue
    now = Math.max(now, from)
    if (now + left <= to)
      return now + left
    left -= to - now
    now = to
  }
  return pieces.at(-1)?.to ?? at
}
