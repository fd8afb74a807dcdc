/** As much of fragmented MP4 (ISO/IEC 14496-12) as keeping and cutting a live picture needs: times and key frames. */
import type { Bytes } from './frames'

export interface Track { id: number, timescale: number, duration: number, flags: number }
export interface Fragment {
  data: Bytes
  /** Decode time of the first picture, in ticks of the track and in seconds. */
  ticks: number
  start: number
  duration: number
  /** Begins with a picture that needs no other. */
  key: boolean
}

interface Box { type: string, start: number, end: number }

const LARGE = 2 ** 32
const NOT_SYNC = 0x1_0000

function boxesIn(view: DataView, from: number, to: number): Box[] {
  const found: Box[] = []
  let at = from
  while (at + 8 <= to) {
    let [size, head] = [view.getUint32(at), 8]
    if (size === 1 && at + 16 <= to)
      [size, head] = [view.getUint32(at + 8) * LARGE + view.getUint32(at + 12), 16]
    else if (size === 0)
      size = to - at
    if (size < head || at + size > to)
      throw new RangeError('MP4 的盒子超出了数据')
    found.push({
      type: String.fromCharCode(...[4, 5, 6, 7].map((each) => view.getUint8(at + each))), start: at + head, end: at + size,
    })
    at += size
  }
  return found
}

const viewOf = (data: Uint8Array): DataView => new DataView(data.buffer, data.byteOffset, data.byteLength)

function within(view: DataView, box: Box | undefined, ...path: string[]): Box | undefined {
  return path.reduce<Box | undefined>((at, type) => at && boxesIn(view, at.start, at.end).find((each) => each.type === type), box)
}

const whole = (view: DataView): Box => ({ type: '', start: 0, end: view.byteLength })

/** The picture's track in an init segment; null where it cannot be read, so that playing goes on without keeping. */
export function readInit(data: Bytes): Track | null {
  try {
    const view = viewOf(data)
    const moov = within(view, whole(view), 'moov')
    if (!moov)
      return null
    for (const trak of boxesIn(view, moov.start, moov.end).filter((each) => each.type === 'trak')) {
      const [tkhd, mdhd, hdlr] = [['tkhd'], ['mdia', 'mdhd'], ['mdia', 'hdlr']].map((path) => within(view, trak, ...path))
      if (!tkhd || !mdhd || !hdlr || view.getUint32(hdlr.start + 8) !== 0x76696465) // 'vide'
        continue
      const id = view.getUint32(tkhd.start + (view.getUint8(tkhd.start) ? 20 : 12))
      const timescale = view.getUint32(mdhd.start + (view.getUint8(mdhd.start) ? 20 : 12))
      const mvex = within(view, moov, 'mvex')
      const trex = mvex && boxesIn(view, mvex.start, mvex.end)
        .find((each) => each.type === 'trex' && view.getUint32(each.start + 4) === id)
      return timescale
        ? { id, timescale, ...trex ? defaultsIn(view, trex) : { duration: 0, flags: 0 } }
        : null
    }
    return null
  } catch {
    return null
  }
}

const defaultsIn = (view: DataView, trex: Box): Defaults =>
  ({ duration: view.getUint32(trex.start + 12), flags: view.getUint32(trex.start + 20) })

interface Part { tfdt: Box, ticks: number, duration: number, key: boolean }

function partsOf(view: DataView, track: Track): Part[] {
  const parts: Part[] = []
  for (const moof of boxesIn(view, 0, view.byteLength).filter((each) => each.type === 'moof')) {
    for (const traf of boxesIn(view, moof.start, moof.end).filter((each) => each.type === 'traf')) {
      const [tfhd, tfdt] = ['tfhd', 'tfdt'].map((type) => within(view, traf, type))
      if (tfhd && tfdt && view.getUint32(tfhd.start + 4) === track.id)
        parts.push({ tfdt, ticks: decodeTime(view, tfdt), ...runsOf(view, traf, defaultsOf(view, tfhd, track)) })
    }
  }
  return parts
}

function decodeTime(view: DataView, tfdt: Box): number {
  const at = tfdt.start + 4
  return view.getUint8(tfdt.start) ? view.getUint32(at) * LARGE + view.getUint32(at + 4) : view.getUint32(at)
}

interface Defaults { duration: number, flags: number }

function defaultsOf(view: DataView, tfhd: Box, track: Track): Defaults {
  const given = view.getUint32(tfhd.start) & 0xff_ffff
  let at = tfhd.start + 8 + (given & 1 ? 8 : 0) + (given & 2 ? 4 : 0)
  const read = (flag: number, otherwise: number): number => {
    if (!(given & flag))
      return otherwise
    at += 4
    return view.getUint32(at - 4)
  }
  const duration = read(0x8, track.duration)
  read(0x10, 0)
  return { duration, flags: read(0x20, track.flags) }
}

function runsOf(view: DataView, traf: Box, defaults: Defaults): { duration: number, key: boolean } {
  let duration = 0
  let first: number | null = null
  for (const trun of boxesIn(view, traf.start, traf.end).filter((each) => each.type === 'trun')) {
    const given = view.getUint32(trun.start) & 0xff_ffff
    const count = view.getUint32(trun.start + 4)
    let at = trun.start + 8 + (given & 1 ? 4 : 0)
    if (given & 0x4) {
      first ??= view.getUint32(at)
      at += 4
    }
    for (let i = 0; i < count; i += 1) {
      duration += given & 0x100 ? view.getUint32(at) : defaults.duration
      at += (given & 0x100 ? 4 : 0) + (given & 0x200 ? 4 : 0)
      if (given & 0x400)
        first ??= view.getUint32(at)
      at += (given & 0x400 ? 4 : 0) + (given & 0x800 ? 4 : 0)
    }
    first ??= defaults.flags
  }
  return { duration, key: first !== null && !(first & NOT_SYNC) }
}

export function readFragment(data: Bytes, track: Track): Fragment | null {
  try {
    const parts = partsOf(viewOf(data), track)
    const first = parts[0]
    if (!first)
      return null
    const duration = parts.reduce((sum, part) => sum + part.duration, 0) / track.timescale
    return { data, ticks: first.ticks, start: first.ticks / track.timescale, duration, key: first.key }
  } catch {
    return null
  }
}

/** A copy of a fragment that plays `ticks` earlier: a file begins at zero, whenever the camera was switched on. */
export function earlier({ data }: Fragment, track: Track, ticks: number): Bytes {
  const copy = data.slice()
  const view = viewOf(copy)
  for (const { tfdt, ticks: own } of partsOf(view, track)) {
    const moved = Math.max(0, own - ticks)
    const at = tfdt.start + 4
    if (view.getUint8(tfdt.start)) {
      view.setUint32(at, Math.floor(moved / LARGE))
      view.setUint32(at + 4, moved % LARGE)
    } else {
      view.setUint32(at, moved)
    }
  }
  return copy
}
