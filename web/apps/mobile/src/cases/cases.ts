/** Typical accidents elsewhere, on the phone: those that concern one's own industry, and whether one has read them. */
import { api, type Page, type Query } from '@changqian/api'
import type { Schemas } from '@changqian/ledgers'

export type Case = Schemas['AccidentCase']
export type Detail = Schemas['AccidentCaseDetail']
export type Shown = 'unread' | 'read' | 'all'

export const TONES = { general: 'caution', larger: 'caution', major: 'bad', gravest: 'bad' } as const
export const CHOICES: readonly { value: Shown, word: string }[] = [
  { value: 'unread', word: '未学习' }, { value: 'read', word: '已学习' }, { value: 'all', word: '全部行业' },
]

/** As many as anybody scrolls through, the newest accident first. */
export async function readCases(shown: Shown, firm: number | null, signal?: AbortSignal): Promise<Case[]> {
  const query: Query = {
    ordering: '-happened_on', limit: 100, status: 'published',
    ...(firm && shown === 'unread' && { enterprise: firm }), ...(shown !== 'all' && { unread: shown === 'unread' }),
  }
  return (await api.get<Page<Case>>('/api/accident-cases/', query, signal && { signal })).results
}

/** 死亡 97 人、受伤 163 人; empty where nobody was hurt. */
export function hurt(row: Pick<Case, 'deaths' | 'injured'>): string {
  const told: [string, number | undefined][] = [['死亡', row.deaths], ['受伤', row.injured]]
  return told.filter(([, count]) => count).map(([word, count]) => `${word} ${count} 人`).join('、')
}

/** What one checks against is written as one text; its sentences are easier to tick off one by one. */
export function points(lessons: string): string[] {
  return lessons.split(/[；;。\n]+/).map((each) => each.trim()).filter(Boolean)
}
