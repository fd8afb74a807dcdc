import { Circle, LineString, Polygon } from 'ol/geom'
import { fromLonLat } from 'ol/proj'
import { describe, expect, it } from 'vitest'
import { drawnOf } from './drawing'

const at = (lon: number, lat: number) => fromLonLat([lon, lat])

describe('what was drawn', () => {
  it('is an area in degrees', () => {
    const ring: [number, number][] = [[119.9, 31.7], [120, 31.7], [120, 31.8], [119.9, 31.7]]
    const drawn = drawnOf(new Polygon([ring.map(([lon, lat]) => at(lon, lat))]))
    expect(drawn?.kind === 'area' && drawn.ring.map(([lon, lat]) => [+lon.toFixed(6), +lat.toFixed(6)])).toEqual(ring)
  })

  it('is a circle in metres on the ground, not on the flat map', () => {
    const centre = at(119.97, 31.77)
    const drawn = drawnOf(new Circle(centre, 1000))
    expect(drawn?.kind === 'radius' && drawn.metres).toBeCloseTo(1000 * Math.cos(31.77 * Math.PI / 180), -1)
  })

  it('is no area when it is a line', () => {
    expect(drawnOf(new LineString([at(119, 31), at(120, 32)]))).toBeNull()
  })
})
