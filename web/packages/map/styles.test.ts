import { describe, expect, it } from 'vitest'
import { clusterRadius, countText } from './styles'

describe('a cluster', () => {
  it('grows with what it holds, and never fills the screen', () => {
    const sizes = [1, 10, 100, 1000, 100_000].map(clusterRadius)
    expect(sizes).toEqual([...sizes].sort((a, b) => a - b))
    expect(Math.max(...sizes)).toBeLessThanOrEqual(34)
  })

  it('says 万 for large numbers', () => {
    expect(countText(9999)).toBe('9999')
    expect(countText(23_400)).toBe('2.3万')
  })
})
