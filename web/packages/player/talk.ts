/** Speaking with a device, or to many: the microphone goes out, states and the device's own sound come in. */
import { NoMicrophone, openMicrophone, type Capture } from './capture'
import type { Failure } from './frames'
import { Sound } from './sound'

export type TalkState
  = | { name: 'idle' }
  /** The microphone is asked for, then the address. */
    | { name: 'opening' }
  /** `before` is why the first way did not work, while another is tried. */
    | { name: 'calling', before: Failure | null }
  /** `lacking`: it hears us, but something is not as it should be. `sound`: it is heard here, too. */
    | { name: 'talking', lacking: Failure | null, sound: boolean }
  /** No failure: whoever spoke ended it. */
    | { name: 'ended', failure: Failure | null }

export interface TalkOptions {
  /** A fresh WebSocket address: the ticket in it is good once. Throws `{ detail, status }` like the API. */
  address: () => Promise<string>
  onState: (state: TalkState) => void
  /** `device/channel` of each; a broadcast, whose ticket was given for just these. */
  targets?: readonly string[]
  /** How it stands with one device of a broadcast. */
  onDevice?: (target: string, state: TalkState) => void
}

/** Bytes that may wait in the socket, a second: what would be heard later is better not heard. */
const BACKLOG = 8000
const SILENCE = 0xd5
const KIND_SOUND = 2
/** The gateway closes so when all is over. */
const OVER = 4000
const STAMP = 8
const BEAT = 100
/** Seconds that the device's sound is held back, so that one packet may be that late; it follows a slow clock by so much. */
const HELD = 0.12
const DRIFT = 0.00002

const BROKEN: Failure = { step: '连接对讲服务', reason: '与对讲服务的连接断开', remedy: '请检查本机网络，然后重新发起对讲。' }
const UNREADABLE: Failure = { step: '读取数据', reason: '对讲服务发来的数据不符合约定', remedy: '请刷新页面；仍然如此请告诉系统管理员。' }

const seconds = (): number => performance.now() / 1000

export class Talk {
  muted = false
  private state: TalkState = { name: 'idle' }
  private socket: WebSocket | null = null
  private microphone: Capture | null = null
  private ear: Ear | null = null
  /** What still comes from an earlier life is not for this one. */
  private life = 0

  constructor(private readonly options: TalkOptions) {}

  /** To be called from a press of the user: browsers give no microphone otherwise. */
  async start(): Promise<void> {
    this.drop()
    const life = this.life
    this.to({ name: 'opening' })
    try {
      const microphone = await openMicrophone((packet) => this.send(packet))
      if (life !== this.life)
        return microphone.close()
      this.microphone = microphone
      const url = await this.options.address()
      if (life === this.life)
        this.connect(url)
    } catch (thrown) {
      if (life === this.life)
        this.end(thrown instanceof NoMicrophone ? thrown.failure : refusal(thrown))
    }
  }

  stop(): void {
    if (this.state.name !== 'idle' && this.state.name !== 'ended')
      this.end(null)
  }

  private to(state: TalkState): void {
    this.state = state
    this.options.onState(state)
  }

  private end(failure: Failure | null): void {
    this.drop()
    this.to({ name: 'ended', failure })
  }

  private drop(): void {
    this.life += 1
    this.microphone?.close()
    this.ear?.close()
    this.microphone = this.ear = null
    if (this.socket) {
      this.socket.onopen = this.socket.onmessage = this.socket.onclose = null
      this.socket.close()
      this.socket = null
    }
  }

  private connect(url: string): void {
    const socket = this.socket = new WebSocket(url)
    socket.binaryType = 'arraybuffer'
    socket.onopen = () => {
      if (this.options.targets)
        socket.send(JSON.stringify({ targets: this.options.targets }))
    }
    socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => this.take(data)
    socket.onclose = ({ code }: CloseEvent) => this.end(code === OVER ? null : BROKEN)
  }

  private send(packet: Uint8Array<ArrayBuffer>): void {
    const { socket } = this
    if (socket?.readyState === WebSocket.OPEN && socket.bufferedAmount < BACKLOG)
      socket.send(this.muted ? packet.fill(SILENCE) : packet)
  }

  private take(message: string | ArrayBuffer): void {
    if (typeof message !== 'string') {
      this.hear(message)
      return
    }
    const told = readTold(message)
    if (!told)
      return this.end(UNREADABLE)
    const { state, target } = told
    if (this.options.targets && target) {
      this.options.onDevice?.(target, state)
      if (state.name === 'talking' && this.state.name !== 'talking')
        this.to({ name: 'talking', lacking: null, sound: false })
      else if (state.name === 'calling' && this.state.name === 'opening')
        this.to({ name: 'calling', before: null })
    } else if (state.name === 'ended') {
      this.end(state.failure)
    } else {
      if (state.name === 'talking' && state.sound)
        this.ear ??= new Ear()
      this.to(state)
    }
  }

  private hear(data: ArrayBuffer): void {
    const view = new DataView(data)
    if (data.byteLength > 1 + STAMP && view.getUint8(0) === KIND_SOUND)
      this.ear?.push((view.getUint32(1) * 2 ** 32 + view.getUint32(5)) / 1e6, new Uint8Array(data, 1 + STAMP))
  }
}

/** The device's own sound, as soon as it comes: there is no picture to wait for. */
class Ear {
  private readonly sound = new Sound({ codec: 'alaw', rate: 8000, channels: 1 })
  /** How far its clock is ahead of ours, by the packet that was least late. */
  private ahead: number | null = null
  private readonly beating = setInterval(() => this.beat(), BEAT)

  constructor() { void this.sound.turnOn() }

  push(at: number, data: Uint8Array): void {
    const ahead = at - seconds()
    this.ahead = this.ahead === null || Math.abs(ahead - this.ahead) > 1 ? ahead : Math.max(this.ahead - DRIFT, ahead)
    this.sound.push(at, data)
  }

  close(): void {
    clearInterval(this.beating)
    this.sound.turnOff()
  }

  private beat(): void {
    if (this.ahead !== null)
      this.sound.beat({ at: seconds() + this.ahead - HELD, speed: 1 })
  }
}

function refusal(thrown: unknown): Failure {
  const { detail, status } = (thrown ?? {}) as { detail?: unknown, status?: unknown }
  const forbidden = status === 401 || status === 403
  return {
    step: '取对讲地址',
    reason: typeof detail === 'string' && detail ? detail : '没有取到对讲地址',
    remedy: forbidden ? '如工作需要，请联系系统管理员开通对讲权限。' : '请检查本机网络，然后重新发起对讲。',
  }
}

/** Null for what is not as agreed. */
function readTold(text: string): { state: TalkState, target: string } | null {
  let said: Record<string, unknown>
  try {
    said = JSON.parse(text) as Record<string, unknown>
  } catch {
    return null
  }
  const { type, state, step, reason, remedy, device, channel, sound } = said
  if (![step, reason, remedy].every((each) => typeof each === 'string'))
    return null
  const failure = step ? { step, reason, remedy } as Failure : null
  const target = typeof device === 'string' && typeof channel === 'string' ? `${device}/${channel}` : ''
  if (type === 'end' || state === 'ended')
    return { state: { name: 'ended', failure }, target }
  if (type !== 'state')
    return null
  if (state === 'calling')
    return { state: { name: 'calling', before: failure }, target }
  return state === 'talking' ? { state: { name: 'talking', lacking: failure, sound: Boolean(sound) }, target } : null
}
