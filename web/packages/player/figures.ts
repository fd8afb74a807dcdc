/** The figures of a live picture: measured over the last seconds, so that they do not jump. */

export interface Figures {
  /** Of what came over the network. */
  kilobits: number
  /** Pictures shown in a second; null until it is known. */
  frames: number | null
  /** Seconds between the newest picture here and the one that is shown. What camera and network took is not in it. */
  delay: number | null
  width: number
  height: number
  codec: string
  /** Seconds without a break. */
  playing: number
}

const WINDOW = 3

/** Counts what grows, and says how fast. Times in seconds. */
export class Meter {
  private seen: { now: number, total: number }[] = []

  /** null until two moments are known. */
  rate(total: number, now: number): number | null {
    // Counters begin anew with a new film.
    if (this.seen.length && total < this.seen[this.seen.length - 1]!.total)
      this.seen = []
    this.seen.push({ now, total })
    while (this.seen.length > 2 && this.seen[1]!.now <= now - WINDOW)
      this.seen.shift()
    const first = this.seen[0]!
    return now > first.now ? (total - first.total) / (now - first.now) : null
  }
}
