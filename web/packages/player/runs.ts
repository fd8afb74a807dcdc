/** The recordings of a channel as runs without a gap: what one playback plays, so that its positions are right. */

/** A file on a device; times as the API gives them. */
export interface RecordedFile { start: string, stop: string, type?: string }
/** Milliseconds since 1970. */
export interface Run { start: number, stop: number }

/** Files that are so near to each other follow one another. */
const GAP = 2000
/** The gateway plays no more in one go. */
const LONGEST = 24 * 3600 * 1000

export function runsOf(files: readonly RecordedFile[]): Run[] {
  const spans = files.map(({ start, stop }) => ({ start: Date.parse(start), stop: Date.parse(stop) }))
    .filter(({ start, stop }) => stop > start)
    .sort((a, b) => a.start - b.start)
  const runs: Run[] = []
  for (const span of spans) {
    const last = runs[runs.length - 1]
    if (last && span.start - last.stop <= GAP && Math.max(span.stop, last.stop) - last.start <= LONGEST)
      last.stop = Math.max(last.stop, span.stop)
    else
      runs.push({ ...span })
  }
  return runs
}

/** Where a moment is played: in its run, else at the beginning of the next one, else of the last; null without any. */
export function placeAt(runs: readonly Run[], moment: number): { run: Run, at: number, exact: boolean } | null {
  const here = runs.find(({ start, stop }) => start <= moment && moment < stop)
  if (here)
    return { run: here, at: (moment - here.start) / 1000, exact: true }
  const next = runs.find(({ start }) => start > moment) ?? runs[runs.length - 1]
  return next ? { run: next, at: 0, exact: false } : null
}

export const after = (runs: readonly Run[], run: Run): Run | null => runs.find(({ start }) => start >= run.stop) ?? null

/** 2026-03-09 14:05:09, the time in China. */
export function chinaTime(moment: number): string {
  return new Date(moment + 8 * 3600_000).toISOString().slice(0, 19).replace('T', ' ')
}
