/** Drawing areas, circles and lines on the map: one at a time, the newest stays. */
import Feature from 'ol/Feature'
import type Map from 'ol/Map'
import { Circle as CircleGeometry, LineString, Polygon } from 'ol/geom'
import type { Geometry } from 'ol/geom'
import { circular } from 'ol/geom/Polygon'
import { Draw } from 'ol/interaction'
import VectorLayer from 'ol/layer/Vector'
import { toLonLat } from 'ol/proj'
import VectorSource from 'ol/source/Vector'
import { getDistance, getLength } from 'ol/sphere'
import { drawnStyle } from './styles'
import type { Drawn, Mode } from './types'

const TYPES = { area: 'Polygon', radius: 'Circle', measure: 'LineString' } as const

export function drawnOf(geometry: Geometry): Drawn | null {
  if (geometry instanceof Polygon)
    return { kind: 'area', ring: geometry.getCoordinates()[0]!.map((each) => toLonLat(each) as [number, number]) }
  if (!(geometry instanceof CircleGeometry))
    return null
  const [x, y] = geometry.getCenter() as [number, number]
  const centre = toLonLat([x, y]) as [number, number]
  return { kind: 'radius', centre, metres: Math.round(getDistance(centre, toLonLat([x + geometry.getRadius(), y]))) }
}

export function drawing(told: { drawn: (drawn: Drawn) => void, measured: (metres: number) => void }) {
  const source = new VectorSource()
  const layer = new VectorLayer({ source, style: drawnStyle })
  let draw: Draw | null = null

  function begin(map: Map | null, mode: Mode): void {
    if (draw)
      map?.removeInteraction(draw)
    draw = null
    if (mode === 'pan' || mode === 'point' || !map)
      return
    source.clear()
    draw = new Draw({ source, type: TYPES[mode] })
    draw.on('drawstart', () => source.clear())
    draw.on('drawend', ({ feature }) => {
      const geometry = feature.getGeometry()!
      const drawn = drawnOf(geometry)
      if (drawn)
        told.drawn(drawn)
      else if (geometry instanceof LineString)
        told.measured(getLength(geometry))
    })
    map.addInteraction(draw)
  }

  /** Shows an area or a circle without drawing it by hand; null shows none. */
  function show(drawn: Drawn | null): Polygon | null {
    source.clear()
    if (!drawn)
      return null
    const polygon = drawn.kind === 'area' ? new Polygon([drawn.ring]) : circular(drawn.centre, drawn.metres, 64)
    const shape = polygon.transform('EPSG:4326', 'EPSG:3857') as Polygon
    source.addFeature(new Feature(shape))
    return shape
  }

  return { layer, begin, show }
}
