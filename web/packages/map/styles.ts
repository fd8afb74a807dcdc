/** How things look on the map. Colours come from the tokens, so that the map follows light, dark and big screen. */
import { Circle, Fill, RegularShape, Stroke, Style, Text } from 'ol/style'
import type { Marker } from './types'

const token = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim()

type Level = NonNullable<Marker['level']>

/** Level is never colour alone: ◆ ▲ ■ ●. */
const SHAPES: Record<Level, { points: number, angle: number } | null> = {
  major: { points: 4, angle: 0 },
  large: { points: 3, angle: 0 },
  general: { points: 4, angle: Math.PI / 4 },
  low: null,
}

/** `value` 0..1 is how strongly the area is coloured: the lowest is still seen against the ground. */
export function areaStyle(options: { towns: boolean, schematic: boolean, value?: number }): Style {
  return new Style({
    fill: new Fill({
      color: options.value === undefined
        ? options.towns ? 'rgba(0, 0, 0, 0)' : token('--map-area')
        : `rgba(${token('--map-shade')}, ${(0.14 + options.value * 0.52).toFixed(2)})`,
    }),
    stroke: new Stroke({
      color: token(options.towns ? '--map-line-soft' : '--map-line'),
      width: options.towns ? 0.75 : 1.5,
      ...(options.schematic ? { lineDash: [4, 4] } : {}),
    }),
  })
}

export function labelStyle(name: string, options: { towns: boolean, size: number }): Style {
  return new Style({
    text: new Text({
      text: name,
      font: `${options.towns ? '' : '500 '}${options.size}px ${token('--font')}`,
      fill: new Fill({ color: token(options.towns ? '--text-3' : '--text') }),
      stroke: new Stroke({ color: token('--map-ground'), width: options.towns ? 3 : 4 }),
      overflow: !options.towns,
    }),
  })
}

/** What is drawn by hand. */
export function drawnStyle(): Style {
  return new Style({
    fill: new Fill({ color: token('--map-halo') }), stroke: new Stroke({ color: token('--brand'), width: 2 }),
  })
}

/** Radius in pixels of a cluster: its area grows with the logarithm of what it holds. */
export function clusterRadius(count: number): number {
  return Math.min(34, 12 + 5 * Math.log10(Math.max(count, 1)) * 1.6)
}

export function countText(count: number): string {
  return count >= 10_000 ? `${(count / 10_000).toFixed(1)}万` : String(count)
}

/** A cell of sites as a dot, which grows a little with what it holds. */
export function dotStyle(count: number): Style {
  return new Style({
    image: new Circle({
      radius: Math.min(7, 2.5 + Math.log10(count) * 2),
      fill: new Fill({ color: token('--map-cluster') }),
      stroke: new Stroke({ color: token('--map-area'), width: 0.75 }),
    }),
  })
}

export function markerStyle(marker: Marker, selected: boolean): Style | Style[] {
  if (marker.count > 1) {
    return new Style({
      image: new Circle({
        radius: clusterRadius(marker.count),
        fill: new Fill({ color: token('--map-cluster') }),
        stroke: new Stroke({ color: token('--map-cluster-line'), width: 4 }),
      }),
      text: new Text({
        text: countText(marker.count),
        font: `600 13px ${token('--font-figures')}`,
        fill: new Fill({ color: token('--on-brand') }),
      }),
    })
  }
  if (marker.sign)
    return signStyle(marker.sign)
  if (marker.state)
    return movableStyle(marker, selected)
  const level = marker.level ?? 'low'
  const paint = { fill: new Fill({ color: token(`--risk-${level}`) }), stroke: new Stroke({ color: '#fff', width: 1.5 }) }
  const shape = SHAPES[level]
  const radius = selected ? 11 : 7
  const image = shape
    ? new RegularShape({ ...paint, points: shape.points, angle: shape.angle, radius: radius + 1.5 })
    : new Circle({ ...paint, radius })
  const halo = new Circle({ radius: 18, fill: new Fill({ color: token('--map-halo') }) })
  return selected ? [new Style({ image: halo }), new Style({ image })] : new Style({ image })
}

/** Something that moves, never by colour alone: filled, with a broken edge, crossed out; with ! while it calls. */
function movableStyle({ state, alarm }: Marker, selected: boolean): Style[] {
  const radius = selected ? 11 : 9
  const halo = new Style({ image: new Circle({ radius: 19, fill: new Fill({ color: token(alarm ? '--map-alarm' : '--map-halo') }) }) })
  const disc = (fill: string, line: string, more: { width?: number, lineDash?: number[] } = {}) => new Style({
    image: new Circle({
      radius, fill: new Fill({ color: token(fill) }), stroke: new Stroke({ color: token(line), width: 2, ...more }),
    }),
  })
  const own = alarm
    ? [disc('--bad', '--map-area'), signed('!', '--on-film')]
    : state === 'fresh'
      ? [disc('--brand', '--map-area')]
      : state === 'old'
        ? [disc('--map-area', '--brand', { width: 3, lineDash: [4, 3] })]
        : [disc('--map-area', '--text-off'), new Style({ image: cross(radius - 3) })]
  return selected || alarm ? [halo, ...own] : own
}

function cross(radius: number): RegularShape {
  return new RegularShape({
    points: 4, radius, radius2: 0, angle: Math.PI / 4, stroke: new Stroke({ color: token('--text-3'), width: 2 }),
  })
}

function signed(sign: string, colour: string): Style {
  const font = `700 13px ${token('--font')}`
  return new Style({ text: new Text({ text: sign, font, offsetY: 1, fill: new Fill({ color: token(colour) }) }) })
}

function signStyle(sign: string): Style[] {
  const paint = { fill: new Fill({ color: token('--map-area') }), stroke: new Stroke({ color: token('--brand'), width: 2 }) }
  return [new Style({ image: new Circle({ ...paint, radius: 11 }) }), signed(sign, '--text')]
}

/** What something that moves is called, so many pixels below it. */
export function captionStyle(name: string, offsetY: number): Style {
  return new Style({
    text: new Text({
      text: name,
      font: `12px ${token('--font')}`,
      offsetY,
      fill: new Fill({ color: token('--text') }),
      stroke: new Stroke({ color: token('--map-ground'), width: 3 }),
    }),
  })
}

export function lineStyle(): Style[] {
  const stroke = (name: string, width: number) => new Style({
    stroke: new Stroke({ color: token(name), width, lineCap: 'round', lineJoin: 'round' }),
  })
  return [stroke('--map-area', 7), stroke('--brand', 4)]
}

/** An arrow in the direction it goes; a disc where nobody knows. */
export function moverStyle(heading: number | null): Style[] {
  const paint = { fill: new Fill({ color: token('--caution') }), stroke: new Stroke({ color: token('--map-area'), width: 2 }) }
  const halo = new Style({ image: new Circle({ radius: 17, fill: new Fill({ color: token('--map-halo') }) }) })
  const image = heading === null
    ? new Circle({ ...paint, radius: 8 })
    : new RegularShape({ ...paint, points: 3, radius: 12, rotation: heading * Math.PI / 180, rotateWithView: true })
  return [halo, new Style({ image })]
}
