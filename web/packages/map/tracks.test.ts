import type OlMap from 'ol/Map'
import type { LineString } from 'ol/geom'
import { fromLonLat, toLonLat } from 'ol/proj'
import { describe, expect, it, vi } from 'vitest'
import { tracks } from './tracks'

const round = (point: number[]) => toLonLat(point).map((each) => +each.toFixed(6))

function looking(at: [number, number]) {
  const animate = vi.fn<(to: object) => void>()
  const [x, y] = fromLonLat(at) as [number, number]
  const calculateExtent = () => [x - 500, y - 500, x + 500, y + 500]
  const getResolution = () => 1000 / 800
  const view = { animate, getResolution, getAnimating: () => false, getInteracting: () => false, calculateExtent }
  return { animate, map: { getView: () => view, getSize: () => [800, 800] } as unknown as OlMap }
}

describe('lines', () => {
  it('are drawn piece by piece, and nothing over the gap between them', () => {
    const ways = tracks()
    ways.show([[[119.9, 31.7], [119.91, 31.7]], [], [[119.95, 31.8]]])
    const drawn = ways.lines.getFeatures().map((each) => (each.getGeometry() as LineString).getCoordinates().map(round))
    expect(drawn).toEqual([[[119.9, 31.7], [119.91, 31.7]], [[119.95, 31.8], [119.95, 31.8]]])
    ways.show([])
    expect(ways.lines.getFeatures()).toEqual([])
  })
})

describe('what goes along them', () => {
  it('moves without the view while it is well inside', () => {
    const { map, animate } = looking([119.95, 31.7])
    tracks().move(map, { lon: 119.951, lat: 31.7, heading: 90 })
    expect(animate).not.toHaveBeenCalled()
  })

  it('takes the view along when it would leave it', () => {
    const { map, animate } = looking([119.95, 31.7])
    tracks().move(map, { lon: 119.98, lat: 31.7, heading: null })
    expect(animate).toHaveBeenCalledOnce()
  })

  it('is not hidden by what the page lays over the map: it comes to the middle of what is free', () => {
    const { map, animate } = looking([119.95, 31.7])
    const near = { lon: 119.952, lat: 31.7, heading: null }
    tracks().move(map, near)
    expect(animate).not.toHaveBeenCalled()
    tracks().move(map, near, [0, 340, 0, 0])
    const [[{ center }]] = animate.mock.calls as unknown as [[{ center: number[] }]]
    expect((center[0]! - fromLonLat([119.952, 31.7])[0]!) / 1.25).toBeCloseTo(170)
  })

  it('is gone when nobody knows where it was', () => {
    const ways = tracks()
    const shown = () => ways.moverLayer.getSource()!.getFeatures().length
    ways.move(null, { lon: 119.98, lat: 31.7, heading: null })
    expect(shown()).toBe(1)
    ways.move(null, null)
    expect(shown()).toBe(0)
  })
})
