import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { fakeBrowser, FakeSocket } from './fakes'
import { Talk, type TalkOptions, type TalkState } from './talk'

class Context {
  static all: Context[] = []
  sampleRate = 8000
  closed = false
  destination = {}
  audioWorklet = undefined
  blocks: { onaudioprocess: ((event: object) => void) | null, connect: () => void, disconnect: () => void }[] = []
  constructor() { Context.all.push(this) }
  resume(): Promise<void> { return Promise.resolve() }
  createMediaStreamSource() { return { connect: () => undefined } }

  createScriptProcessor() {
    const block = { onaudioprocess: null, connect: () => undefined, disconnect: () => undefined }
    this.blocks.push(block)
    return block
  }

  close(): Promise<void> {
    this.closed = true
    return Promise.resolve()
  }
}

const track = { stop: vi.fn() }
const getUserMedia = vi.fn((_wanted: object) => Promise.resolve({ getTracks: () => [track] }))

class Socket extends FakeSocket {
  static OPEN = 1
  readyState = 1
  bufferedAmount = 0
  sent: (string | Uint8Array)[] = []
  onopen: (() => void) | null = null
  override send(what: unknown): void { this.sent.push(what as string) }
}

beforeEach(() => {
  vi.useFakeTimers()
  fakeBrowser()
  Context.all = []
  getUserMedia.mockClear()
  track.stop.mockClear()
  vi.stubGlobal('WebSocket', Socket)
  vi.stubGlobal('AudioContext', Context)
  vi.stubGlobal('navigator', { mediaDevices: { getUserMedia } })
})
afterEach(() => vi.useRealTimers())

const socket = (): Socket => FakeSocket.last as Socket
const tell = (state: string, more: object = {}): void =>
  socket().say({ type: 'state', state, way: 'broadcast', transport: 'udp', sound: null, step: '', reason: '', remedy: '', ...more })

/** The microphone hears so many samples. */
const spoken = (samples: number): void =>
  Context.all[0]!.blocks[0]!.onaudioprocess!({ inputBuffer: { getChannelData: () => new Float32Array(samples).fill(0.5) } })

async function begun(more: Partial<TalkOptions> = {}) {
  const states: TalkState[] = []
  const talk = new Talk({
    address: () => Promise.resolve('wss://gateway/talk?ticket=1'), onState: (state) => states.push(state), ...more,
  })
  await talk.start()
  socket()?.onopen?.()
  const last = (): TalkState => states[states.length - 1]!
  return { talk, states, last }
}

describe('A talk', () => {
  it('asks for the microphone, calls, and sends 20 ms at a time', async () => {
    const { states, talk } = await begun()
    expect(getUserMedia.mock.calls[0]![0]).toMatchObject({ audio: { echoCancellation: true } })
    tell('calling')
    tell('talking')
    expect(states.map(({ name }) => name)).toEqual(['opening', 'calling', 'talking'])
    spoken(1000)
    expect(socket().sent.length).toBe(6)
    expect((socket().sent[0] as Uint8Array).length).toBe(160)
    talk.stop()
    expect(states.pop()).toEqual({ name: 'ended', failure: null })
    expect([socket().closed, track.stop.mock.calls.length, Context.all.every(({ closed }) => closed)]).toEqual([true, 1, true])
  })

  it('says why another way is tried, what is lacking, and why it ended', async () => {
    const { last } = await begun()
    const failure = { step: 'refused', reason: '设备不接受', remedy: '请检查' }
    tell('calling', failure)
    expect(last()).toEqual({ name: 'calling', before: failure })
    tell('talking', failure)
    expect(last()).toEqual({ name: 'talking', lacking: failure, sound: false })
    tell('ended', failure)
    expect(last()).toEqual({ name: 'ended', failure })
    expect(socket().closed).toBe(true)
  })

  it('is turned away with a reason', async () => {
    const { last } = await begun()
    socket().say({ type: 'end', step: 'occupied', reason: '正被占用', remedy: '请稍候' })
    expect(last()).toMatchObject({ name: 'ended', failure: { reason: '正被占用' } })
  })

  it('says when the connection breaks, and when what comes is not as agreed', async () => {
    const { last } = await begun()
    socket().onclose!({ code: 1006 })
    expect(last()).toMatchObject({ failure: { step: '连接对讲服务' } })
    const other = await begun()
    socket().say({ type: 'state', state: 'flying', step: '', reason: '', remedy: '' })
    expect(other.last()).toMatchObject({ failure: { step: '读取数据' } })
  })

  it.each([
    ['no secure page', () => vi.stubGlobal('navigator', {}), 'https'],
    ['no permission', () => getUserMedia.mockRejectedValueOnce(Object.assign(new Error(), { name: 'NotAllowedError' })), '没有获准'],
    ['no microphone', () => getUserMedia.mockRejectedValueOnce(Object.assign(new Error(), { name: 'NotFoundError' })), '没有麦克风'],
  ])('needs a microphone: %s', async (_name, without, why) => {
    without()
    const { last } = await begun()
    expect(last()).toMatchObject({ name: 'ended', failure: { step: '打开麦克风', reason: expect.stringContaining(why) as string } })
    expect([FakeSocket.all.length, Context.all.every(({ closed }) => closed)]).toEqual([0, true])
  })

  it('needs an address', async () => {
    const { last } = await begun({ address: () => Promise.reject({ detail: '无权对讲', status: 403 }) })
    expect(last()).toMatchObject({ failure: { step: '取对讲地址', reason: '无权对讲', remedy: expect.stringContaining('权限') as string } })
    expect(track.stop).toHaveBeenCalled()
  })

  it('does not begin when it was stopped while the user was asked', async () => {
    let give: (stream: object) => void = () => undefined
    getUserMedia.mockReturnValueOnce(new Promise((resolve) => give = resolve as typeof give))
    const states: TalkState[] = []
    const talk = new Talk({ address: () => Promise.resolve('wss://x'), onState: (state) => states.push(state) })
    const starting = talk.start()
    talk.stop()
    give({ getTracks: () => [track] })
    await starting
    expect([FakeSocket.all.length, track.stop.mock.calls.length]).toEqual([0, 1])
    expect(states.map(({ name }) => name)).toEqual(['opening', 'ended'])
  })

  it('sends silence when it is muted, and nothing into a connection that is full', async () => {
    const { talk } = await begun()
    talk.muted = true
    spoken(400)
    expect(new Set(socket().sent[1] as Uint8Array)).toEqual(new Set([0xd5]))
    socket().bufferedAmount = 9000
    const before = socket().sent.length
    spoken(1600)
    expect(socket().sent.length).toBe(before)
  })

  it('plays the sound of the device as it comes, and keeps to it', async () => {
    const { talk } = await begun()
    tell('talking', { sound: { codec: 'alaw', rate: 8000, channels: 1 } })
    await vi.advanceTimersByTimeAsync(0)
    const stamp = (at: number): number[] => [...new Uint8Array(new BigUint64Array([BigInt(at)]).buffer)].reverse()
    const out = new Float32Array(80)
    let loudest = 0
    for (let n = 0; n < 40; n += 1) {
      socket().onmessage!({ data: new Uint8Array([2, ...stamp(n * 20_000), ...new Uint8Array(160).fill(0xaa)]).buffer })
      await vi.advanceTimersByTimeAsync(20)
      for (const block of Context.all[1]!.blocks) {
        block.onaudioprocess!({ outputBuffer: { getChannelData: () => out } })
        loudest = Math.max(loudest, ...out)
      }
    }
    expect(loudest).toBeGreaterThan(0.9)
    talk.stop()
    expect(Context.all.every(({ closed }) => closed)).toBe(true)
  })
})

describe('A broadcast', () => {
  it('names its devices first, and tells of each', async () => {
    const told: [string, string][] = []
    const { last } = await begun({ targets: ['1/a', '2/b'], onDevice: (target, { name }) => told.push([target, name]) })
    expect(socket().sent).toEqual(['{"targets":["1/a","2/b"]}'])
    tell('calling', { device: '1', channel: 'a' })
    tell('ended', { device: '2', channel: 'b', step: 'offline', reason: '不在线', remedy: '请开机' })
    expect(last().name).toBe('calling')
    tell('talking', { device: '1', channel: 'a' })
    expect(last().name).toBe('talking')
    expect(told).toEqual([['1/a', 'calling'], ['2/b', 'ended'], ['1/a', 'talking']])
    tell('ended', { device: '1', channel: 'a', step: 'ended', reason: '设备结束', remedy: '' })
    socket().onclose!({ code: 4000 })
    expect(last()).toEqual({ name: 'ended', failure: null })
  })
})
