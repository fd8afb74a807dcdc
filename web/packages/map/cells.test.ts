import { describe, expect, it } from 'vitest'
import { heatOf } from './cells'

describe('heat', () => {
  it('grows with the sites of a cell, and the hottest is hot', () => {
    const heats = [1, 2, 20, 400].map((count) => heatOf(count, 400))
    expect(heats).toEqual([...heats].sort((a, b) => a - b))
    expect(heats.at(-1)).toBe(1)
    expect(heats[0]).toBeGreaterThan(0.2)
  })

  it('shows a few single sites without making them a fire', () => {
    expect(heatOf(1, 1)).toBe(0.6)
  })
})
