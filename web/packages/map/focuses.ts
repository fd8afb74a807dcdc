/** A red ring around whatever calls for attention; how it moves is written in the style sheet. */
import type Map from 'ol/Map'
import Overlay from 'ol/Overlay'
import { fromLonLat } from 'ol/proj'
import type { Marker } from './types'

export function focuses() {
  const rings = new globalThis.Map<number, Overlay>()

  /** Those that were there already stay as they are: a ring does not begin anew each time positions arrive. */
  function show(map: Map | null, markers: readonly Marker[]): void {
    if (!map)
      return
    const calling = new globalThis.Map(markers.flatMap((each) => (each.alarm && each.id != null ? [[each.id, each]] : [])))
    for (const [id, ring] of rings) {
      if (!calling.has(id)) {
        map.removeOverlay(ring)
        rings.delete(id)
      }
    }
    for (const [id, { lon, lat }] of calling) {
      const known = rings.get(id)
      const ring = known ?? new Overlay({ element: made(), positioning: 'center-center', stopEvent: false })
      ring.setPosition(fromLonLat([lon, lat]))
      if (!known) {
        rings.set(id, ring)
        map.addOverlay(ring)
      }
    }
  }

  return { show }
}

function made(): HTMLElement {
  const ring = document.createElement('div')
  ring.className = 'focus-ring'
  return ring
}
