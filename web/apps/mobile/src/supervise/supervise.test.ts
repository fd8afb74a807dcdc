import { describe, expect, it } from 'vitest'
import { byArea, byLevel, whole, yearToDate, type Told } from './supervise'

const told: Told[] = [
  { measure: 'total', total: 30, by_region: { '00010001': 20, '00010002': 10 }, by_dimension: { major: 2, low: 28 } },
  { measure: 'done', total: 18, by_region: { '00010001': 15, '00010002': 3 }, by_dimension: { major: 2, low: 16 } },
  { measure: 'required', total: 60, by_region: { '00010001': 40, '00010002': 20 }, by_dimension: { major: 20, low: 40 } },
  { measure: 'counted', total: 45, by_region: { '00010001': 36, '00010002': 9 }, by_dimension: { major: 20, low: 25 } },
]

describe('progress of an area', () => {
  it('is told for each level, also those without a task', () => {
    expect(byLevel(told)).toEqual([
      { key: 'major', total: 2, done: 2, share: 1 }, { key: 'large', total: 0, done: 0, share: null },
      { key: 'general', total: 0, done: 0, share: null }, { key: 'low', total: 28, done: 16, share: 0.625 },
    ])
  })

  it('puts the area that lags first', () => {
    expect(byArea(told).map(({ key, share }) => [key, share])).toEqual([['00010002', 0.45], ['00010001', 0.9]])
    expect(whole(told)).toEqual({ key: '', total: 30, done: 18, share: 0.75 })
    expect(byArea([])).toEqual([])
  })

  it('begins in January of the year it is in China', () => {
    expect(yearToDate(new Date('2026-12-31T17:00:00Z'))).toEqual({ since: '2027-01-01', until: '2027-01-01' })
    expect(yearToDate(new Date('2026-03-09T04:00:00Z'))).toEqual({ since: '2026-01-01', until: '2026-03-01' })
  })
})
