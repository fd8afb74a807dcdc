import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { fakeBrowser, FakeMedia, FakeSocket, fakeVideo, fragment, initSegment } from './fakes'
import type { Figures } from './figures'
import { backoff, LivePlayer, type LiveOptions, type State } from './live'

beforeEach(() => {
  vi.useFakeTimers()
  fakeBrowser()
})
afterEach(() => vi.useRealTimers())

const format = { type: 'stream', video: { codec: 'avc1.64001f', width: 640, height: 360 }, audio: null }
const failure = { step: '取流', reason: '设备没有应答', remedy: '请确认设备在线' }

function begun(more: Partial<LiveOptions> = {}) {
  const states: State[] = []
  const video = fakeVideo()
  const address = vi.fn(() => Promise.resolve(`wss://gateway/live?ticket=${address.mock.calls.length}`))
  const figures: Figures[] = []
  const recorded = vi.fn()
  const player = new LivePlayer(video, {
    address, onState: (state) => states.push(state), onFigures: (now) => figures.push(now), onRecorded: recorded,
    delay: (attempt) => 1000 * 2 ** attempt, ...more,
  })
  player.start()
  const last = (): State => states[states.length - 1]!
  const failures = (): string[] => states.flatMap((state) => (state.name === 'failed' ? [state.step] : []))
  return { states, video, address, player, figures, recorded, last, failures }
}

/** The camera sends and the browser decodes for so many seconds, half a second behind. */
async function shown(video: HTMLVideoElement, seconds: number, from = 0): Promise<void> {
  const { buffer } = FakeMedia.last
  for (let i = 0; i < seconds * 5; i += 1) {
    const at = from + i * 0.2
    FakeSocket.last.send(1, fragment(Math.round(at * 1000), { key: i % 5 === 0, count: 5 }))
    buffer.done()
    buffer.held = [{ start: 0, end: at + 0.7 }]
    video.currentTime = at + 0.2
    await vi.advanceTimersByTimeAsync(200)
  }
}

async function playing(more: Partial<LiveOptions> = {}) {
  const all = begun(more)
  await vi.advanceTimersByTimeAsync(0)
  FakeSocket.last.say(format)
  FakeMedia.last.tell('sourceopen')
  FakeSocket.last.send(0, initSegment())
  await shown(all.video, 2)
  return all
}

describe('A live picture', () => {
  it('plays, and says so once', async () => {
    const { states, video, figures } = await playing()
    expect(states.map(({ name }) => name)).toEqual(['connecting', 'playing'])
    expect(FakeSocket.last.binaryType).toBe('arraybuffer')
    expect(video.muted).toBe(true)
    expect(figures.pop()).toMatchObject({ width: 640, height: 360, codec: 'H.264 High 3.1' })
  })

  it('catches up without stopping when it is far behind', async () => {
    const { video } = await playing()
    await shown(video, 3, 2)
    FakeMedia.last.buffer.held = [{ start: 0, end: 60 }]
    await vi.advanceTimersByTimeAsync(200)
    expect(video.currentTime).toBeLessThan(10)
    video.currentTime = 0.5
    for (let i = 0; i < 90; i += 1) {
      FakeSocket.last.send(1, fragment(60_000 + i * 200))
      FakeMedia.last.buffer.done()
      video.currentTime += 0.001
      await vi.advanceTimersByTimeAsync(200)
    }
    expect(video.currentTime).toBeGreaterThan(58)
  })

  it('comes back with a fresh address after growing pauses, and as if new after it has played well', async () => {
    const { video, address, last } = begun()
    await vi.advanceTimersByTimeAsync(0)
    FakeSocket.last.onclose!({ code: 1006 })
    expect(last()).toMatchObject({ name: 'failed', step: '连接视频服务', again: 1 })
    await vi.advanceTimersByTimeAsync(1000)
    expect([address.mock.calls.length, FakeSocket.last.url]).toEqual([2, 'wss://gateway/live?ticket=2'])
    expect(last()).toEqual({ name: 'connecting', attempt: 1 })
    FakeSocket.last.onclose!({ code: 1006 })
    expect(last()).toMatchObject({ again: 2 })
    await vi.advanceTimersByTimeAsync(2000)
    FakeSocket.last.say(format)
    FakeMedia.last.tell('sourceopen')
    FakeSocket.last.send(0, initSegment())
    await shown(video, 12)
    FakeSocket.last.onclose!({ code: 1006 })
    expect(last()).toMatchObject({ again: 1 })
  })

  it('says what the server says, and tries again', async () => {
    const { last } = begun()
    await vi.advanceTimersByTimeAsync(0)
    FakeSocket.last.say({ type: 'end', ...failure })
    expect(last()).toEqual({ name: 'failed', again: 1, ...failure })
    expect(FakeSocket.last.closed).toBe(true)
    await vi.advanceTimersByTimeAsync(1000)
    expect(FakeSocket.all.length).toBe(2)
  })

  it.each([
    ['what the browser cannot play', () => {
      FakeMedia.plays = () => false
      FakeSocket.last.say({ ...format, video: { ...format.video, codec: 'hvc1.1.6.L93.B0' } })
    }, { step: '解码', reason: '这个浏览器不能播放 H.265' }],
    ['what is not as agreed', () => FakeSocket.last.send(9, [1]), { step: '读取数据', reason: expect.stringContaining('不认识') as string }],
  ])('does not try again by itself: %s', async (_name, happen, told) => {
    const { last, player } = begun()
    await vi.advanceTimersByTimeAsync(0)
    happen()
    expect(last()).toMatchObject({ name: 'failed', again: null, ...told })
    await vi.advanceTimersByTimeAsync(120_000)
    expect(FakeSocket.all.length).toBe(1)
    player.retry()
    await vi.advanceTimersByTimeAsync(0)
    expect([FakeSocket.all.length, last().name]).toEqual([2, 'connecting'])
  })

  it.each([[403, null], [503, 1]])('without an address (%i) it says why', async (status, again) => {
    const { last } = begun({ address: () => Promise.reject(Object.assign(new Error(), { status, detail: '您没有查看这台设备的权限' })) })
    await vi.advanceTimersByTimeAsync(0)
    expect(last()).toMatchObject({ name: 'failed', step: '取播放地址', reason: '您没有查看这台设备的权限', again })
  })

  it('gives up an address that never comes, or a connection without a picture', async () => {
    const { last } = begun({ address: () => new Promise(() => undefined) })
    await vi.advanceTimersByTimeAsync(20_500)
    expect(last()).toMatchObject({ name: 'failed', step: '等待画面' })
  })

  it('says that the picture stands still, and takes it anew', async () => {
    const { last, failures } = await playing()
    await vi.advanceTimersByTimeAsync(3400)
    expect(last()).toEqual({ name: 'stalled', seconds: 3 })
    await vi.advanceTimersByTimeAsync(8000)
    expect(failures()).toEqual(['接收画面'])
  })

  it('goes on after it stood still', async () => {
    const { last, video, states } = await playing()
    await vi.advanceTimersByTimeAsync(2500)
    expect(last().name).toBe('stalled')
    await shown(video, 1, 2)
    expect(last().name).toBe('playing')
    expect(states.filter(({ name }) => name === 'connecting').length).toBe(1)
  })

  it('tells data without pictures from no data', async () => {
    const { failures } = await playing()
    for (let i = 0; i < 12; i += 1) {
      FakeSocket.last.send(1, fragment(i))
      await vi.advanceTimersByTimeAsync(1000)
    }
    expect(failures()).toEqual(['解码'])
  })

  it('begins anew when the device changes its codec', async () => {
    const { states } = await playing()
    FakeSocket.last.say({ ...format, video: { ...format.video, codec: 'avc1.4d0028' } })
    FakeMedia.last.tell('sourceopen')
    expect([FakeMedia.all.length, FakeMedia.last.type, FakeSocket.all.length]).toEqual([2, 'video/mp4; codecs="avc1.4d0028"', 1])
    expect(states.map(({ name }) => name)).toEqual(['connecting', 'playing', 'connecting'])
  })

  it('begins anew with another film of the same name, whose clock is another', async () => {
    const { video } = await playing()
    FakeSocket.last.say(format)
    expect(FakeMedia.all.length).toBe(1)
    FakeSocket.last.send(0, initSegment())
    FakeMedia.last.tell('sourceopen')
    expect([FakeMedia.all.length, FakeMedia.last.buffer.appended.length, FakeSocket.all.length]).toEqual([2, 1, 1])
    await shown(video, 1)
  })

  it('goes on when only the sound is told later', async () => {
    const sound = vi.fn()
    const { states } = await playing({ onSound: sound })
    FakeSocket.last.say({ ...format, audio: { codec: 'alaw', rate: 8000, channels: 1 } })
    FakeSocket.last.send(1, fragment(2000))
    FakeSocket.last.send(2, [0, 0, 0, 0, 0, 0, 0, 0, 0xd5])
    expect([FakeMedia.all.length, states.map(({ name }) => name)]).toEqual([1, ['connecting', 'playing']])
    expect(sound.mock.calls.map(([state]) => state as string)).toEqual(['none', 'off'])
  })

  it('takes the film anew when the browser stumbles', async () => {
    const { last } = await playing()
    FakeMedia.last.buffer.tell('error')
    expect(last()).toMatchObject({ name: 'failed', step: '解码', reason: '浏览器不接受收到的画面数据', again: 1 })
  })

  it('ends when the server closes in good order', async () => {
    const { last } = await playing()
    FakeSocket.last.onclose!({ code: 1000 })
    await vi.advanceTimersByTimeAsync(60_000)
    expect([last().name, FakeSocket.all.length]).toEqual(['ended', 1])
  })

  it('that was stopped hears nothing any more', async () => {
    let give: (url: string) => void = () => undefined
    const { player, states } = begun({ address: () => new Promise((resolve) => give = resolve) })
    player.stop()
    give('wss://late')
    await vi.advanceTimersByTimeAsync(60_000)
    expect([FakeSocket.all.length, states.map(({ name }) => name)]).toEqual([0, ['connecting', 'ended']])
  })
})

describe('What is kept', () => {
  it('is recorded from the last key picture on, and saved even when the line breaks', async () => {
    const { player, video, recorded } = await playing()
    expect(player.record()).toBe(true)
    await shown(video, 2, 2)
    FakeSocket.last.onclose!({ code: 1006 })
    expect(player.recording).toBe(false)
    expect(recorded.mock.calls[0]![0]).toMatchObject({ why: 'changed', seconds: expect.closeTo(3, 1) as number })
  })

  it('can be looked at again', async () => {
    const { player } = await playing()
    expect(player.replay()).toMatchObject({ codec: 'avc1.64001f', seconds: expect.closeTo(2, 5) as number })
  })

  it('is nothing before there is a picture', async () => {
    const { player, video } = begun()
    Object.assign(video, { videoWidth: 0 })
    expect([player.record(), player.replay(), await player.snapshot()]).toEqual([false, null, null])
  })
})

it('Pauses grow to a minute', () => expect([0, 1, 3, 10].map(backoff)).toEqual([1000, 2000, 8000, 60_000]))
