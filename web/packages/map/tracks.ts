/** Lines, and something that goes along them. */
import Feature from 'ol/Feature'
import { LineString, Point } from 'ol/geom'
import VectorLayer from 'ol/layer/Vector'
import type Map from 'ol/Map'
import { containsCoordinate } from 'ol/extent'
import { fromLonLat } from 'ol/proj'
import VectorSource from 'ol/source/Vector'
import { lineStyle, moverStyle } from './styles'
import type { Line, Mover } from './types'

/** Pixels: how near a mover may come to the edge, or to what lies over it, before the view goes along. */
const EDGE = 40

type Padding = readonly [number, number, number, number]

export function tracks() {
  const lines = new VectorSource()
  const movers = new VectorSource()
  const layer = new VectorLayer({ source: lines, style: lineStyle })
  const moverLayer = new VectorLayer({ source: movers, style: (feature) => moverStyle(feature.get('heading') as number | null) })
  let mover: Feature<Point> | null = null

  /** Each by itself: between them nothing is drawn. One of a single point is a dot as thick as the line. */
  function show(given: readonly Line[]): void {
    lines.clear()
    lines.addFeatures(given.filter((line) => line.length > 0).map((line) => {
      const [first] = line
      const points = line.length > 1 ? line : [first!, first!]
      return new Feature(new LineString(points.map((point) => fromLonLat([...point]))))
    }))
  }

  /** `padding` is what the page lays over the map: top, right, bottom, left. */
  function move(map: Map | null, to: Mover | null, padding: Padding = [0, 0, 0, 0]): void {
    if (!to) {
      movers.clear()
      mover = null
      return
    }
    const at = fromLonLat([to.lon, to.lat])
    if (!mover)
      movers.addFeature(mover = new Feature(new Point(at)))
    else
      mover.getGeometry()!.setCoordinates(at)
    if (mover.get('heading') !== to.heading)
      mover.set('heading', to.heading)
    goAlong(map, at, padding)
  }

  function goAlong(map: Map | null, at: number[], [top, right, bottom, left]: Padding): void {
    const view = map?.getView()
    const size = map?.getSize()
    if (!view || !size?.[0] || view.getAnimating() || view.getInteracting())
      return
    const pixel = view.getResolution() ?? 1
    const [west, south, east, north] = view.calculateExtent(size) as [number, number, number, number]
    const free = [
      west + (left + EDGE) * pixel, south + (bottom + EDGE) * pixel, east - (right + EDGE) * pixel, north - (top + EDGE) * pixel,
    ]
    if (!containsCoordinate(free, at))
      view.animate({ center: [at[0]! + (right - left) / 2 * pixel, at[1]! + (top - bottom) / 2 * pixel], duration: 200 })
  }

  return { layer, moverLayer, lines, show, move, changed: () => [lines, movers].forEach((each) => each.changed()) }
}
