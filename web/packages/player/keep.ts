/** Pictures that are kept: the last seconds for looking again, and a recording from the press of a button. */
import type { Bytes } from './frames'
import { earlier, readFragment, readInit, type Fragment, type Track } from './mp4'

export const REPLAY_SECONDS = 30
/** A tile of a wall may not take more, however fine its picture. */
const REPLAY_BYTES = 48 * 2 ** 20
const RECORDING_BYTES = 2 ** 30
/** Small pieces are joined into one blob, which the browser may put on the disk. */
const JOINED_BYTES = 4 * 2 ** 20
/** A browser shows a picture up to a beat of the screen before its clock says so: seconds, and less than half a picture. */
const EARLY = 0.012
const EARLY_SHARE = 0.3

export interface Recording { blob: Blob, seconds: number, why: 'asked' | 'changed' | 'full' }
export interface Clip { pieces: Bytes[], seconds: number }

export class Keep {
  private init: { data: Bytes, track: Track } | null = null
  private ring: Fragment[] = []
  private bytes = 0
  private recorder: Recorder | null = null

  constructor(private readonly onRecorded: (recording: Recording) => void) {}

  get recording(): boolean { return this.recorder !== null }

  begin(data: Bytes): void {
    this.finish('changed')
    const track = readInit(data)
    this.init = track && { data, track }
    this.ring = []
    this.bytes = 0
  }

  add(data: Bytes): void {
    const fragment = this.init && readFragment(data, this.init.track)
    if (!fragment)
      return
    this.recorder?.add(fragment)
    if (this.recorder && this.recorder.bytes > RECORDING_BYTES)
      this.finish('full')
    // Without its key picture it could not be shown.
    if (!fragment.key && !this.ring.length)
      return
    this.ring.push(fragment)
    this.bytes += data.length
    this.forget(fragment.start + fragment.duration)
  }

  /** Whole groups of pictures go, as long as the rest is enough; a single group that is too large goes altogether. */
  private forget(end: number): void {
    for (;;) {
      const next = this.ring.findIndex((each, index) => index > 0 && each.key)
      if (next > 0 && (end - this.ring[next]!.start >= REPLAY_SECONDS || this.bytes > REPLAY_BYTES))
        this.bytes -= this.ring.splice(0, next).reduce((sum, each) => sum + each.data.length, 0)
      else if (this.bytes > REPLAY_BYTES)
        [this.ring, this.bytes] = [[], 0]
      else
        return
    }
  }

  /** When the last key picture up to this moment began; null where none is known. */
  keyBefore(time: number): number | null {
    return this.ring.filter(({ key, start }) => key && start <= time).pop()?.start ?? null
  }

  /** The middle of the picture behind or before the one at this moment; null where it is not there. */
  beside(time: number, way: 1 | -1): number | null {
    const here = this.ring.map(({ start, duration }) => start <= time + Math.min(EARLY, duration * EARLY_SHARE)).lastIndexOf(true)
    const next = this.ring[here + way]
    return next ? next.start + next.duration / 2 : null
  }

  /** The last seconds as a film that begins at zero. */
  last(): Clip | null {
    const first = this.ring[0]
    if (!this.init || !first)
      return null
    const { data, track } = this.init
    const seconds = this.ring.reduce((sum, each) => sum + each.duration, 0)
    return { pieces: [data, ...this.ring.map((each) => earlier(each, track, first.ticks))], seconds }
  }

  /** Begins with the last key picture, a moment before the press. False while there is none. */
  record(): boolean {
    const from = this.ring.map(({ key }) => key).lastIndexOf(true)
    if (this.recorder || !this.init || from < 0)
      return false
    this.recorder = new Recorder(this.init.data, this.init.track)
    this.ring.slice(from).forEach((each) => this.recorder!.add(each))
    return true
  }

  finish(why: Recording['why'] = 'asked'): void {
    const done = this.recorder
    this.recorder = null
    if (done)
      this.onRecorded({ blob: done.blob(), seconds: done.seconds, why })
  }
}

class Recorder {
  private done: Blob[] = []
  private open: Bytes[]
  private opened = 0
  private from: number | null = null
  bytes = 0
  seconds = 0

  constructor(init: Bytes, private readonly track: Track) { this.open = [init] }

  add(fragment: Fragment): void {
    this.from ??= fragment.ticks
    this.open.push(earlier(fragment, this.track, this.from))
    this.opened += fragment.data.length
    this.bytes += fragment.data.length
    this.seconds += fragment.duration
    if (this.opened < JOINED_BYTES)
      return
    this.done.push(new Blob(this.open))
    this.open = []
    this.opened = 0
  }

  blob(): Blob { return new Blob([...this.done, ...this.open], { type: 'video/mp4' }) }
}
