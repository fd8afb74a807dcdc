/**
 * How near to the present a live picture is played. What counts is not how much lies ready now but the least that lay
 * ready lately: only what the network never needed is given up, so that catching up does not itself make the picture stop.
 */

export interface Range { start: number, end: number }

export interface Sight {
  /** What lies ready, in order. */
  ranges: readonly Range[]
  /** Where the picture is. */
  at: number
  /** The least that lay ready ahead of the picture lately; null while that is not known yet. Decides about nearer. */
  lowest: number | null
  /** The same of the last moments only: decides about less near, which need not wait for what is past. */
  recent: number
  /** How fast it plays now. */
  rate: number
  /** Seconds more than usual, after the picture has stopped. */
  cushion: number
}

export interface Advice {
  rate: number
  /** Jump there. */
  to: number | null
  /** What lies before this moment may go. */
  before: number | null
}

/** Seconds behind the present: slower below, faster above, at rest in the middle. */
export const LOW = 0.3
export const AIM = 0.45
export const HIGH = 0.6
/** So far behind, one jumps rather than plays faster. */
export const JUMP = 2.5
const SLOW = 0.95
const FAST = 1.08
const FASTER = 1.2
/** What is kept behind the picture, and from when on it is cut to that. */
const BEHIND = 10
const BEHIND_MOST = 20
/** The browser's own rounding at the edges of a range. */
const EDGE = 0.1

export function advise({ ranges, at, lowest, recent, rate, cushion }: Sight): Advice {
  const [first, last] = [ranges[0], ranges[ranges.length - 1]]
  if (!first || !last)
    return { rate: 1, to: null, before: null }
  const before = first.start < at - BEHIND_MOST ? at - BEHIND : null
  const aim = AIM + cushion
  const nearEnd = Math.max(last.start, last.end - aim)
  // At the beginning, or when the camera's clock was set: into what there is, near its end.
  if (at < first.start || at > last.end + 1)
    return { rate: 1, to: nearEnd, before: null }
  const here = ranges.findIndex(({ start, end }) => start - EDGE <= at && at <= end)
  const next = ranges.find(({ start }) => start > at)
  // A hole: nothing will fill it any more.
  if (next && (here < 0 || ranges[here]!.end - at < EDGE))
    return { rate: 1, to: next.start + 0.01, before }
  if (lowest === null)
    return { rate: 1, to: null, before }
  if (lowest > JUMP + cushion)
    return { rate: 1, to: at + lowest - aim, before }
  return { rate: paced(lowest - cushion, recent - cushion, rate), to: null, before }
}

/** Once faster or slower, it stays so until the middle is reached: a speed that changes all the time is seen. */
function paced(spare: number, recent: number, rate: number): number {
  if (spare > HIGH || (rate > 1 && spare > AIM))
    return spare > AIM + 1 ? FASTER : FAST
  if (recent < LOW || (rate < 1 && recent < AIM - 0.05))
    return SLOW
  return 1
}

/** Seconds that are remembered: a network that falters falters again. So many are enough to judge by. */
const MEMORY = 10
const RECENT = 2
/**
 * A server gives the last group of pictures at once, in pieces: while they come in, what lies ready says nothing about the
 * network, and one does not begin with the past.
 */
const SETTLING = 0.6
const START = 1
const CUSHION_STEP = 0.15
const CUSHION_MOST = 1.5
/** After so long without stopping, the picture comes nearer again. */
const CALM = 30

/** Remembers what `advise` needs. Times in seconds, of any steady clock. */
export class Pace {
  private seen: { now: number, ahead: number }[] = []
  private rate = 1
  private calmSince: number | null = null
  private began: number | null = null
  cushion = 0

  look(ranges: readonly Range[], at: number, now: number): Advice {
    this.calmSince ??= now
    if (now - this.calmSince > CALM) {
      this.cushion = Math.max(0, this.cushion - CUSHION_STEP)
      this.calmSince = now
    }
    const last = ranges[ranges.length - 1]
    if (last)
      this.began ??= now
    const settling = this.began === null || now - this.began < SETTLING
    if (last && settling && last.end - at > START + EDGE)
      return { rate: 1, to: Math.max(last.start, last.end - START), before: null }
    if (last && !settling && at >= ranges[0]!.start)
      this.seen.push({ now, ahead: Math.max(0, last.end - at) })
    while (this.seen.length && this.seen[0]!.now < now - MEMORY)
      this.seen.shift()
    const known = this.seen.length > 0 && this.seen[0]!.now <= now - RECENT
    const lowest = known ? this.least(now - MEMORY) : null
    const recent = this.least(now - RECENT)
    const advice = advise({ ranges, at, lowest, recent, rate: this.rate, cushion: this.cushion })
    this.rate = advice.rate
    if (advice.to !== null)
      this.seen = []
    return advice
  }

  /** The picture has stopped for want of data: from now on a little further behind. */
  stopped(now: number): void {
    this.cushion = Math.min(CUSHION_MOST, this.cushion + CUSHION_STEP)
    this.calmSince = now
    this.seen.push({ now, ahead: 0 })
  }

  /** The page was out of sight, or everything begins anew: what was seen says nothing. */
  forget(): void {
    this.seen = []
    this.began = null
  }

  private least(since: number): number {
    return Math.min(...this.seen.filter(({ now }) => now >= since).map(({ ahead }) => ahead))
  }
}
