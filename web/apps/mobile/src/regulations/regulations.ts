/** Regulations on the phone: what holds in one's firm, what one has not read, what one is asked about. */
import { api, type Page, type Query } from '@changqian/api'
import type { Schemas } from '@changqian/ledgers'

export type Regulation = Schemas['Regulation']
export type Detail = Schemas['RegulationDetail']
export type Version = Schemas['RegulationVersion']
export type Shown = 'unread' | 'consulting' | 'all'

export const CHOICES: readonly { value: Shown, word: string }[] = [
  { value: 'unread', word: '未学习' }, { value: 'consulting', word: '征求意见' }, { value: 'all', word: '现行制度' },
]
export const TONES = {
  drafting: 'plain', consulting: 'brand', reviewing: 'caution', approved: 'caution', in_force: 'good', repealed: 'plain',
} as const

export async function readRegulations(shown: Shown, signal?: AbortSignal): Promise<Regulation[]> {
  const query: Query = {
    limit: 100,
    ...(shown === 'consulting' ? { status: 'consulting' } : { standing: true, ...(shown === 'unread' && { unread: true }) }),
  }
  return (await api.get<Page<Regulation>>('/api/regulations/', query, signal && { signal })).results
}

/** What one reads: the draft while opinions are asked for, else the version in force. */
export function shownOf(row: Detail): Version | null {
  const [newest] = row.versions
  return (row.status === 'consulting' ? newest : row.versions.find((each) => each.id === row.in_force)) ?? newest ?? null
}

/** The text as it is read on a small screen: chapters stand out, articles and rows of tables are paragraphs. */
export function paragraphs(text: string): { chapter: boolean, text: string }[] {
  return text.split('\n').map((line) => line.trim()).filter(Boolean)
    .map((line) => ({
      chapter: /^第[一二三四五六七八九十百\d]+章/.test(line),
      text: line.startsWith('|') ? line.split('|').map((cell) => cell.trim()).filter(Boolean).join('　') : line,
    }))
}
