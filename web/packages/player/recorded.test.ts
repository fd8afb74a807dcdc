import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { fakeBrowser, FakeMedia, FakeSocket, fakeVideo, fragment, initSegment } from './fakes'
import type { Failure } from './frames'
import type { State } from './live'
import { RecordedPlayer, type Standing } from './recorded'

/** One that can be spoken to. */
class Socket extends FakeSocket {
  readyState = 1
  said: Record<string, unknown>[] = []
  onopen: (() => void) | null = null

  override send(what: number | string, data: Iterable<number> = []): void {
    if (typeof what === 'string')
      this.said.push(JSON.parse(what) as Record<string, unknown>)
    else
      super.send(what, data)
  }

  static get now(): Socket { return FakeSocket.last as Socket }
}

beforeEach(() => {
  vi.useFakeTimers()
  fakeBrowser()
  vi.stubGlobal('WebSocket', Socket)
})
afterEach(() => vi.useRealTimers())

const format = { type: 'stream', video: { codec: 'avc1.64001f', width: 640, height: 360 }, audio: null }
const place = (at: number, position: number, more: object = {}): object =>
  ({ type: 'state', at, position, scale: 1, paused: false, failure: null, ...more })

function begun(at = 0) {
  const states: State[] = []
  const standings: Standing[] = []
  const failures: Failure[] = []
  const video = fakeVideo()
  const address = vi.fn((from: number) => Promise.resolve(`wss://gateway/playback?at=${from}`))
  const player = new RecordedPlayer(video, {
    address, onState: (state) => states.push(state), onStanding: (now) => standings.push(now),
    onFailure: (failure) => failures.push(failure), delay: () => 1000,
  })
  player.playFrom(at)
  const last = (): State => states[states.length - 1]!
  const standing = (): Standing => standings[standings.length - 1]!
  return { player, video, address, states, last, standing, failures }
}

function film(): void {
  Socket.now.say(format)
  Socket.now.send(0, initSegment())
  FakeMedia.last.tell('sourceopen')
  FakeMedia.last.buffer.done()
}

/** Pictures of 40 ms come, and are shown half a second later. */
async function shown(video: HTMLVideoElement, seconds: number, from = 0): Promise<void> {
  const { buffer } = FakeMedia.last
  for (let i = 0; i < seconds * 5; i += 1) {
    const at = from + i * 0.2
    for (let j = 0; j < 5; j += 1) {
      Socket.now.send(1, fragment(Math.round(at * 1000) + j * 40, { key: i % 5 === 0 && j === 0 }))
      buffer.done()
    }
    buffer.held = [{ start: 0, end: at + 0.7 }]
    video.currentTime = at + 0.2
    await vi.advanceTimersByTimeAsync(200)
  }
}

async function playing(at = 0) {
  const all = begun(at)
  await vi.advanceTimersByTimeAsync(0)
  Socket.now.onopen?.()
  film()
  Socket.now.say(place(0, at))
  await shown(all.video, 2)
  return all
}

describe('A recording', () => {
  it('is where the server says, counted on by the picture', async () => {
    const { address, last, standing, video } = await playing(30)
    expect([address.mock.calls, last().name]).toEqual([[[30]], 'playing'])
    expect(standing()).toMatchObject({ scale: 1, paused: false, seeking: false })
    expect(standing().position).toBeCloseTo(32, 1)
    Socket.now.say(place(2.5, 32.5, { scale: 4 }))
    // What was sent at four times the speed is not seen yet.
    expect(standing().position).toBeCloseTo(32, 0)
    video.currentTime = 3
    await vi.advanceTimersByTimeAsync(200)
    expect(standing().position).toBeCloseTo(34.5, 1)
  })

  it('stands still at once, for as long as one likes, and goes on', async () => {
    const { player, video, states, standing } = await playing()
    player.pause()
    expect([video.paused, standing().paused, Socket.now.said]).toEqual([true, true, [{ do: 'pause' }]])
    Socket.now.say(place(2.2, 2.2, { paused: true }))
    await vi.advanceTimersByTimeAsync(60_000)
    expect(video.paused).toBe(true)
    expect(states.map(({ name }) => name)).toEqual(['connecting', 'playing'])
    player.resume()
    await shown(video, 1, 2)
    expect([video.paused, standing().paused, Socket.now.said[1]]).toEqual([false, false, { do: 'play' }])
    expect(states.map(({ name }) => name)).toEqual(['connecting', 'playing'])
  })

  it('goes where it is told, and is there when the server is', async () => {
    const { player, standing, states, video } = await playing()
    player.seek(50)
    expect(Socket.now.said).toEqual([{ do: 'seek', position: 50 }])
    Socket.now.say(place(2.2, 2.2))
    expect(standing()).toMatchObject({ position: 50, seeking: true })
    film()
    expect(FakeMedia.all.length).toBe(2)
    video.currentTime = 0
    Socket.now.say(place(0, 49.6))
    expect(standing()).toMatchObject({ seeking: false })
    await shown(video, 1)
    expect(standing().position).toBeCloseTo(50.6, 1)
    expect(states.map(({ name }) => name)).toEqual(['connecting', 'playing', 'connecting', 'playing'])
  })

  it('shows a place also while it stands still', async () => {
    const { player, video, last } = await playing()
    player.pause()
    player.seek(50)
    film()
    video.currentTime = 0
    Socket.now.say(place(0.04, 50.04, { paused: true }))
    Socket.now.send(1, fragment(0, { key: true }))
    FakeMedia.last.buffer.held = [{ start: 0, end: 0.04 }]
    await vi.advanceTimersByTimeAsync(400)
    expect([last().name, video.paused]).toEqual(['playing', true])
  })

  it('goes on by single pictures, and back as far as they are kept', async () => {
    const { player, video, standing } = await playing()
    video.currentTime = 1.82
    player.step()
    expect([video.paused, Socket.now.said]).toEqual([true, [{ do: 'pause' }, { do: 'step' }]])
    expect(video.currentTime).toBeCloseTo(1.86, 3)
    player.step()
    expect(video.currentTime).toBeCloseTo(1.9, 3)
    expect(player.back()).toBe(true)
    expect(video.currentTime).toBeCloseTo(1.86, 3)
    video.currentTime = 1.98
    player.step()
    expect(video.currentTime).toBe(1.98)
    Socket.now.send(1, fragment(2000))
    expect(video.currentTime).toBeCloseTo(2.02, 3)
    expect(standing().position).toBeCloseTo(2.02, 1)
    video.currentTime = 0
    expect(player.back()).toBe(false)
  })

  it('says what the device makes of a speed', async () => {
    const { player, standing, failures } = await playing()
    player.speed(4)
    expect([standing().scale, Socket.now.said]).toEqual([4, [{ do: 'speed', scale: 4 }]])
    Socket.now.say(place(2, 2))
    expect(standing().scale).toBe(4)
    Socket.now.say(place(2.1, 2.1, { scale: 4 }))
    const failure = { step: 'ignored', reason: '实际约 1 倍速', remedy: '换用其他倍速' }
    Socket.now.say(place(5, 5, { failure }))
    expect([standing().scale, failures]).toEqual([1, [failure]])
  })

  it('is shown to its last picture, which stays', async () => {
    const { player, video, last, address, standing } = await playing()
    Socket.now.say({ type: 'end', step: 'finished', reason: '到结尾了', remedy: '从头播放' })
    FakeMedia.last.buffer.done()
    expect([last().name, FakeMedia.last.ended]).toEqual(['playing', true])
    await vi.advanceTimersByTimeAsync(400)
    video.currentTime = 2.4
    await vi.advanceTimersByTimeAsync(200)
    expect([last().name, video.src]).toEqual(['ended', 'blob:1'])
    expect(standing().position).toBeCloseTo(2.4, 1)
    player.seek(1)
    await vi.advanceTimersByTimeAsync(0)
    expect([address.mock.calls, FakeSocket.all.length]).toEqual([[[0], [1]], 2])
  })

  it('goes on where the line broke, as it was', async () => {
    const { player, address, video, last } = await playing()
    player.speed(2)
    Socket.now.say(place(2, 2, { scale: 2 }))
    video.currentTime = 3
    Socket.now.onclose!({ code: 1006 })
    expect(last()).toMatchObject({ name: 'failed', again: 1 })
    await vi.advanceTimersByTimeAsync(1000)
    Socket.now.onopen?.()
    expect(address.mock.calls[1]![0]).toBeCloseTo(4, 1)
    expect(Socket.now.said).toEqual([{ do: 'speed', scale: 2 }])
  })

  it.each([['refused', null], ['broke_off', 1]])('tries again only where that may help: %s', async (step, again) => {
    const { last } = await playing()
    Socket.now.say({ type: 'end', step, reason: '没有录像', remedy: '换个时间' })
    expect(last()).toMatchObject({ name: 'failed', step, again })
  })
})
