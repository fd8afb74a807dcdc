import { describe, expect, it, vi } from 'vitest'
import { fragment, initSegment } from './fakes'
import type { Bytes } from './frames'
import { Keep, REPLAY_SECONDS, type Recording } from './keep'
import { readFragment, readInit } from './mp4'

const track = readInit(initSegment())!
const FROM = 1_000_000

/** A camera that has been on for a while: 25 pictures a second, a key picture every two seconds. */
function shot(keep: Keep, seconds: number, from = FROM, size = 4): void {
  for (let i = 0; i < seconds * 25; i += 1)
    keep.add(fragment(from + i * 40, { key: i % 50 === 0, size }))
}

function begun(): { keep: Keep, recorded: ReturnType<typeof vi.fn<(recording: Recording) => void>> } {
  const recorded = vi.fn<(recording: Recording) => void>()
  const keep = new Keep(recorded)
  keep.begin(initSegment())
  return { keep, recorded }
}

const times = (pieces: Bytes[]) => pieces.slice(1).map((piece) => readFragment(piece, track)!)

describe('The last half minute', () => {
  it('is not there before there is a picture', () => {
    expect(new Keep(() => undefined).last()).toBeNull()
    expect(begun().keep.last()).toBeNull()
  })

  it('begins with a key picture at zero, and is as long as promised', () => {
    const { keep } = begun()
    shot(keep, 75)
    const clip = keep.last()!
    expect(clip.pieces[0]).toEqual(initSegment())
    const read = times(clip.pieces)
    expect(read[0]).toMatchObject({ ticks: 0, key: true })
    expect(clip.seconds).toBeGreaterThanOrEqual(REPLAY_SECONDS)
    expect(clip.seconds).toBeLessThan(REPLAY_SECONDS + 2.1)
    expect(read[read.length - 1]!.ticks).toBe((read.length - 1) * 40)
  })

  it('does not begin in the middle of a group', () => {
    const { keep } = begun()
    keep.add(fragment(0))
    expect(keep.last()).toBeNull()
  })

  it('is shorter where the pictures are heavy', () => {
    const { keep } = begun()
    // 20 MB a second
    shot(keep, 6, FROM, 800_000)
    expect(keep.last()?.seconds ?? 0).toBeLessThan(4)
  })

  it('begins anew with a new film', () => {
    const { keep } = begun()
    shot(keep, 3)
    keep.begin(initSegment())
    expect(keep.last()).toBeNull()
  })

  it('knows the key pictures', () => {
    const { keep } = begun()
    shot(keep, 5)
    expect([999, 1000, 1001.9, 1002.1, 2000].map((time) => keep.keyBefore(time))).toEqual([null, 1000, 1000, 1002, 1004])
  })
})

describe('A recording', () => {
  it('waits for a picture', () => {
    const { keep } = begun()
    expect([keep.record(), keep.recording]).toEqual([false, false])
  })

  it('is one film from the last key picture on, from zero', async () => {
    const { keep, recorded } = begun()
    shot(keep, 3)
    expect([keep.record(), keep.record(), keep.recording]).toEqual([true, false, true])
    shot(keep, 1, FROM + 3000)
    keep.finish()
    expect(keep.recording).toBe(false)
    const { blob, seconds, why } = recorded.mock.calls[0]![0]
    // The second since the key picture, and the one after the press.
    expect([seconds.toFixed(2), why, blob.type]).toEqual(['2.00', 'asked', 'video/mp4'])
    const bytes = new Uint8Array(await blob.arrayBuffer())
    const head = initSegment()
    expect(bytes.slice(0, head.length)).toEqual(head)
    expect(readFragment(bytes.slice(head.length), track)).toMatchObject({ ticks: 0, key: true })
    expect(readFragment(bytes.slice(head.length), track)!.duration).toBeCloseTo(2, 5)
  })

  it('ends with its film, and says so', () => {
    const { keep, recorded } = begun()
    shot(keep, 1)
    keep.record()
    keep.begin(initSegment())
    expect(recorded.mock.calls.map(([{ why }]) => why)).toEqual(['changed'])
  })

  it('joins its pieces without losing one', async () => {
    const { keep, recorded } = begun()
    shot(keep, 1, FROM, 300_000)
    keep.record()
    shot(keep, 1, FROM + 1000, 300_000)
    keep.finish()
    const { blob } = recorded.mock.calls[0]![0]
    const one = fragment(FROM, { size: 300_000 }).length
    expect(blob.size).toBe(initSegment().length + 48 * one + 2 * fragment(FROM, { key: true, size: 300_000 }).length)
  })

  it('that is not running ends quietly', () => {
    const { keep, recorded } = begun()
    keep.finish()
    expect(recorded).not.toHaveBeenCalled()
  })
})
