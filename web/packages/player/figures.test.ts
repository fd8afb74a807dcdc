import { expect, it } from 'vitest'
import { Meter } from './figures'

it('A rate is that of the last seconds', () => {
  const meter = new Meter()
  expect(meter.rate(0, 10)).toBeNull()
  expect(meter.rate(25, 11)).toBe(25)
  for (let second = 12; second <= 20; second += 1)
    meter.rate(25 + (second - 11) * 10, second)
  expect(meter.rate(125, 21)).toBe(10)
})

it('A counter that begins anew gives no negative rate', () => {
  const meter = new Meter()
  meter.rate(1000, 10)
  expect([meter.rate(5, 11), meter.rate(30, 12)]).toEqual([null, 25])
})
