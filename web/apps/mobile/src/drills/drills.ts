/** Drills as the phone uses them: what is to be held, held where the network may be gone. */
import { api, type Page, type Query } from '@changqian/api'
import { today } from '@changqian/ledger'
import type { Schemas } from '@changqian/ledgers'

export type Drill = Schemas['Drill']
export type Detail = Schemas['DrillDetail']

const MOST = 200

/** Drills of the last and the coming half-year, by day. */
export async function readDrills(bounds: Query, signal?: AbortSignal): Promise<Drill[]> {
  const shift = (days: number) => new Date(Date.parse(today()) + days * 86_400_000).toISOString().slice(0, 10)
  const query = { ...bounds, happens_on_after: shift(-183), happens_on_before: shift(183), ordering: 'happens_on', limit: MOST }
  return (await api.get<Page<Drill>>('/api/drills/', query, signal && { signal })).results
}

export interface Group { word: string, late?: boolean, drills: Drill[] }

/** 逾期未演练, 今天, then the months to come, then what was held, the latest first. */
export function grouped(drills: readonly Drill[], day = today()): Group[] {
  const waiting = drills.filter((drill) => drill.status === 'planned')
  const held = drills.filter((drill) => drill.status !== 'planned').reverse()
  const months = new Map<string, Drill[]>()
  for (const drill of waiting.filter((one) => one.happens_on > day)) {
    const word = `${Number(drill.happens_on.slice(5, 7))}月`
    months.set(word, [...months.get(word) ?? [], drill])
  }
  return [
    { word: '已过计划日期，还没有登记', late: true, drills: waiting.filter((drill) => drill.happens_on < day) },
    { word: '今天', drills: waiting.filter((drill) => drill.happens_on === day) },
    ...[...months].map(([word, found]) => ({ word, drills: found })),
    { word: '已演练', drills: held },
  ].filter((group) => group.drills.length)
}

export const TONES = { planned: 'brand', held: 'caution', evaluated: 'good' } as const
