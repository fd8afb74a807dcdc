/** Map parts shared by desktop, phone and big screen. They know points and shapes, not the API. */
export { default as CityMap } from './CityMap.vue'
export type { Cell, Drawn, Line, Marker, Mode, Mover, View } from './types'
