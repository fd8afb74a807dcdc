/** 鹰眼: the whole city in the corner, with a frame around what is seen. It stays where it is, however far one zooms in. */
import OlView from 'ol/View'
import { OverviewMap } from 'ol/control'
import { getCenter, getHeight, getWidth } from 'ol/extent'
import type { Extent } from 'ol/extent'
import VectorLayer from 'ol/layer/Vector'
import type VectorSource from 'ol/source/Vector'
import { areaStyle } from './styles'

const [WIDE, HIGH] = [132, 116]

/** Added to a map that already has its view: before that it would wait for one for ever. */
export function overviewOf(areas: VectorSource, city: Extent): OverviewMap {
  const [x, y] = getCenter(city) as [number, number]
  const resolution = 1.08 * Math.max(getWidth(city) / WIDE, getHeight(city) / HIGH)
  return new OverviewMap({
    collapsed: false,
    tipLabel: '鹰眼图',
    layers: [new VectorLayer({ source: areas, style: () => areaStyle({ towns: false, schematic: false }) })],
    view: new OlView({
      center: [x, y], resolution, minResolution: resolution, maxResolution: resolution, extent: [x, y, x, y],
      constrainOnlyCenter: true, smoothExtentConstraint: false, smoothResolutionConstraint: false,
    }),
  })
}
