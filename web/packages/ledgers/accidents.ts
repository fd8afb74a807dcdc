/** The accident types of GB 6441-1986 and of GB 6441-2025, and which become which: each norm splits and joins the other's. */
import { api } from '@changqian/api'
import type { DictionaryItem } from '@changqian/api'

export interface Accident { code: string, name: string }
export interface Became { one: Accident, others: Accident[] }
export interface AccidentTypes { became: Became[], was: Became[] }

const VERSIONS = { old: 'GB 6441-1986', now: 'GB 6441-2025' }

/** Both ways from the one table that is kept: what each old type became. */
export function bothWays(old: readonly DictionaryItem[], now: readonly Accident[]): AccidentTypes {
  const plain = ({ code, name }: Accident) => ({ code, name })
  const becomes = (one: DictionaryItem) => (one.extra?.['becomes'] ?? []) as string[]
  return {
    became: old.map((one) => ({
      one: plain(one), others: now.filter(({ code }) => becomes(one).includes(code)).map(plain),
    })),
    was: now.map((one) => ({ one: plain(one), others: old.filter((each) => becomes(each).includes(one.code)).map(plain) })),
  }
}

export async function accidentTypes(signal?: AbortSignal): Promise<AccidentTypes> {
  const read = (version: string) => api.get<DictionaryItem[]>('/api/dictionaries/accident_types/', { version }, signal ? { signal } : {})
  return bothWays(...await Promise.all([read(VERSIONS.old), read(VERSIONS.now)]))
}
