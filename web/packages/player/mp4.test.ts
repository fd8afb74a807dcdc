import { describe, expect, it } from 'vitest'
import { fragment, initSegment } from './fakes'
import film from './fixtures/film.json'
import type { Bytes } from './frames'
import { earlier, readFragment, readInit } from './mp4'

const bytes = (text: string): Bytes => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))

describe('A film as the server’s muxer makes it (PyAV, a key picture every five, 25 a second)', () => {
  const track = readInit(bytes(film.init))!
  const read = film.fragments.map((each) => readFragment(bytes(each), track))

  it('has a clock', () => expect([track.id, track.timescale > 0]).toEqual([1, true]))

  it('tells moments, lengths and key pictures', () => {
    expect(read.map((each) => each?.start.toFixed(2))).toEqual(read.map((_, i) => (i * 0.04).toFixed(2)))
    expect(read.map((each) => each?.duration.toFixed(2))).toEqual(read.map(() => '0.04'))
    expect(read.map((each) => each?.key)).toEqual(read.map((_, i) => i % 5 === 0))
  })

  it('moves to the beginning, and nothing else of it changes', () => {
    const late = read[7]!
    const moved = earlier(late, track, late.ticks)
    expect(readFragment(moved, track)).toMatchObject({ ticks: 0, duration: late.duration, key: late.key })
    expect([...moved].filter((each, i) => each !== late.data[i]).length).toBeLessThanOrEqual(8)
    expect(readFragment(late.data, track)!.ticks).toBe(late.ticks)
  })
})

describe('Moments', () => {
  const track = readInit(initSegment())!

  it('may be beyond 32 bits', () => {
    const far = readFragment(fragment(2 ** 33 + 5, { key: true, count: 3 }), track)!
    expect(far).toMatchObject({ ticks: 2 ** 33 + 5, duration: 0.12, key: true })
    expect(readFragment(earlier(far, track, 2 ** 33), track)!.ticks).toBe(5)
  })

  it('never become negative', () => {
    const early = readFragment(fragment(40), track)!
    expect(readFragment(earlier(early, track, 1000), track)!.ticks).toBe(0)
  })
})

describe('What cannot be read', () => {
  it.each([
    ['nothing', new Uint8Array()], ['noise', Uint8Array.from({ length: 64 }, (_, i) => i * 37)],
    ['a film cut off', initSegment().slice(0, 100)], ['a fragment', fragment(0)],
  ])('%s is no beginning', (_name, data) => expect(readInit(data)).toBeNull())

  it.each([
    ['nothing', new Uint8Array()], ['noise', Uint8Array.from({ length: 64 }, (_, i) => i * 37)],
    ['cut off', fragment(0).slice(0, 60)], ['a beginning', initSegment()],
  ])('%s is no fragment', (_name, data) => expect(readFragment(data, readInit(initSegment())!)).toBeNull())
})
