/** What a device has recorded, in a video element: as a live picture, and it can be stopped, sped up, and set elsewhere. */
import type { Failure, Place } from './frames'
import { FIRST, HAVE_CURRENT_DATA, LivePlayer, type LiveOptions } from './live'

export const SPEEDS = [0.5, 1, 2, 4, 8] as const

export interface Standing {
  /** Seconds from the start of the recording: of the picture that is seen, or of the place that was asked for. */
  position: number
  scale: number
  paused: boolean
  seeking: boolean
}

export interface RecordedOptions extends Omit<LiveOptions, 'address' | 'onRecorded'> {
  /** A fresh WebSocket address each time, of a playback that begins so many seconds behind the recording's start. */
  address: (at: number) => Promise<string>
  onStanding: (now: Standing) => void
  /** An order was not done, or not as it was given. */
  onFailure: (failure: Failure) => void
}

type Order = { do: 'pause' | 'play' | 'step' } | { do: 'seek', position: number } | { do: 'speed', scale: number }

/** Failures after which trying again may help. The others would only ask the device the same once more. */
const PASSING = new Set(['broke_off', 'no_answer', 'no_rtp', 'no_key_frame'])
const FINISHED = 'finished'
const OPEN = 1
const MOST_ANCHORS = 60
/** Seconds: a device begins at a key picture near the place. */
const NEAR = 3
/** Seconds before the end of what has come that count as the end, and without moving after which nothing more comes. */
const END = 0.15
const STUCK = 2

const seconds = (): number => performance.now() / 1000

export class RecordedPlayer extends LivePlayer {
  /** What the server says of the film that runs; the last one up to the picture counts. */
  private anchors: Place[] = []
  /** Where the next connection begins. */
  private from = 0
  private held = false
  private scale = 1
  private asked: number | null = null
  private wanted: number | null = null
  private steps = 0
  private finishing = false
  private seenAt = -1

  constructor(element: HTMLVideoElement, private readonly recorded: RecordedOptions) {
    super(element, { ...recorded, address: () => recorded.address(0) })
  }

  /** Begins there, with another address: of another recording, or after the end. */
  playFrom(at: number): void {
    this.wanted = this.from = at
    this.held = this.finishing = false
    this.start()
    this.tellStanding()
  }

  get paused(): boolean { return this.held }

  get position(): number {
    if (this.wanted !== null)
      return this.wanted
    const at = this.element.currentTime
    const anchor = this.anchors.filter((each) => each.at <= at + END).pop() ?? this.anchors[0]
    return anchor ? Math.max(0, anchor.position + (at - anchor.at) * anchor.scale) : this.from
  }

  pause(): void {
    if (this.held)
      return
    this.held = true
    this.element.pause()
    this.order({ do: 'pause' })
  }

  resume(): void {
    if (!this.held)
      return
    this.held = false
    this.steps = 0
    this.moved = this.heard = seconds()
    this.pace.forget()
    this.order({ do: 'play' })
    this.play()
  }

  seek(position: number): void {
    this.wanted = Math.max(0, position)
    this.steps = 0
    if (this.socket?.readyState === OPEN)
      this.order({ do: 'seek', position: this.wanted })
    else
      this.playFrom(this.wanted)
  }

  speed(scale: number): void {
    this.scale = this.asked = scale
    this.order({ do: 'speed', scale })
  }

  /** One picture on: out of what has come, for which the server sends another one. */
  step(): void {
    this.pause()
    this.scale = 1
    this.steps += 1
    this.order({ do: 'step' })
    this.advance()
  }

  /** One picture back; false where it is no longer there. */
  back(): boolean {
    this.pause()
    const before = this.keep.beside(this.element.currentTime, -1)
    if (before === null)
      return false
    this.element.currentTime = before
    this.tellStanding()
    return true
  }

  protected override address(): Promise<string> { return this.recorded.address(this.from) }

  /** What was ordered of the connection before holds for this one. */
  protected override opened(): void {
    if (this.scale !== 1)
      this.order({ do: 'speed', scale: this.scale })
    if (this.held)
      this.order({ do: 'pause' })
  }

  protected override take(message: string | ArrayBuffer): void {
    super.take(message)
    if (this.steps)
      this.advance()
  }

  protected override placed(place: Place): void {
    this.anchors.push(place)
    if (this.anchors.length > MOST_ANCHORS)
      this.anchors.shift()
    if (this.asked === null || place.scale === this.asked || place.failure) {
      this.scale = place.scale
      this.asked = null
    }
    if (this.wanted !== null && (place.failure || Math.abs(place.position - this.wanted) < NEAR))
      this.wanted = null
    if (place.failure)
      this.recorded.onFailure(place.failure)
    this.tellStanding()
  }

  protected override over(failure: Failure): void {
    if (failure.step !== FINISHED)
      return this.fail(failure, { final: !PASSING.has(failure.step) })
    this.finishing = true
    if (this.socket)
      this.socket.onclose = this.socket.onmessage = null
    this.socket?.close()
    this.socket = null
    this.source?.finish()
  }

  protected override takeDown(): void {
    this.from = this.position
    this.anchors = []
    this.finishing = false
    super.takeDown()
  }

  protected override play(): void {
    if (!this.held)
      super.play()
  }

  protected override rests(now: number): boolean {
    this.tellStanding()
    if (this.finishing && !this.held)
      return this.finish(now)
    if (!this.held || !this.source)
      return false
    this.sound?.beat({ at: null, speed: 1 })
    if (this.state !== 'playing' && this.element.readyState >= HAVE_CURRENT_DATA)
      this.to({ name: 'playing' })
    this.heard = this.moved = now
    return this.state === 'playing' || now - this.began <= FIRST
  }

  /** Shows what has come, to its last picture, which stays. */
  private finish(now: number): boolean {
    const { element } = this
    const moves = element.currentTime !== this.seenAt
    if (moves)
      this.moved = now
    this.seenAt = element.currentTime
    this.sound?.beat({ at: moves ? element.currentTime : null, speed: 1 })
    const ranges = this.source?.ranges() ?? []
    const end = ranges[ranges.length - 1]?.end ?? 0
    if (!element.ended && element.currentTime < end - END && now - this.moved < STUCK) {
      if (element.paused)
        this.play()
      return true
    }
    this.from = this.position
    this.hush()
    this.sound?.turnOff()
    this.to({ name: 'ended' })
    return true
  }

  private advance(): void {
    const next = this.keep.beside(this.element.currentTime, 1)
    if (next === null)
      return
    this.steps -= 1
    this.element.currentTime = next
    this.tellStanding()
  }

  private order(order: Order): void {
    if (this.socket?.readyState === OPEN)
      this.socket.send(JSON.stringify(order))
    this.tellStanding()
  }

  private tellStanding(): void {
    this.recorded.onStanding({
      position: this.position, scale: this.scale, paused: this.held, seeking: this.wanted !== null,
    })
  }
}
