/** Months summed up, on the phone: which month is the last one, and in what order areas are looked at. */
import type { components } from '@changqian/api'

export type Row = components['schemas']['FirmSummary']
export type Detail = components['schemas']['FirmSummaryDetail']
export type Confirmed = components['schemas']['Confirmed']
export type Confirmation = Row['confirmation']

export const TONES: Readonly<Record<Confirmation, 'good' | 'caution' | 'plain'>> = {
  confirmed: 'good', again: 'caution', pending: 'plain',
}

/** The first day of the month that has ended, in China. */
export function lastMonth(now: Date): string {
  const day = new Date(now.getTime() + 8 * 3_600_000)
  day.setUTCDate(0)
  return `${day.toISOString().slice(0, 7)}-01`
}

/** The month before (-1) or after (1) another. */
export function monthFrom(month: string, steps: number): string {
  const day = new Date(`${month}T00:00:00Z`)
  day.setUTCMonth(day.getUTCMonth() + steps)
  return day.toISOString().slice(0, 10)
}

export const open = (told: { pending: number, again: number }) => told.pending + told.again

/** What an officer proposes when he begins to write: what the month left open, one line each. */
export function asPlan(advice: readonly string[]): string {
  return advice.map((line, n) => `${n + 1}. ${line}`).join('\n')
}
