import { Circle, RegularShape } from 'ol/style'
import type { Style } from 'ol/style'
import { describe, expect, it } from 'vitest'
import { clusterRadius, countText, markerStyle, moverStyle } from './styles'
import type { Marker } from './types'

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

describe('something that moves', () => {
  const seen = (more: Partial<Marker>) => (markerStyle({ lon: 0, lat: 0, count: 1, ...more }, false) as Style[]).map((style) => {
    const image = style.getImage()
    const shape = image instanceof Circle ? 'disc' : image instanceof RegularShape ? 'cross' : ''
    return [shape, image instanceof RegularShape && image.getStroke()?.getLineDash() ? 'broken' : '', style.getText()?.getText() ?? '']
      .filter(Boolean).join(' ')
  })

  it('is told apart by its shape, however little one sees of colours', () => {
    expect(seen({ state: 'fresh' })).toEqual(['disc'])
    expect(seen({ state: 'old' })).toEqual(['disc broken'])
    expect(seen({ state: 'away' })).toEqual(['disc', 'cross'])
    expect(seen({ state: 'away', alarm: true })).toEqual(['disc', 'disc', '!'])
  })

  it('points where it goes, if anybody knows', () => {
    expect(moverStyle(90)[1]!.getImage()!.getRotation()).toBeCloseTo(Math.PI / 2)
    expect(moverStyle(null)[1]!.getImage()).toBeInstanceOf(Circle)
  })
})
