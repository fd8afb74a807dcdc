/** What a restructuring did, in one sentence. */
import type { Schemas } from '@changqian/ledgers'

type Row = Pick<Schemas['Restructuring'], 'kind' | 'enterprise_name' | 'other_name' | 'summary'>
export type TakenOver = Schemas['TakeOverPreview'] & { system: string }

/** What was moved; null for a take-over, which moves nothing. */
export function movedBy({ kind, summary }: Row): Schemas['RestructuringPreview'] | null {
  return kind === 'take_over' ? null : summary as Schemas['RestructuringPreview']
}

export function takenOver({ kind, summary }: Row): TakenOver | null {
  return kind === 'take_over' ? summary as TakenOver : null
}

/** A firm that an undo removed has no name any more. */
const quoted = (name: string | null, gone: string) => (name ? `“${name}”` : gone)

export function sentenceOf(row: Row): string {
  const sites = movedBy(row)?.sites.length ?? 0
  const firm = quoted(row.enterprise_name, '一家企业')
  const taken = takenOver(row)
  if (taken) {
    const refused = taken.refused.length ? `，${taken.refused.length} 行未能接管` : ''
    return `从“${taken.system}”接管 ${taken.sites} 处场所，新建 ${taken.enterprises} 家企业${refused}`
  }
  switch (row.kind) {
    case 'merge': return `${quoted(row.other_name, '一家企业')}并入${firm}${sites ? `，带来 ${sites} 处场所` : ''}`
    case 'split': return `从${firm}拆出${quoted(row.other_name, '一家新企业')}，带走 ${sites} 处场所`
    default: return `${quoted(row.other_name, '一家企业')}的 ${sites} 处场所划入${firm}`
  }
}
