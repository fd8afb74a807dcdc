/** A point on the map: one site, or `count` of them near each other. */
export interface Marker {
  /** The site's id; none for a cluster. */
  id?: number | null
  lon: number
  lat: number
  count: number
  name?: string | null
  /** The highest risk level there. */
  level?: 'major' | 'large' | 'general' | 'low' | null
  /** Something that moves, and when it last said where it is: just now, a while ago, before it went away. */
  state?: 'fresh' | 'old' | 'away'
  /** Something there calls for attention: red, whatever its state. */
  alarm?: boolean
  /** A sign of one character: where a track begins and ends. */
  sign?: string
}

/** [lon, lat] one after the other. */
export type Line = readonly (readonly [number, number])[]

/** Something on its way; degrees clockwise from north, null where that is not known. */
export interface Mover { lon: number, lat: number, heading: number | null }

/** [lon, lat, sites]: the sites of one small cell. */
export type Cell = [number, number, number]

/** What the pointer does. */
export type Mode = 'pan' | 'point' | 'area' | 'radius' | 'measure'

/** What was drawn: a ring of [lon, lat], or a centre with a radius in metres. */
export type Drawn
  = | { kind: 'area', ring: [number, number][] }
    | { kind: 'radius', centre: [number, number], metres: number }

/** What the map shows: west, south, east, north in degrees, and the zoom. */
export interface View { bbox: [number, number, number, number], zoom: number }
