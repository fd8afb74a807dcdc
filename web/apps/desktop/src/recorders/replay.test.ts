import { describe, expect, it } from 'vitest'
import { bearing, goneAt, later, metresOf, piecesOf, placeAt } from './replay'

const at = (clock: string): string => `2026-03-09T${clock}+08:00`
const ms = (clock: string): number => Date.parse(at(clock))
const fix = (clock: string, lon: number, lat: number, speed: number | null = 36, direction: number | null = null) => ({
  at: at(clock), lon, lat, speed, direction,
})
/** East along a street, out of sight for ten minutes, north along another. */
const pieces = piecesOf([
  { metres: 200, fixes: [fix('09:00:00', 119.95, 31.7), fix('09:00:10', 119.951, 31.7), fix('09:00:20', 119.952, 31.7)] },
  { metres: 0, fixes: [] },
  { metres: 100, fixes: [fix('09:10:20', 119.96, 31.7, null, 5), fix('09:10:30', 119.96, 31.701)] },
])

describe('where the bearer was', () => {
  it('lies on the straight way between two fixes', () => {
    const place = placeAt(pieces, ms('09:00:05'))
    expect(place?.lon).toBeCloseTo(119.9505, 6)
    expect([place?.lat, place?.speed, Math.round(place!.heading!)]).toEqual([31.7, 36, 90])
  })

  it('is not known in a gap, before the first fix, or after the last', () => {
    expect(['09:05:00', '08:59:59', '09:10:31'].map((clock) => placeAt(pieces, ms(clock)))).toEqual([null, null, null])
  })

  it('is known at both ends', () => {
    expect(placeAt(pieces, ms('09:00:00'))?.lon).toBe(119.95)
    expect(placeAt(pieces, ms('09:10:30'))?.lat).toBe(31.701)
  })

  it('keeps the direction that the device told where it stands still', () => {
    const [still] = piecesOf([{ metres: 0, fixes: [fix('09:00:00', 120, 31, 0, 45), fix('09:00:10', 120, 31, 0, 45)] }])
    expect(placeAt([still!], ms('09:00:05'))?.heading).toBe(45)
    expect(bearing(still!.fixes[0]!, still!.fixes[1]!)).toBeNull()
  })
})

describe('the mileage', () => {
  it('grows on the way, rests in the gap, and ends at the whole', () => {
    const gone = ['08:00:00', '09:00:05', '09:00:20', '09:05:00', '09:10:25', '10:00:00'].map((clock) => Math.round(goneAt(pieces, ms(clock))))
    expect(gone).toEqual([0, 50, 200, 200, 250, 300])
    expect(metresOf(pieces)).toBe(300)
  })
})

describe('the clock', () => {
  it('goes on', () => {
    expect(later(pieces, ms('09:00:00'), 4000)).toBe(ms('09:00:04'))
  })

  it('leaps over what nobody knows, without losing the time that was left', () => {
    expect(later(pieces, ms('09:00:18'), 5000)).toBe(ms('09:10:23'))
    expect(later(pieces, ms('09:05:00'), 1000)).toBe(ms('09:10:21'))
  })

  it('ends with the track', () => {
    expect(later(pieces, ms('09:10:29'), 60_000)).toBe(ms('09:10:30'))
    expect(later([], 5, 100)).toBe(5)
  })
})
