/** What the delivered list of classes says about one of them: the rules, what to look at, how often. */
import type { DictionaryItem } from '@changqian/api'

export interface Norm { name: string, article: string, text: string, verified: boolean }
/** How a norm is cited: a law by name and article, so that it can be opened; a standard with its clause. */
export function normText({ name, article }: Norm): string {
  if (!article)
    return name
  return /^第.+条/.test(article) ? `《${name.replace(/（.+）$/, '')}》${/（.+）$/.exec(name)?.[0] ?? ''}${article}` : `${name} ${article}`
}

export interface Look { text: string, guidance: string }

export interface Guidance {
  code: string
  name: string
  group: 'general' | 'safety' | 'own'
  special: boolean
  /** What of this class is special equipment. */
  scope: string
  norms: Norm[]
  items: Look[]
  period: string
  maintenance: Look[]
  maintenance_period: string
  examination: string
  advice: string
}

export function guidanceOf(item: DictionaryItem): Guidance {
  return { ...(item as unknown as { extra: Omit<Guidance, 'code' | 'name'> }).extra, code: item.code, name: item.name }
}
