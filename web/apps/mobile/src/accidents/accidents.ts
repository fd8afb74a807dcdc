/** Accidents on the phone: reported where they happen, read by who answers for them. */
import { api, type Page, type Query } from '@changqian/api'
import type { Schemas } from '@changqian/ledgers'

export type Accident = Schemas['Accident']
export type Detail = Schemas['AccidentDetail']

export const TONES = { reported: 'bad', investigating: 'caution', concluded: 'brand', closed: 'good' } as const

/** The newest, as many as anybody scrolls through. */
export async function readAccidents(bounds: Query, signal?: AbortSignal): Promise<Accident[]> {
  const query = { ...bounds, ordering: '-happened_at', limit: 100 }
  return (await api.get<Page<Accident>>('/api/accidents/', query, signal && { signal })).results
}

/** 死亡1人、重伤2人; empty where nobody was hurt. */
export function hurt(row: Pick<Accident, 'deaths' | 'missing' | 'serious' | 'minor'>): string {
  const told: [string, number | undefined][] = [['死亡', row.deaths], ['失联', row.missing], ['重伤', row.serious], ['轻伤', row.minor]]
  return told.filter(([, count]) => count).map(([word, count]) => `${word} ${count} 人`).join('、')
}

/** What is left of the hour in which the authority has to be told. */
export function hourLeft(by: string, now = Date.now()): { words: string, late: boolean } {
  const minutes = Math.floor((Date.parse(by) - now) / 60_000)
  return minutes >= 0 ? { words: `还剩 ${minutes} 分钟`, late: false } : { words: '已超过 1 小时', late: true }
}
