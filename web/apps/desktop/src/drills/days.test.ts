import { describe, expect, it } from 'vitest'
import { monthGrid, shifted } from './days'

describe('a month of the calendar', () => {
  it('begins on a Monday and holds every day once', () => {
    const weeks = monthGrid(2026, 11)
    expect(weeks[0]![0]).toBe('2026-10-26')
    expect(weeks.at(-1)!.at(-1)).toBe('2026-12-06')
    expect(weeks.flat().filter((day) => day.startsWith('2026-11'))).toHaveLength(30)
  })
  it('takes as many weeks as it needs', () => {
    expect(monthGrid(2027, 2)).toHaveLength(4)
    expect(monthGrid(2026, 8)).toHaveLength(6)
  })
  it('goes over the turn of the year', () => {
    expect(shifted(2026, 12, 1)).toEqual({ year: 2027, month: 1 })
    expect(shifted(2026, 1, -1)).toEqual({ year: 2025, month: 12 })
  })
})
