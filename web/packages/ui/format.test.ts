import { describe, expect, it } from 'vitest'
import * as format from './format'

const now = new Date('2026-03-09T06:05:00Z') // 14:05 in China

describe('times', () => {
  it('are those of China, wherever the computer stands', () => {
    expect(format.dateTime('2026-03-09T16:30:00Z')).toBe('2026-03-10 00:30')
    expect(format.date('2026-03-09')).toBe('2026-03-09')
    expect(format.dateTime(null)).toBe('')
    expect(format.date('not a date')).toBe('')
  })

  it.each([
    ['2026-03-09T06:04:40Z', '刚刚'],
    ['2026-03-09T06:05:50Z', '刚刚'],
    ['2026-03-09T06:00:00Z', '5 分钟前'],
    ['2026-03-09T01:12:00Z', '今天 09:12'],
    ['2026-03-08T09:40:00Z', '昨天 17:40'],
    ['2026-03-01T09:40:00Z', '3月1日'],
    ['2025-12-31T09:40:00Z', '2025年12月31日'],
  ])('%s is %s', (at, words) => expect(format.relative(at, now)).toBe(words))
})

describe('a deadline', () => {
  it.each([
    ['2026-03-12', '还剩 3 天', '3月12日', 'soon'],
    ['2026-03-13', '还剩 4 天', '3月13日', 'later'],
    ['2026-03-10', '明天到期', '3月10日', 'soon'],
    ['2026-03-09', '今天到期', '3月9日', 'soon'],
    ['2026-03-07', '逾期 2 天', '3月7日', 'late'],
    ['2027-01-02', '还剩 299 天', '2027年1月2日', 'later'],
  ])('%s is said as %s · %s', (at, words, day, urgency) => {
    expect(format.deadline(at, now)).toEqual({ words, day, urgency })
  })

  it('counts days by China’s midnight', () => {
    expect(format.daysUntil('2026-03-10', new Date('2026-03-09T15:59:00Z'))).toBe(1)
    expect(format.daysUntil('2026-03-10', new Date('2026-03-09T16:00:00Z'))).toBe(0)
  })
})

describe('numbers', () => {
  it('are separated by thousands; decimals come as text', () => {
    expect(format.integer(1234567)).toBe('1,234,567')
    expect(format.money('12345.6')).toBe('12,345.60')
    expect(format.money(null)).toBe('')
  })

  it('say a share without needless decimals', () => {
    expect([0.61, 0.615, 1, 0, null].map((share) => format.percent(share))).toEqual(['61%', '61.5%', '100%', '0%', '—'])
  })

  it('of files and big screens', () => {
    expect([500, 3_565_158, 1_200_000_000].map(format.bytes)).toEqual(['500 B', '3.4 MB', '1.1 GB'])
    expect([9999, 12_345, 100_000].map(format.wan)).toEqual(['9,999', '1.2万', '10万'])
    expect(format.count(10_000, true)).toBe('10,000+')
  })

  it('and months', () => {
    expect(format.month('2026-03-01')).toBe('2026年3月')
  })
})
