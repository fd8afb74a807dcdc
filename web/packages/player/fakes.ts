/** For the tests: a browser's film parts without a browser, and fragments of a film without a camera. */
import { vi } from 'vitest'
import type { Bytes } from './frames'

const big = (...numbers: number[]): number[] =>
  numbers.flatMap((each) => [24, 16, 8, 0].map((shift) => Math.floor(each / 2 ** shift) & 255))
const box = (type: string, ...inside: number[][]): number[] => {
  const content = inside.flat()
  return [...big(content.length + 8), ...[...type].map((letter) => letter.charCodeAt(0)), ...content]
}

export const TIMESCALE = 1000

export function initSegment(timescale = TIMESCALE): Bytes {
  const trak = box('trak',
    box('tkhd', big(0, 0, 0, 1)), box('mdia', box('mdhd', big(0, 0, 0, timescale, 0)), box('hdlr', big(0, 0, 0x76696465))))
  const mvex = box('mvex', box('trex', big(0, 1, 1, 40, 0, 0x1_0000)))
  return new Uint8Array([...box('ftyp', big(0)), ...box('moov', trak, mvex)])
}

/** One fragment of `count` pictures of 40 ms, from `ticks` on; `size` bytes of picture. */
export function fragment(ticks: number, { key = false, count = 1, size = 4 } = {}): Bytes {
  const tfhd = box('tfhd', big(0x2_0000, 1))
  const tfdt = box('tfdt', [1, 0, 0, 0, ...big(Math.floor(ticks / 2 ** 32), ticks % 2 ** 32)])
  const trun = box('trun', big(key ? 0x5 : 0x1, count, 0, ...key ? [0x200_0000] : []))
  const head = [...box('moof', box('mfhd', big(0, 1)), box('traf', tfhd, tfdt, trun)), ...big(size + 8), ...box('mdat').slice(4)]
  const data = new Uint8Array(head.length + size)
  data.set(head)
  return data
}

class Told {
  private heard: { type: string, hear: () => void }[] = []
  addEventListener(type: string, hear: () => void): void { this.heard.push({ type, hear }) }
  removeEventListener(type: string, hear: () => void): void {
    this.heard = this.heard.filter((each) => each.type !== type || each.hear !== hear)
  }

  tell(type: string): void { this.heard.filter((each) => each.type === type).forEach(({ hear }) => hear()) }
}

export class FakeBuffer extends Told {
  updating = false
  held: { start: number, end: number }[] = []
  appended: Bytes[] = []
  removed: [number, number][] = []
  /** Thrown by the next appends, first one first. */
  refusals: Error[] = []

  get buffered() {
    const { held } = this
    return { length: held.length, start: (i: number) => held[i]!.start, end: (i: number) => held[i]!.end }
  }

  appendBuffer(data: Bytes): void {
    const refusal = this.refusals.shift()
    if (refusal)
      throw refusal
    this.appended.push(data)
    this.updating = true
  }

  remove(start: number, end: number): void {
    this.removed.push([start, end])
    this.held = this.held.filter((each) => each.end > end).map((each) => ({ ...each, start: Math.max(each.start, end) }))
    this.updating = true
  }

  done(): void {
    this.updating = false
    this.tell('updateend')
  }
}

export class FakeMedia extends Told {
  static all: FakeMedia[] = []
  static plays: (type: string) => boolean = () => true
  static isTypeSupported(type: string): boolean { return FakeMedia.plays(type) }
  static get last(): FakeMedia { return FakeMedia.all[FakeMedia.all.length - 1]! }

  readonly buffer = new FakeBuffer()
  type = ''
  ended = false

  constructor() {
    super()
    FakeMedia.all.push(this)
  }

  addSourceBuffer(type: string): FakeBuffer {
    this.type = type
    return this.buffer
  }

  endOfStream(): void { this.ended = true }
}

export class FakeSocket {
  static all: FakeSocket[] = []
  static get last(): FakeSocket { return FakeSocket.all[FakeSocket.all.length - 1]! }
  binaryType = ''
  closed = false
  onmessage: ((event: { data: string | ArrayBuffer }) => void) | null = null
  onclose: ((event: { code: number }) => void) | null = null

  constructor(readonly url: string) { FakeSocket.all.push(this) }

  close(): void { this.closed = true }
  say(what: object): void { this.onmessage?.({ data: JSON.stringify(what) }) }
  send(kind: number, data: Iterable<number>): void { this.onmessage?.({ data: new Uint8Array([kind, ...data]).buffer }) }
}

export interface FakeVideo extends HTMLVideoElement { tell: (type: string) => void }

export function fakeVideo(): FakeVideo {
  const told = new Told()
  return {
    src: '', currentTime: 0, playbackRate: 1, paused: false, readyState: 4, videoWidth: 640, videoHeight: 360, error: null,
    play(this: { paused: boolean }) {
      this.paused = false
      return Promise.resolve()
    },
    pause(this: { paused: boolean }) { this.paused = true },
    load: () => undefined, getVideoPlaybackQuality: () => ({ totalVideoFrames: 0 }),
    removeAttribute(this: { src: string }) { this.src = '' },
    addEventListener: told.addEventListener.bind(told), removeEventListener: told.removeEventListener.bind(told),
    tell: told.tell.bind(told),
  } as unknown as FakeVideo
}

export function fakeBrowser(): void {
  FakeMedia.all = []
  FakeMedia.plays = () => true
  FakeSocket.all = []
  vi.stubGlobal('MediaSource', FakeMedia)
  vi.stubGlobal('WebSocket', FakeSocket)
  vi.spyOn(URL, 'createObjectURL').mockImplementation(() => `blob:${FakeMedia.all.length}`)
  vi.spyOn(URL, 'revokeObjectURL').mockImplementation(() => undefined)
}
