/** What an authority asks about its area, from the figures that exist: shares by level, and which level lags. */
import type { components } from '@changqian/api'

export type Overview = components['schemas']['Overview']
export type Fulfilment = components['schemas']['DutyFulfilment']
export type Debtor = components['schemas']['DutyDebtor']
export type Level = 'major' | 'large' | 'general' | 'low'

export const LEVELS: readonly Level[] = ['major', 'large', 'general', 'low']
export const HEAVY: readonly Level[] = ['major', 'large']

/** One measure of a ledger's statistics, as `stats/?split=true` tells it. */
export interface Told { measure: string, total: number, by_region: Record<string, number>, by_dimension: Record<string, number> }
export interface Share { key: string, total: number, done: number, share: number | null }

const measure = (told: readonly Told[], name: string) => told.find((one) => one.measure === name)
const share = (some: number, whole: number) => (whole ? some / whole : null)

/** Tasks by level: how many, how many done, and the share of the looks asked for that were made. */
export function byLevel(told: readonly Told[]): Share[] {
  const of = (name: string, level: Level) => measure(told, name)?.by_dimension[level] ?? 0
  return LEVELS.map((level) => ({
    key: level, total: of('total', level), done: of('done', level), share: share(of('counted', level), of('required', level)),
  }))
}

/** The same by area, the one that lags most first. */
export function byArea(told: readonly Told[]): Share[] {
  const of = (name: string, path: string) => measure(told, name)?.by_region[path] ?? 0
  return Object.keys(measure(told, 'total')?.by_region ?? {})
    .map((path) => ({
      key: path, total: of('total', path), done: of('done', path), share: share(of('counted', path), of('required', path)),
    }))
    .sort((a, b) => (a.share ?? 1) - (b.share ?? 1))
}

export function whole(told: readonly Told[]): Share {
  const of = (name: string) => measure(told, name)?.total ?? 0
  return { key: '', total: of('total'), done: of('done'), share: share(of('counted'), of('required')) }
}

/** First months of this year and this month, in China. */
export function yearToDate(now: Date): { since: string, until: string } {
  const month = new Date(now.getTime() + 8 * 3_600_000).toISOString().slice(0, 7)
  return { since: `${month.slice(0, 4)}-01-01`, until: `${month}-01` }
}
