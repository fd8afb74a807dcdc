import { describe, expect, it } from 'vitest'
import { LAYOUTS, layoutOf, neighbour, placeFor, swapped, type Direction, type LayoutName } from './layouts'

it.each(LAYOUTS.map((layout) => [layout.name, layout] as const))('layout %s fills its square without overlap', (_name, { side, cells }) => {
  const taken = cells.flatMap(({ row, column, span }) => Array.from({ length: span * span }, (_, i) =>
    `${row + Math.floor(i / span)}:${column + i % span}`))
  expect([taken.length, new Set(taken).size]).toEqual([side * side, side * side])
})

it('has as many pictures as its name says', () => {
  expect(LAYOUTS.map(({ cells }) => cells.length)).toEqual([1, 4, 9, 16, 6, 8])
})

// 1+5: 0 is large, 1 and 2 stand on its right, 3, 4 and 5 below.
it.each<[LayoutName, number, Direction, number]>([
  ['4', 0, 'ArrowRight', 1], ['4', 0, 'ArrowDown', 2], ['4', 0, 'ArrowLeft', 0], ['4', 3, 'ArrowUp', 1],
  ['9', 4, 'ArrowUp', 1], ['9', 4, 'ArrowLeft', 3], ['16', 15, 'ArrowRight', 15],
  ['1+5', 0, 'ArrowRight', 1], ['1+5', 0, 'ArrowDown', 3], ['1+5', 1, 'ArrowLeft', 0], ['1+5', 2, 'ArrowDown', 5],
  ['1+5', 5, 'ArrowUp', 2], ['1+5', 3, 'ArrowUp', 0], ['1+5', 4, 'ArrowRight', 5], ['1', 0, 'ArrowDown', 0],
])('in %s, from %i %s leads to %i', (name, from, towards, to) => expect(neighbour(layoutOf(name), from, towards)).toBe(to))

describe('Places', () => {
  it('change what they hold, also an empty or a new one', () => {
    expect(swapped(['a', 'b'], 0, 1)).toEqual(['b', 'a'])
    expect(swapped(['a', null], 0, 1)).toEqual([null, 'a'])
    expect(swapped(['a'], 0, 3)).toEqual([null, null, null, 'a'])
  })

  it.each([
    ['the chosen one if empty', [null, null], 1, 1], ['else the first empty one', ['a', null, null], 0, 1],
    ['else the chosen one', ['a', 'b', 'c'], 2, 2], ['beyond the list it is empty', ['a'], 0, 1],
  ])('for the next device: %s', (_name, tiles, chosen, place) => expect(placeFor(tiles, 3, chosen)).toBe(place))
})
