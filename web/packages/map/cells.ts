/** Many sites at once: as heat, or as a dot per cell. Cells come from the server, so that a city costs what a street does. */
import Feature from 'ol/Feature'
import { Point } from 'ol/geom'
import Heatmap from 'ol/layer/Heatmap'
import VectorLayer from 'ol/layer/Vector'
import { fromLonLat } from 'ol/proj'
import VectorSource from 'ol/source/Vector'
import { dotStyle } from './styles'
import type { Cell } from './types'

/** How hot a cell is, 0..1: by the logarithm, or one industrial park would leave the rest of the city cold. */
export function heatOf(count: number, most: number): number {
  return most > 1 ? 0.25 + 0.75 * Math.log(count) / Math.log(most) : 0.6
}

export function cellLayers() {
  const source = new VectorSource()
  const heat = new Heatmap({ source, radius: 12, blur: 18, weight: (feature) => feature.get('heat') as number, visible: false })
  const dots = new VectorLayer({ source, style: (feature) => dotStyle(feature.get('count') as number), visible: false })

  function show(cells: readonly Cell[], as: 'heat' | 'points' | ''): void {
    heat.setVisible(as === 'heat')
    dots.setVisible(as === 'points')
    source.clear()
    const most = Math.max(1, ...cells.map(([,, count]) => count))
    source.addFeatures(cells.map(([lon, lat, count]) =>
      new Feature({ geometry: new Point(fromLonLat([lon, lat])), count, heat: heatOf(count, most) })))
  }

  return { layers: [heat, dots], show, changed: () => source.changed() }
}
