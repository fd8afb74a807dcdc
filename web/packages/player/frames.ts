/** What arrives on the WebSocket of a live picture, taken apart. Strict: what is not as agreed is refused with its reason. */

export type Bytes = Uint8Array<ArrayBuffer>
export interface VideoFormat { codec: string, width: number, height: number }
/** G.711, or AAC whose frames have ADTS headers. */
export interface AudioFormat { codec: 'alaw' | 'ulaw' | `mp4a.40.${number}`, rate: number, channels: 1 | 2 }
/** Why there is no picture: the step that failed, what happened, what the user can do. */
export interface Failure { step: string, reason: string, remedy: string }
/**
 * How a recording stands: second `at` of the film that began last is second `position` of the recording, and `scale`
 * seconds of it pass in one of the film's.
 */
export interface Place { at: number, position: number, scale: number, paused: boolean, failure: Failure | null }

export type Frame
  = | { kind: 'stream', video: VideoFormat, audio: AudioFormat | null }
    | { kind: 'init', data: Bytes }
    | { kind: 'fragment', data: Bytes }
  /** `at` is in seconds of the clock of the picture. */
    | { kind: 'sound', at: number, data: Bytes }
    | { kind: 'state', place: Place }
    | { kind: 'end', failure: Failure }

export class BadFrame extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'BadFrame'
  }
}

const INIT = 0
const FRAGMENT = 1
const SOUND = 2
const STAMP = 8

export function parse(message: string | ArrayBuffer): Frame {
  return typeof message === 'string' ? told(message) : carried(message)
}

function told(text: string): Frame {
  let said: unknown
  try {
    said = JSON.parse(text)
  } catch {
    throw new BadFrame('文本帧不是 JSON')
  }
  const frame = record(said, '文本帧')
  const { type, video, audio } = frame
  switch (type) {
    case 'stream': return { kind: 'stream', video: videoOf(video), audio: audio === null ? null : audioOf(audio) }
    case 'state': return { kind: 'state', place: placeOf(frame) }
    case 'end': return { kind: 'end', failure: failureOf(frame, 'end') }
    default: throw new BadFrame(`文本帧的 type 不认识：${String(type)}`)
  }
}

function carried(buffer: ArrayBuffer): Frame {
  if (buffer.byteLength < 2)
    throw new BadFrame('二进制帧没有内容')
  const view = new DataView(buffer)
  const kind = view.getUint8(0)
  switch (kind) {
    case INIT: return { kind: 'init', data: new Uint8Array(buffer, 1) }
    case FRAGMENT: return { kind: 'fragment', data: new Uint8Array(buffer, 1) }
    case SOUND: {
      if (buffer.byteLength <= 1 + STAMP)
        throw new BadFrame('声音帧没有内容')
      const microseconds = view.getUint32(1) * 2 ** 32 + view.getUint32(5)
      if (!Number.isSafeInteger(microseconds))
        throw new BadFrame('声音帧的时刻太大')
      return { kind: 'sound', at: microseconds / 1e6, data: new Uint8Array(buffer, 1 + STAMP) }
    }
    default: throw new BadFrame(`二进制帧的种类不认识：${kind}`)
  }
}

function videoOf(given: unknown): VideoFormat {
  const { codec, width, height } = record(given, 'video')
  // It becomes part of a MIME type: nothing but what RFC 6381 writes there.
  if (typeof codec !== 'string' || !/^[A-Za-z0-9]{4}(\.[A-Za-z0-9]+)*$/.test(codec))
    throw new BadFrame('video.codec 不是编码名')
  return { codec, width: positive(width, 'video.width'), height: positive(height, 'video.height') }
}

function audioOf(given: unknown): AudioFormat {
  const { codec, rate, channels } = record(given, 'audio')
  if (!isSound(codec))
    throw new BadFrame(`audio.codec 只能是 alaw、ulaw 或 mp4a.40：${String(codec)}`)
  if (channels !== 1 && channels !== 2)
    throw new BadFrame('audio.channels 只能是 1 或 2')
  return { codec, rate: positive(rate, 'audio.rate'), channels }
}

const isSound = (codec: unknown): codec is AudioFormat['codec'] =>
  codec === 'alaw' || codec === 'ulaw' || (typeof codec === 'string' && /^mp4a\.40\.\d{1,2}$/.test(codec))

function record(given: unknown, name: string): Record<string, unknown> {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw new BadFrame(`${name} 不是对象`)
  return given as Record<string, unknown>
}

function placeOf({ at, position, scale, paused, failure }: Record<string, unknown>): Place {
  if (typeof paused !== 'boolean')
    throw new BadFrame('state.paused 不是真假值')
  return {
    at: moment(at, 'at'), position: moment(position, 'position'), scale: moment(scale, 'scale'), paused,
    failure: failure === null ? null : failureOf(record(failure, 'state.failure'), 'state.failure'),
  }
}

const failureOf = ({ step, reason, remedy }: Record<string, unknown>, name: string): Failure =>
  ({ step: words(step, `${name}.step`), reason: words(reason, `${name}.reason`), remedy: words(remedy, `${name}.remedy`) })

function moment(given: unknown, name: string): number {
  if (typeof given !== 'number' || !Number.isFinite(given) || given < 0)
    throw new BadFrame(`state.${name} 不是不小于 0 的数`)
  return given
}

function positive(given: unknown, name: string): number {
  if (!Number.isInteger(given) || (given as number) <= 0)
    throw new BadFrame(`${name} 不是正整数`)
  return given as number
}

function words(given: unknown, name: string): string {
  if (typeof given !== 'string')
    throw new BadFrame(`${name} 没有文字`)
  return given
}

type Phase = 'stream' | 'init' | 'media' | 'over'

/** What may come next, and what comes after it. */
const NEXT: Record<Phase, Partial<Record<Frame['kind'], Phase>>> = {
  stream: { stream: 'init', state: 'stream', end: 'over' },
  init: { stream: 'init', init: 'media', sound: 'init', state: 'init', end: 'over' },
  media: { stream: 'init', init: 'media', fragment: 'media', sound: 'media', state: 'media', end: 'over' },
  over: {},
}
export const samePicture = (a: VideoFormat, b: VideoFormat): boolean =>
  a.codec === b.codec && a.width === b.width && a.height === b.height

const NAMES: Record<Frame['kind'], string> = { stream: '格式', init: '初始化段', fragment: '画面', sound: '声音', state: '状态', end: '结束' }

/**
 * The frames of one connection, in their order. Another picture begins everything anew; the same picture told again only
 * says more about its sound, which a device may name later than its picture.
 */
export class FrameReader {
  private phase: Phase = 'stream'
  private video: VideoFormat | null = null

  read(message: string | ArrayBuffer): Frame {
    const frame = parse(message)
    const next = NEXT[this.phase][frame.kind]
    if (!next)
      throw new BadFrame(`${NAMES[frame.kind]}帧来得不是时候`)
    if (frame.kind !== 'stream') {
      this.phase = next
    } else if (!this.video || !samePicture(this.video, frame.video)) {
      this.phase = next
      this.video = frame.video
    }
    return frame
  }
}
