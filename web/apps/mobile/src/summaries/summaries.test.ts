import { describe, expect, it } from 'vitest'
import { asPlan, lastMonth, monthFrom, open } from './summaries'

describe('months', () => {
  it.each([
    ['2026-05-01T03:00:00+08:00', '2026-04-01'],
    ['2026-05-01T00:10:00+08:00', '2026-04-01'],
    ['2026-04-30T23:50:00+08:00', '2026-03-01'],
    ['2026-01-15T09:00:00+08:00', '2025-12-01'],
  ])('at %s the last one that has ended is %s', (now, month) => {
    expect(lastMonth(new Date(now))).toBe(month)
  })

  it('go over the end of a year', () => {
    expect(monthFrom('2026-01-01', -1)).toBe('2025-12-01')
    expect(monthFrom('2025-12-01', 1)).toBe('2026-01-01')
  })
})

it('what was corrected after it was signed waits as well', () => {
  expect(open({ pending: 2, again: 1 })).toBe(3)
})

it('a plan begins with what the month left open', () => {
  expect(asPlan(['补制告知卡 3 张', '整改逾期隐患'])).toBe('1. 补制告知卡 3 张\n2. 整改逾期隐患')
})
