/** What the library says, and how its states look. */
import { labels } from '@changqian/api'
import type { Tone } from '@changqian/ui'
import type { Schemas } from '../bodies'

export type Law = Schemas['Law']
export type LawDetail = Schemas['LawDetail']
export type LawVersion = Schemas['LawVersion']
export type Article = Schemas['Article']
export type Clause = Schemas['Clause']
export type Hit = Schemas['LawHit']
export type Comparison = Schemas['Comparison']

export interface Paragraph { text: string, items: { number: number, text: string, items: { number: number, text: string }[] }[] }

export const KINDS = labels.options.LawsKind
export const FORCES = labels.options.LawsForce
const TONES: Readonly<Record<string, Tone>> = { in_force: 'good', coming: 'brand', replaced: 'caution', repealed: 'bad' }
export const forceTone = (force: string | null | undefined): Tone => TONES[force ?? ''] ?? 'plain'

export const asParagraphs = (article: Article) => article.paragraphs as unknown as Paragraph[]

/** How a version stands, as a sentence with its days. */
export function standing(version: LawVersion): string {
  switch (version.force) {
    case 'coming': return `${version.effective_on} 起施行，目前尚未生效`
    case 'replaced': return `已被 ${version.replaced_on} 施行的新版本替代`
    case 'repealed': return `已于 ${version.repealed_on} 废止${version.repeal_note ? `（${version.repeal_note}）` : ''}`
    case 'in_force': return `${version.effective_on} 起施行`
    default: return '尚未发布'
  }
}

/** 2021年版 · 现行 for the choice of a version. */
export function versionName(version: LawVersion): string {
  return `${version.effective_on ?? ''} 施行${version.force ? ` · ${FORCES[version.force]}` : ''}`
}
