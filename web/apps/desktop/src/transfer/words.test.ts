import { describe, expect, it } from 'vitest'
import { keptFor, progressWords, remaining, share } from './words'

describe('what is left', () => {
  it.each([
    [10, 0, ''], [0, 5, ''], [10, 5, '马上就好'], [100, 4, '还需约 25 秒'], [6000, 20, '还需约 5 分钟'],
    [72_000, 10, '还需约 2 小时'], [40_000, 5, '还需约 2 小时 14 分钟'],
  ])('%i rows at %i a second: %s', (left, rate, words) => expect(remaining(left, rate)).toBe(words))
})

it('says count, speed and rest', () => {
  expect(progressWords({ done: 1200, total: 48_000, rate: 320.4 })).toBe('1,200 / 48,000 行 · 每秒 320 行 · 还需约 3 分钟')
  expect(progressWords({ done: 0, total: 48_000, rate: 0 })).toBe('0 / 48,000 行')
  expect(progressWords({ done: 0, total: 0, rate: 0 })).toBe('')
})

it('is never at a hundred before the last row', () => {
  expect(share({ done: 9999, total: 10_000, rate: 1 })).toBe(99)
  expect(share({ done: 10_000, total: 10_000, rate: 1 })).toBe(100)
  expect(share({ done: 0, total: 0, rate: 0 })).toBe(0)
})

it('says how long a file is kept', () => {
  const now = new Date('2026-03-09T06:00:00Z')
  expect(keptFor('2026-03-10T05:00:00Z', now)).toBe('还可下载 23 小时')
  expect(keptFor('2026-03-09T06:20:00Z', now)).toBe('还可下载 20 分钟')
  expect(keptFor('2026-03-09T05:00:00Z', now)).toBe('已过期')
  expect(keptFor(null, now)).toBe('')
})
