import { describe, expect, it } from 'vitest'
import { after, chinaTime, placeAt, runsOf } from './runs'

const at = (clock: string): string => `2026-03-09T${clock}+08:00`
const ms = (clock: string): number => Date.parse(at(clock))
const files = [
  { start: at('08:10:00'), stop: at('08:15:00') },
  { start: at('08:00:00'), stop: at('08:05:00') },
  { start: at('08:05:01'), stop: at('08:10:00') },
  { start: at('09:00:00'), stop: at('09:05:00') },
  { start: at('09:30:00'), stop: at('09:30:00') },
]

describe('Recordings', () => {
  it('that follow one another are one', () => {
    expect(runsOf(files)).toEqual([
      { start: ms('08:00:00'), stop: ms('08:15:00') }, { start: ms('09:00:00'), stop: ms('09:05:00') },
    ])
    expect(runsOf([])).toEqual([])
    const days = Array.from({ length: 3 }, (_, day) => ({ start: `2026-03-0${day + 1}T00:00:00Z`, stop: `2026-03-0${day + 2}T00:00:00Z` }))
    expect(runsOf(days).length).toBe(3)
  })

  it('are found by a moment, or the next one is', () => {
    const runs = runsOf(files)
    expect(placeAt(runs, ms('08:07:30'))).toEqual({ run: runs[0], at: 450, exact: true })
    expect(placeAt(runs, ms('08:20:00'))).toEqual({ run: runs[1], at: 0, exact: false })
    expect(placeAt(runs, ms('10:00:00'))).toEqual({ run: runs[1], at: 0, exact: false })
    expect(placeAt([], 0)).toBeNull()
    expect([after(runs, runs[0]!), after(runs, runs[1]!)]).toEqual([runs[1], null])
  })

  it('are named in the time of China', () => expect(chinaTime(ms('08:07:30'))).toBe('2026-03-09 08:07:30'))
})
