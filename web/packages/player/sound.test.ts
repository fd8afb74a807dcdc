import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Sound } from './sound'
import { Mixer } from './worklet.js'

const RATE = 8000

/** Samples that say their own moment. */
function ramp(from: number, seconds: number): Float32Array {
  return Float32Array.from({ length: Math.round(seconds * RATE) }, (_, i) => from + i / RATE)
}

function pulled(mixer: Mixer, count: number, rate = RATE): number[] {
  const out = new Float32Array(count)
  mixer.pull(out, rate)
  return [...out]
}

describe('The mixer', () => {
  it('is silent while the picture stands still, and where there is no sound', () => {
    const mixer = new Mixer(RATE)
    mixer.push(10, ramp(10, 0.02))
    expect(pulled(mixer, 4)).toEqual([0, 0, 0, 0])
    mixer.sync(9.9995, 1)
    const heard = pulled(mixer, 8)
    expect(heard.slice(0, 4)).toEqual([0, 0, 0, 0])
    expect(heard[7]).toBeCloseTo(10, 2)
    mixer.sync(null, 1)
    expect(pulled(mixer, 2)).toEqual([0, 0])
  })

  it('plays at the moment of the picture, whatever the rate of the loudspeaker', () => {
    const mixer = new Mixer(RATE)
    for (let at = 20; at < 21; at += 0.02)
      mixer.push(at, ramp(at, 0.02))
    mixer.sync(20.3, 1)
    const heard = pulled(mixer, 24_000, 48_000)
    heard.forEach((each, i) => expect(Math.abs(each - (20.3 + i / 48_000))).toBeLessThan(0.001))
  })

  it('joins packets whose stamps tremble, and keeps real gaps', () => {
    const mixer = new Mixer(RATE)
    mixer.push(5, ramp(5, 0.02))
    mixer.push(5.05, ramp(5.02, 0.02))
    mixer.push(5.5, ramp(5.5, 0.02))
    mixer.sync(5, 1)
    const heard = pulled(mixer, RATE)
    expect(Math.abs(heard[RATE * 0.03]! - 5.03)).toBeLessThan(0.001)
    expect(heard[RATE * 0.3]).toBe(0)
    expect(Math.abs(heard[RATE * 0.51]! - 5.51)).toBeLessThan(0.001)
  })

  it('follows a picture that plays faster', () => {
    const mixer = new Mixer(RATE)
    mixer.push(0, ramp(0, 3))
    mixer.sync(0, 1.08)
    expect(pulled(mixer, RATE).pop()).toBeCloseTo(1.08, 2)
  })

  it('bends a little when it is near, and jumps when it is not', () => {
    const mixer = new Mixer(RATE)
    mixer.push(0, ramp(0, 9))
    mixer.sync(1, 1)
    mixer.sync(1.1, 1)
    expect(mixer.speed).toBeCloseTo(1.02, 6)
    expect(pulled(mixer, 1)[0]).toBeCloseTo(1, 3)
    mixer.sync(4, 1)
    expect(mixer.speed).toBe(1)
    expect(pulled(mixer, 1)[0]).toBeCloseTo(4, 3)
  })

  it('comes back when the camera’s clock is set back', () => {
    const mixer = new Mixer(RATE)
    mixer.push(100, ramp(100, 0.02))
    mixer.push(7, ramp(7, 0.02))
    mixer.sync(7, 1)
    expect(pulled(mixer, 1)[0]).toBeCloseTo(7, 3)
  })

  it('keeps ten seconds and not more', () => {
    const mixer = new Mixer(RATE)
    for (let at = 0; at < 60; at += 1)
      mixer.push(at, new Float32Array(RATE))
    expect(mixer.packets.length).toBe(11)
  })
})

class Context {
  static last: Context
  static worklet: { addModule: (url: URL) => Promise<void> } | undefined
  static resumes: () => Promise<void> = () => Promise.resolve()
  sampleRate = 48_000
  baseLatency = 0.01
  outputLatency = 0
  destination = {}
  closed = 0
  audioWorklet = Context.worklet
  block: { onaudioprocess: ((event: object) => void) | null, connect: () => void, disconnect: () => void } | null = null
  constructor() { Context.last = this }
  resume(): Promise<void> { return Context.resumes() }
  createScriptProcessor() { return this.block = { onaudioprocess: null, connect: () => undefined, disconnect: () => undefined } }

  close(): Promise<void> {
    this.closed += 1
    return Promise.resolve()
  }
}

const posted: { kind: string, at?: number | null }[] = []
class Node {
  port = { postMessage: (message: { kind: string }) => posted.push(message) }
  connect(): void { /* nothing to hear */ }
  disconnect(): void { /* nothing to hear */ }
}

describe('Sound', () => {
  beforeEach(() => {
    posted.length = 0
    Context.worklet = { addModule: vi.fn(() => Promise.resolve()) }
    Context.resumes = () => Promise.resolve()
    vi.stubGlobal('AudioContext', Context)
    vi.stubGlobal('AudioWorkletNode', Node)
  })
  afterEach(() => vi.unstubAllGlobals())

  const packet = new Uint8Array(160).fill(0xd5)
  const sound = (): Sound => new Sound({ codec: 'alaw', rate: RATE, channels: 1 })

  it('opens nothing until it is asked, and then plays what the picture has not reached yet', async () => {
    const made = sound()
    for (let at = 0; at < 5; at += 0.5)
      made.push(at, packet)
    made.beat({ at: 4, speed: 1 })
    expect([made.on, posted]).toEqual([false, []])
    expect(await made.turnOn()).toBe(true)
    expect(posted.map(({ kind, at }) => [kind, at])).toEqual([1.5, 2, 2.5, 3, 3.5, 4, 4.5].map((at) => ['push', at]))
    made.beat({ at: 4, speed: 1 })
    expect(posted.pop()).toEqual({ kind: 'sync', at: 4.01, speed: 1 })
  })

  it('loads the thread’s part as a file, not as text', async () => {
    await sound().turnOn()
    const [url] = vi.mocked(Context.worklet!.addModule).mock.calls[0]!
    expect(String(url)).toMatch(/worklet\.js$/)
  })

  it.each([
    ['over plain http', () => Context.worklet = undefined],
    ['where the file does not load', () => Context.worklet = { addModule: () => Promise.reject(new Error('404')) }],
  ])('works without the thread: %s', async (_name, without) => {
    without()
    const made = sound()
    made.push(1, Uint8Array.from({ length: 800 }, () => 0xaa))
    expect(await made.turnOn()).toBe(true)
    made.beat({ at: 1.02, speed: 1 })
    const out = new Float32Array(16)
    Context.last.block!.onaudioprocess!({ outputBuffer: { getChannelData: () => out } })
    expect(out.every((each) => Math.abs(each - 32_256 / 32_768) < 1e-6)).toBe(true)
  })

  it('says so when the browser refuses', async () => {
    Context.resumes = () => Promise.reject(new Error('NotAllowedError'))
    const made = sound()
    expect(await made.turnOn()).toBe(false)
    expect([made.on, Context.last.closed]).toEqual([false, 1])
  })

  it('that is turned off while it opens stays off', async () => {
    const made = sound()
    const opening = made.turnOn()
    made.turnOff()
    expect([await opening, made.on]).toEqual([false, false])
  })
})
