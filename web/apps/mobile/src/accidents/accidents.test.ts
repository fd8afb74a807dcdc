import { expect, test } from 'vitest'
import { hourLeft, hurt } from './accidents'

test('who was hurt is told in one line', () => {
  expect(hurt({ deaths: 1, missing: 0, serious: 2, minor: 0 })).toBe('死亡 1 人、重伤 2 人')
  expect(hurt({ deaths: 0, missing: 0, serious: 0, minor: 0 })).toBe('')
})

test('the hour runs out', () => {
  const by = '2026-11-10T11:00:00+08:00'
  expect(hourLeft(by, Date.parse('2026-11-10T10:15:30+08:00'))).toEqual({ words: '还剩 44 分钟', late: false })
  expect(hourLeft(by, Date.parse('2026-11-10T11:00:00+08:00')).late).toBe(false)
  expect(hourLeft(by, Date.parse('2026-11-10T11:00:01+08:00'))).toEqual({ words: '已超过 1 小时', late: true })
})
