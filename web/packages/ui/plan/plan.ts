/** What lies on a plan of a site, in shares of its width and height. Pure: the server judges by the same rules. */
import { RISK_LEVELS } from '../risk'
import type { Level } from '../risk'

export type Spot = [number, number]
export interface Zone { name: string, ring: Spot[] }
export interface Mark { id: number, x: number, y: number }
export interface Drawn { zones: readonly Zone[], marks: readonly Mark[] }
export interface Risk { id: number, number: string, name: string, location: string, level: Level }
/** What lies below: a picture, or the map around the site. */
export interface Ground {
  picture: { id: number } | null
  width: number
  height: number
  metres: number | null
  north: number
  lon: number | null
  lat: number | null
}
export interface Tile { href: string, x: number, y: number, width: number, height: number }

/** The highest first. */
const ORDER = Object.keys(RISK_LEVELS) as Level[]
const severity = (level: Level) => ORDER.length - ORDER.indexOf(level)

export const clamped = (share: number) => Math.round(Math.min(1, Math.max(0, share)) * 10_000) / 10_000

/** Whether a spot lies in a ring: how often a line from it to the right crosses the border. */
export function inside(ring: readonly Spot[], [x, y]: Spot): boolean {
  let within = false
  ring.forEach(([x1, y1], n) => {
    const [x2, y2] = ring[(n + 1) % ring.length]!
    if ((y1 > y) !== (y2 > y) && x < (x2 - x1) * (y - y1) / (y2 - y1) + x1)
      within = !within
  })
  return within
}

/** The level that colours a zone: the highest inside; '' where no risk stands in it. */
export function levelOf(zone: Zone, marks: readonly Mark[], risks: ReadonlyMap<number, Risk>): Level | '' {
  const levels = marks.flatMap((mark) => (inside(zone.ring, [mark.x, mark.y]) ? risks.get(mark.id)?.level ?? [] : []))
  return levels.reduce<Level | ''>((top, level) => (!top || severity(level) > severity(top) ? level : top), '')
}

/** The marks by the numbers they have on the plan and on paper: the highest level first. */
export function numbered(marks: readonly Mark[], risks: ReadonlyMap<number, Risk>): (Mark & { n: number, risk: Risk })[] {
  return marks
    .flatMap((mark) => (risks.has(mark.id) ? [{ ...mark, risk: risks.get(mark.id)! }] : []))
    .sort(({ risk: one }, { risk: other }) =>
      severity(other.level) - severity(one.level) || one.number.localeCompare(other.number))
    .map((mark, n) => ({ ...mark, n: n + 1 }))
}

/** How a plan came to be what it is: each step can be taken back, and taken again. */
export interface History { now: Drawn, past: readonly Drawn[], ahead: readonly Drawn[] }

const MOST = 100
const same = (one: Drawn, other: Drawn) => JSON.stringify(one) === JSON.stringify(other)

export const fresh = (now: Drawn): History => ({ now, past: [], ahead: [] })

/** `from` is what the plan was before, where it already moved along with the pointer. */
export function done(history: History, now: Drawn, from = history.now): History {
  return same(from, now) ? { ...history, now } : { now, past: [...history.past, from].slice(-MOST), ahead: [] }
}

export function undone({ now, past, ahead }: History): History {
  return past.length ? { now: past.at(-1)!, past: past.slice(0, -1), ahead: [now, ...ahead] } : { now, past, ahead }
}

export function redone({ now, past, ahead }: History): History {
  return ahead.length ? { now: ahead[0]!, past: [...past, now], ahead: ahead.slice(1) } : { now, past, ahead }
}

/** A round length for the scale bar, about a fifth of the plan's width. */
export function barOf(metres: number): number {
  const ten = 10 ** Math.floor(Math.log10(metres / 5))
  return [5, 2, 1].map((each) => each * ten).find((each) => each <= metres / 5)!
}

const EQUATOR = 156_543.033928
const TILE = 256
const DEEPEST = 18

/** The tiles of the map around the site that lie below the plan, in shares of it. */
export function tilesOf({ metres, lon, lat, width, height }: Ground, key: string): Tile[] {
  if (!key || !metres || lon === null || lat === null)
    return []
  const shrunk = Math.cos(lat * Math.PI / 180)
  const zoom = Math.min(DEEPEST, Math.ceil(Math.log2(EQUATOR * shrunk / (metres / 1200))))
  const wide = metres / (EQUATOR * shrunk / 2 ** zoom)
  const high = wide * height / width
  const whole = TILE * 2 ** zoom
  const left = (lon + 180) / 360 * whole - wide / 2
  const top = (1 - Math.asinh(Math.tan(lat * Math.PI / 180)) / Math.PI) / 2 * whole - high / 2
  const found: Tile[] = []
  for (let column = Math.floor(left / TILE); column * TILE < left + wide; column++) {
    for (let row = Math.floor(top / TILE); row * TILE < top + high; row++) {
      for (const layer of ['vec', 'cva']) {
        found.push({
          href: `https://t${(column + row) % 8}.tianditu.gov.cn/DataServer?T=${layer}_w&x=${column}&y=${row}&l=${zoom}&tk=${key}`,
          x: (column * TILE - left) / wide, y: (row * TILE - top) / high, width: TILE / wide, height: TILE / high,
        })
      }
    }
  }
  return found
}
