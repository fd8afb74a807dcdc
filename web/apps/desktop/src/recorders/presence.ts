/** How a recorder stands: there or not, and whether what it last said of its place still holds. */
import type { Tone } from '@changqian/ui'

/** Milliseconds after which a position is shown as old: as on the server. */
export const LATE = 5 * 60_000

export interface Told {
  online: boolean
  /** Since when it is there, or gone; null: it never came. */
  since?: string | null
}

export function presenceOf({ online, since }: Told): { words: string, sign: string, tone: Tone } {
  if (online)
    return { words: '在线', sign: '●', tone: 'good' }
  return since === null ? { words: '从未接入', sign: '－', tone: 'plain' } : { words: '离线', sign: '○', tone: 'plain' }
}

export function standingOf(place: { online: boolean, located_at: string }, now = Date.now()): 'fresh' | 'old' | 'away' {
  return !place.online ? 'away' : now - Date.parse(place.located_at) > LATE ? 'old' : 'fresh'
}

/** 东门记录仪 · 陈建国 */
export const named = ({ name, wearer_name }: { name: string, wearer_name: string | null }): string =>
  [name, wearer_name].filter(Boolean).join(' · ')
