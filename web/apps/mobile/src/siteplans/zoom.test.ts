import { describe, expect, it } from 'vitest'
import { between, MOST, zoomed } from './zoom'

const whole = { zoom: 1, left: 0, top: 0 }

describe('a view', () => {
  it('keeps what lies under the fingers', () => {
    const near = zoomed(whole, 2, { x: 100, y: 50 })
    expect(near).toEqual({ zoom: 2, left: 100, top: 50 })
    // The same spot of the plan again, a third of the way further.
    expect(zoomed(near, 3, { x: 100, y: 50 })).toEqual({ zoom: 3, left: 200, top: 100 })
    expect(zoomed(near, 1, { x: 100, y: 50 })).toEqual(whole)
  })

  it.each([[0.2, 1], [40, MOST]])('is never smaller than the whole nor larger than a plan bears: %d', (asked, is) => {
    expect(zoomed(whole, asked, { x: 10, y: 10 }).zoom).toBe(is)
  })

  it('does not slide beyond the edge', () => {
    expect(zoomed({ zoom: 4, left: 10, top: 0 }, 1, { x: 300, y: 200 })).toEqual(whole)
  })
})

it('two fingers have a distance and a middle', () => {
  expect(between({ x: 0, y: 0 }, { x: 30, y: 40 })).toEqual({ apart: 50, middle: { x: 15, y: 20 } })
})
