/** A live picture in a video element: connects, keeps near to the present, says what is wrong, and comes back by itself. */
import type { Figures } from './figures'
import { Meter } from './figures'
import { BadFrame, FrameReader, samePicture, type AudioFormat, type Failure, type Frame, type Place, type VideoFormat } from './frames'
import { Keep, type Clip, type Recording } from './keep'
import { Pace } from './latency'
import { Sound } from './sound'
import { Source, type Trouble } from './source'
import { codecName, supported } from './supported'

export type State
  = | { name: 'connecting', attempt: number }
    | { name: 'playing' }
  /** No new picture for so many seconds; it may still go on. */
    | { name: 'stalled', seconds: number }
  /** `again` is in how many seconds it tries by itself; null where that would not help. */
    | { name: 'failed', again: number | null } & Failure
    | { name: 'ended' }

export type SoundState = 'none' | 'off' | 'on'

export interface LiveOptions {
  /** A fresh WebSocket address each time: the ticket in it is good once. Throws `{ detail, status }` like the API. */
  address: () => Promise<string>
  onState: (state: State) => void
  onFigures?: (figures: Figures) => void
  onSound?: (state: SoundState) => void
  onRecorded?: (recording: Recording) => void
  /** Milliseconds before the n-th attempt to connect again. */
  delay?: (attempt: number) => number
}

export const backoff = (attempt: number): number => Math.min(60_000, 1000 * 2 ** attempt)

const TICK = 200
/** Seconds: until the first picture; of silence until it connects again; of standing still until it is said. */
export const FIRST = 20
const SILENT = 10
const STILL = 1
/** Played so long, the next break counts as the first. */
const WELL = 10
export const HAVE_CURRENT_DATA = 2
const NORMAL_CLOSE = 1000

const TROUBLES: Record<Trouble, { reason: string, remedy: string }> = {
  open: { reason: '浏览器没有打开解码器', remedy: '请关闭几路画面后重试；仍然如此请重启浏览器。' },
  append: { reason: '浏览器不接受收到的画面数据', remedy: '系统会重新取流；反复出现时请在设备上把视频编码改为 H.264。' },
  decode: { reason: '浏览器解码出错', remedy: '系统会重新取流；反复出现时请更新浏览器或显卡驱动。' },
  full: { reason: '浏览器留给画面的内存用完了', remedy: '请减少同时播放的路数，或改看子码流。' },
  slow: { reason: '这台电脑来不及解码', remedy: '请减少同时播放的路数，或改看子码流。' },
}
const NO_PICTURE: Failure = {
  step: '等待画面', reason: `连接后 ${FIRST} 秒没有收到画面`, remedy: '请确认设备在线、信号正常；系统会自动重试。',
}
const SILENCE: Failure = {
  step: '接收画面', reason: `${SILENT} 秒没有收到数据`, remedy: '多为设备信号弱或网络中断；系统会自动重试。',
}
const BLACK: Failure = {
  step: '解码', reason: `收到数据，但 ${SILENT} 秒没有新画面`, remedy: '系统会重新取流；反复出现时请减少同时播放的路数。',
}
const BROKEN: Failure = { step: '连接视频服务', reason: '与视频服务的连接断开', remedy: '系统会自动重新连接；请检查本机网络。' }

const seconds = (): number => performance.now() / 1000

/** What is protected is for `RecordedPlayer`, whose picture can also stand still because it is meant to. */
export class LivePlayer {
  protected readonly keep = new Keep((recording) => this.options.onRecorded?.(recording))
  protected readonly pace = new Pace()
  private reader = new FrameReader()
  protected socket: WebSocket | null = null
  protected source: Source | null = null
  protected sound: Sound | null = null
  private video: VideoFormat | null = null
  private audio: AudioFormat | null = null
  /** A film has begun in `source`. */
  private filmed = false
  private audible = false
  protected state: State['name'] = 'ended'
  private attempt = 0
  /** What still comes from an earlier life is not for this one. */
  private life = 0
  private ticking: ReturnType<typeof setInterval> | undefined
  private waiting: ReturnType<typeof setTimeout> | undefined
  private bits = new Meter()
  private shown = new Meter()
  private received = 0
  /** When: something last arrived, this began, the picture last moved, it plays since, figures were last told. */
  protected heard = 0
  protected began = 0
  protected moved = 0
  private since = 0
  private toldAt = 0
  private place = -1

  constructor(protected readonly element: HTMLVideoElement, private readonly options: LiveOptions) {
    // Its own sound there is none; without this, browsers refuse to begin by themselves.
    element.muted = true
    element.playsInline = true
  }

  start(): void {
    this.attempt = 0
    void this.connect()
  }

  stop(): void {
    this.drop()
    this.to({ name: 'ended' })
  }

  /** As the user asks: at once, and as if nothing had failed before. */
  retry(): void { this.start() }

  async setSound(on: boolean): Promise<void> {
    this.audible = on
    if (on)
      this.audible = await this.sound?.turnOn() ?? false
    else
      this.sound?.turnOff()
    this.tellSound()
  }

  /** The shown picture in its full size; null while there is none. */
  snapshot(): Promise<Blob | null> {
    const { videoWidth: width, videoHeight: height } = this.element
    const canvas = Object.assign(document.createElement('canvas'), { width, height })
    const brush = width && height ? canvas.getContext('2d') : null
    if (!brush)
      return Promise.resolve(null)
    brush.drawImage(this.element, 0, 0, width, height)
    return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'))
  }

  get recording(): boolean { return this.keep.recording }

  /** False while there is nothing to begin with. */
  record(): boolean { return this.keep.record() }

  stopRecording(): void { this.keep.finish() }

  /** The last half minute, with the codec to play it. */
  replay(): Clip & { codec: string } | null {
    const clip = this.keep.last()
    return clip && this.video ? { ...clip, codec: this.video.codec } : null
  }

  protected to(state: State): void {
    this.state = state.name
    this.options.onState(state)
  }

  private tellSound(): void {
    this.options.onSound?.(this.sound === null ? 'none' : this.audible ? 'on' : 'off')
  }

  private async connect(): Promise<void> {
    this.drop()
    const life = this.life
    const mine = <T>(act: (given: T) => void) => (given: T) => { if (life === this.life) act(given) }
    this.to({ name: 'connecting', attempt: this.attempt })
    this.began = this.heard = seconds()
    this.ticking = setInterval(() => this.tick(seconds()), TICK)
    try {
      const url = await this.address()
      if (life !== this.life)
        return
      this.socket = new WebSocket(url)
    } catch (thrown) {
      return mine(this.refused)(thrown)
    }
    this.reader = new FrameReader()
    this.socket.binaryType = 'arraybuffer'
    this.socket.onopen = mine(() => this.opened())
    this.socket.onmessage = mine(({ data }: MessageEvent<string | ArrayBuffer>) => this.take(data))
    this.socket.onclose = mine(({ code }: CloseEvent) => (code === NORMAL_CLOSE ? this.stop() : this.fail(BROKEN)))
  }

  private readonly refused = (thrown: unknown): void => {
    const { detail, status } = (thrown ?? {}) as { detail?: unknown, status?: unknown }
    const forbidden = status === 401 || status === 403
    this.fail({
      step: '取播放地址',
      reason: typeof detail === 'string' && detail ? detail : '没有取到播放地址',
      remedy: forbidden ? '如工作需要，请联系系统管理员开通查看权限。' : '系统会自动重试；请检查本机网络。',
    }, { final: forbidden })
  }

  protected address(): Promise<string> { return this.options.address() }

  /** The connection is there. */
  protected opened(): void { /* Of a live picture there is nothing to be ordered. */ }

  private drop(): void {
    this.hush()
    this.takeDown()
  }

  /** Nothing is to come any more; what has come stays. */
  protected hush(): void {
    this.life += 1
    clearInterval(this.ticking)
    clearTimeout(this.waiting)
    if (this.socket) {
      this.socket.onmessage = this.socket.onclose = this.socket.onopen = null
      this.socket.close()
      this.socket = null
    }
  }

  protected takeDown(): void {
    this.keep.finish('changed')
    this.source?.close()
    this.sound?.turnOff()
    this.source = this.sound = null
    this.filmed = false
    this.pace.forget()
    this.place = -1
  }

  protected fail(failure: Failure, { final = false } = {}): void {
    this.drop()
    const pause = (this.options.delay ?? backoff)(this.attempt)
    this.attempt += 1
    this.to({ name: 'failed', ...failure, again: final ? null : pause / 1000 })
    if (!final)
      this.waiting = setTimeout(() => void this.connect(), pause)
  }

  protected take(message: string | ArrayBuffer): void {
    this.heard = seconds()
    this.received += typeof message === 'string' ? message.length : message.byteLength
    let frame: Frame
    try {
      frame = this.reader.read(message)
    } catch (thrown) {
      const why = thrown instanceof BadFrame ? thrown.message : String(thrown)
      return this.fail({
        step: '读取数据', reason: `视频服务发来的数据不符合约定（${why}）`, remedy: '请刷新页面；仍然如此请把这句话告诉系统管理员。',
      }, { final: true })
    }
    switch (frame.kind) {
      case 'stream':
        if (this.source && this.video && samePicture(this.video, frame.video))
          return this.listen(frame.audio)
        return this.build(frame.video, frame.audio)
      case 'init':
        // Its clock begins at zero again, also where the picture is called the same as before.
        if (this.filmed)
          this.build(this.video!, this.audio)
        this.filmed = true
        this.keep.begin(frame.data)
        return this.source?.append(frame.data)
      case 'fragment':
        this.keep.add(frame.data)
        return this.source?.append(frame.data)
      case 'sound': return this.sound?.push(frame.at, frame.data)
      case 'state': return this.placed(frame.place)
      case 'end': return this.over(frame.failure)
    }
  }

  protected placed(_place: Place): void { /* A live picture is where it is. */ }

  protected over(failure: Failure): void { this.fail(failure) }

  private build(video: VideoFormat, audio: AudioFormat | null): void {
    this.takeDown()
    this.video = video
    if (!supported(video.codec)) {
      return this.fail({
        step: '解码',
        reason: `这个浏览器不能播放 ${codecName(video.codec)}`,
        remedy: '请在设备上把视频编码改为 H.264 或改看子码流，也可以换用能硬件解码的电脑和新版浏览器。',
      }, { final: true })
    }
    if (this.state !== 'connecting')
      this.to({ name: 'connecting', attempt: this.attempt })
    this.began = seconds()
    this.source = new Source(this.element, video.codec, {
      onTrouble: (trouble) => this.fail({ step: '解码', ...TROUBLES[trouble] }),
      keyBefore: (time) => this.keep.keyBefore(time),
    })
    this.listen(audio)
    this.play()
  }

  private listen(audio: AudioFormat | null): void {
    this.sound?.turnOff()
    this.audio = audio
    this.sound = audio && new Sound(audio, () => void this.setSound(false))
    if (this.sound && this.audible)
      void this.setSound(true)
    else
      this.tellSound()
  }

  protected play(): void {
    // Refused when it is taken down at the same moment; the next tick asks again.
    this.element.play()?.catch(() => undefined)
  }

  /** Whether the picture stands still because it is meant to; then nothing is missing. */
  protected rests(_now: number): boolean { return false }

  private tick(now: number): void {
    if (this.rests(now))
      return
    if (this.state === 'connecting' && now - this.began > FIRST)
      return this.fail(NO_PICTURE)
    if (!this.source)
      return
    if (now - this.heard > SILENT)
      return this.fail(SILENCE)
    this.keepPace(now)
    this.watch(now)
    if (this.source && now - this.toldAt >= 1)
      this.tell(now)
  }

  private keepPace(now: number): void {
    const { element, source } = this
    if (element.paused)
      this.play()
    // Browsers slow down what is out of sight; what is seen then is not the network.
    if (document.hidden)
      this.pace.forget()
    const advice = this.pace.look(source!.ranges(), element.currentTime, now)
    if (advice.to !== null)
      element.currentTime = advice.to
    if (element.playbackRate !== advice.rate)
      element.playbackRate = advice.rate
    if (advice.before !== null)
      source!.trim(advice.before)
  }

  /** Whether the picture moves. */
  private watch(now: number): void {
    const place = this.element.currentTime
    const moves = place !== this.place && this.element.readyState >= HAVE_CURRENT_DATA
    if (moves || document.hidden)
      this.moved = now
    if (moves && this.place >= 0 && this.state !== 'playing') {
      if (this.state === 'connecting')
        this.since = now
      this.to({ name: 'playing' })
    }
    if (this.state === 'playing' && now - this.since > WELL)
      this.attempt = 0
    this.place = place
    const still = now - this.moved
    this.sound?.beat({ at: still < 2 * TICK / 1000 ? place : null, speed: this.element.playbackRate })
    if (this.state === 'connecting' || still < STILL)
      return
    if (this.state === 'playing') {
      this.pace.stopped(now)
      this.since = now
    }
    if (still > SILENT)
      return this.fail(BLACK)
    this.to({ name: 'stalled', seconds: Math.floor(still) })
  }

  private tell(now: number): void {
    this.toldAt = now
    const { element, video } = this
    const ranges = this.source!.ranges()
    const last = ranges[ranges.length - 1]
    this.options.onFigures?.({
      kilobits: Math.round((this.bits.rate(this.received, now) ?? 0) * 8 / 1000),
      frames: this.shown.rate(element.getVideoPlaybackQuality?.().totalVideoFrames ?? 0, now),
      delay: last ? Math.max(0, last.end - element.currentTime) : null,
      width: element.videoWidth || video!.width,
      height: element.videoHeight || video!.height,
      codec: codecName(video!.codec),
      playing: this.state === 'playing' ? now - this.since : 0,
    })
  }
}
