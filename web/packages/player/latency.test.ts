import { describe, expect, it } from 'vitest'
import { advise, HIGH, LOW, Pace, type Advice, type Sight } from './latency'

const sight: Sight = { ranges: [{ start: 100, end: 110 }], at: 109.5, lowest: 0.5, recent: 0.5, rate: 1, cushion: 0 }
const rest: Advice = { rate: 1, to: null, before: null }

/** Where a case says nothing else, the last moments are like those before. */
const like = (seen: Partial<Sight>): Partial<Sight> => ({ recent: seen.lowest ?? 0.5, ...seen })

describe('How near to the present', () => {
  it.each<[string, Partial<Sight>, Partial<Advice>]>([
    ['nothing is there', { ranges: [] }, {}],
    ['in the middle: at rest', { lowest: 0.45 }, {}],
    ['not known yet: at rest', { lowest: null, at: 104 }, {}],
    ['a little far: faster', { lowest: 0.7 }, { rate: 1.08 }],
    ['further: faster still', { lowest: 1.6 }, { rate: 1.2 }],
    ['faster stays faster until the middle', { lowest: 0.5, rate: 1.08 }, { rate: 1.08 }],
    ['… and then rests', { lowest: 0.44, rate: 1.08 }, { rate: 1 }],
    ['too near: slower', { lowest: 0.2 }, { rate: 0.95 }],
    ['slower stays slower', { lowest: 0.35, rate: 0.95 }, { rate: 0.95 }],
    ['… until nearly the middle', { lowest: 0.42, rate: 0.95 }, { rate: 1 }],
    ['far behind: jump over what was never needed', { at: 104, lowest: 5 }, { to: 108.55 }],
    ['much is ready, but the network needs it: no jump', { at: 104, lowest: 0.5 }, {}],
    ['after stopping, more is kept', { lowest: 0.9, cushion: 0.4 }, {}],
    ['… and less is too near', { lowest: 0.5, cushion: 0.4 }, { rate: 0.95 }],
    ['it faltered a while ago: neither nearer nor further', { lowest: 0, recent: 1 }, {}],
    ['beginning: into what there is, near its end', { at: 0, lowest: null }, { to: 109.55 }],
    ['beginning: not before what there is', { at: 0, ranges: [{ start: 100, end: 100.2 }] }, { to: 100 }],
    ['the clock was set back', { at: 500 }, { to: 109.55 }],
    ['at the end: wait', { at: 110.02, lowest: 0 }, { rate: 0.95 }],
    ['before a hole: over it', { ranges: [{ start: 90, end: 100 }, { start: 101, end: 110 }], at: 99.95 }, { to: 101.01 }],
    ['in a hole: out of it', { ranges: [{ start: 90, end: 100 }, { start: 101, end: 110 }], at: 100.5 }, { to: 101.01 }],
    ['far before a hole: play on', { ranges: [{ start: 90, end: 100 }, { start: 101, end: 110 }], at: 97 }, {}],
    ['much behind: let go', { ranges: [{ start: 80, end: 110 }], at: 109.5 }, { before: 99.5 }],
    ['a little behind: keep', { ranges: [{ start: 92, end: 110 }], at: 109.5 }, {}],
  ])('%s', (_name, seen, told) => {
    const { to, ...other } = advise({ ...sight, ...like(seen) })
    const expected = { ...rest, ...told }
    expect(other).toEqual({ rate: expected.rate, before: expected.before })
    if (expected.to === null)
      expect(to).toBeNull()
    else
      expect(to).toBeCloseTo(expected.to, 6)
  })
})

interface Network { every: number, late: (n: number) => number, burst?: number }

/** A minute of a camera behind a network: fragments of `every` seconds, each late by so much; what the viewer lives through. */
function watched({ every, late, burst = 0 }: Network): { stops: number, delay: number, ahead: number } {
  const pace = new Pace()
  const STEP = 0.05
  let [at, rate, stops, ahead, waits] = [0, 1, 0, 0, true]
  for (let now = 0; now < 60; now += STEP) {
    // A fragment is sent when its last picture is there.
    let end = burst
    for (let n = Math.max(0, Math.floor(now / every) - 60); (n + 1) * every <= now; n += 1) {
      if ((n + 1) * every + late(n) <= now)
        end = burst + (n + 1) * every
    }
    const moved = at + STEP * rate
    if (moved <= end) {
      [at, waits] = [moved, false]
    } else if (!waits) {
      waits = true
      // The first seconds find out what the network needs.
      stops += now > 15 ? 1 : 0
      pace.stopped(now)
    }
    const advice = pace.look(end > 0 ? [{ start: 0, end }] : [], at, now)
    at = advice.to ?? at
    rate = advice.rate
    ahead = end - at
  }
  return { stops, delay: burst + 60 - at, ahead }
}

describe('The beginning', () => {
  it('is near the end of what comes at once, in pieces', () => {
    const pace = new Pace()
    const jumps = [[0, 0.5], [0.2, 3], [0.4, 8]].map(([now, end]) => pace.look([{ start: 0, end: end! }], now!, now!).to)
    expect(jumps).toEqual([null, 2, 7])
  })

  it('says nothing about the network: a second behind, it plays on and then catches up', () => {
    const pace = new Pace()
    for (let now = 0; now < 0.6; now += 0.2)
      pace.look([{ start: 0, end: 0.1 + now }], now, now)
    const rates = Array.from({ length: 20 }, (_, i) => 0.6 + i * 0.2)
      .map((now) => pace.look([{ start: 0, end: 1 + now }], now, now).rate)
    expect([rates[5], rates[19]]).toEqual([1, 1.08])
  })
})

describe('A minute of watching', () => {
  it.each<[string, Network, number]>([
    ['picture by picture', { every: 0.04, late: () => 0.05 }, HIGH + 0.1],
    ['with the last group of pictures sent first', { every: 0.04, late: () => 0.05, burst: 8 }, HIGH + 0.1],
    ['with trembling', { every: 0.04, late: (n) => 0.05 + (n * 7919 % 100) / 400 }, 0.95],
    ['in fragments of half a second', { every: 0.5, late: () => 0.05 }, 1.3],
    ['in fragments of a second', { every: 1, late: () => 0.1 }, 1.9],
    ['a second that comes late every eight', { every: 0.04, late: (n) => (n % 200 < 25 ? 1 - (n % 200) * 0.04 : 0.03) }, 2.4],
  ])('%s: never stops, stays near', (_name, network, most) => {
    const { stops, delay, ahead } = watched(network)
    expect(stops).toBe(0)
    expect(delay).toBeLessThan(most)
    expect(ahead).toBeGreaterThan(LOW - 0.1)
  })
})
