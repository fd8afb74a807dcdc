import type OlMap from 'ol/Map'
import type Overlay from 'ol/Overlay'
import { expect, it } from 'vitest'
import { focuses } from './focuses'
import type { Marker } from './types'

it('has a ring for each that calls, which stays the same one while it does', () => {
  const shown: Overlay[] = []
  const map = {
    addOverlay: (one: Overlay) => shown.push(one), removeOverlay: (one: Overlay) => shown.splice(shown.indexOf(one), 1),
  } as unknown as OlMap
  const marker = (id: number, alarm: boolean): Marker => ({ id, lon: 119.9, lat: 31.7, count: 1, alarm })
  const rings = focuses()
  rings.show(map, [marker(1, true), marker(2, false)])
  const [first] = shown
  expect(shown.length).toBe(1)
  rings.show(map, [marker(1, true), marker(2, true)])
  expect(shown.length).toBe(2)
  expect(shown[0]).toBe(first)
  rings.show(map, [marker(1, false), marker(2, true)])
  expect(shown).not.toContain(first)
})
