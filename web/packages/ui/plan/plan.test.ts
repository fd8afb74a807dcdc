import { describe, expect, it } from 'vitest'
import { barOf, clamped, done, fresh, inside, levelOf, numbered, redone, tilesOf, undone } from './plan'
import type { Drawn, Ground, Mark, Risk, Spot } from './plan'

const YARD: Spot[] = [[0.1, 0.1], [0.5, 0.1], [0.5, 0.5], [0.1, 0.5]]
const risk = (id: number, level: Risk['level'], number = `000${id}`): [number, Risk] =>
  [id, { id, level, number, name: `点${id}`, location: '' }]
const at = (id: number, x: number, y: number): Mark => ({ id, x, y })

describe('a zone', () => {
  it('has the colour of the highest risk inside', () => {
    const risks = new Map([risk(1, 'low'), risk(2, 'large'), risk(3, 'major')])
    const zone = { name: '车间', ring: YARD }
    expect(levelOf(zone, [at(1, 0.2, 0.2), at(2, 0.3, 0.3), at(3, 0.8, 0.8)], risks)).toBe('large')
    expect(levelOf(zone, [at(1, 0.2, 0.2)], risks)).toBe('low')
    expect(levelOf(zone, [at(3, 0.8, 0.8)], risks)).toBe('')
  })

  it('knows the inside of a bent ring', () => {
    const bent: Spot[] = [[0, 0], [1, 0], [1, 1], [0.5, 0.5], [0, 1]]
    expect(inside(bent, [0.2, 0.4])).toBe(true)
    expect(inside(bent, [0.5, 0.9])).toBe(false)
  })
})

it('numbers the highest risks first, as the paper does', () => {
  const risks = new Map([risk(1, 'low', '0002'), risk(2, 'major', '0009'), risk(3, 'low', '0001')])
  const told = numbered([at(1, 0, 0), at(2, 0, 0), at(3, 0, 0), at(4, 0, 0)], risks)
  expect(told.map(({ id, n }) => [id, n])).toEqual([[2, 1], [3, 2], [1, 3]])
})

describe('a step', () => {
  const empty: Drawn = { zones: [], marks: [] }
  const one: Drawn = { zones: [], marks: [at(1, 0.5, 0.5)] }
  const two: Drawn = { zones: [], marks: [at(1, 0.6, 0.5)] }

  it('is taken back and taken again', () => {
    const history = done(done(fresh(empty), one), two)
    const back = undone(history)
    expect(back.now).toEqual(one)
    expect(undone(undone(back)).now).toEqual(empty)
    expect(redone(back).now).toEqual(two)
    expect(done(back, empty).ahead).toEqual([])
  })

  it('is one, however far the pointer was dragged', () => {
    const dragging = { ...done(fresh(empty), one), now: two }
    expect(undone(done(dragging, two, one)).now).toEqual(one)
    expect(done(fresh(one), one).past).toEqual([])
  })
})

it('keeps spots on the plan', () => {
  expect([-0.2, 0.123456, 1.7].map(clamped)).toEqual([0, 0.1235, 1])
})

it('draws a scale of round metres', () => {
  expect([480, 100, 37].map(barOf)).toEqual([50, 20, 5])
})

describe('the map below', () => {
  const ground: Ground = { picture: null, width: 4, height: 3, metres: 400, north: 0, lon: 119.95, lat: 31.78 }

  it('covers the whole plan', () => {
    const tiles = tilesOf(ground, 'key').filter(({ href }) => href.includes('vec'))
    expect(Math.min(...tiles.map(({ x }) => x))).toBeLessThanOrEqual(0)
    expect(Math.max(...tiles.map(({ x, width }) => x + width))).toBeGreaterThanOrEqual(1)
    expect(Math.min(...tiles.map(({ y }) => y))).toBeLessThanOrEqual(0)
    expect(Math.max(...tiles.map(({ y, height }) => y + height))).toBeGreaterThanOrEqual(1)
  })

  it('is not there without a key', () => {
    expect(tilesOf(ground, '')).toEqual([])
  })
})
