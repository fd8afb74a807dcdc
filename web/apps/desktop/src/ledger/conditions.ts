/** What a list is narrowed by, in words. */
import { isBlank } from '@changqian/ledger'
import type { Filter, FilterValue, Ledger, ListState } from '@changqian/ledger'
import { format } from '@changqian/ui'
import { computed, watch } from 'vue'
import { sourceNamed, useLookups } from './lookups'

export interface Condition { key: string, label: string, words: string }

export function useConditions<Row>(ledger: Ledger<Row>, state: () => ListState) {
  const lookups = useLookups()

  function say(filter: Filter, value: FilterValue): string {
    if (filter.input === 'dates' && Array.isArray(value))
      return `${value[0]} 至 ${value[1]}`
    if (filter.input === 'switch')
      return value ? '是' : '否'
    if (filter.input === 'month')
      return format.month(String(value))
    if (filter.input === 'region')
      return lookups.regionNames.get(Number(value)) ?? String(value)
    const source = sourceNamed(filter.input)
    if (source)
      return lookups.choice(source, Number(value))?.title ?? '……'
    const many = Array.isArray(value) ? value : [value]
    const named = (one: unknown) => lookups.nameIn(filter.dictionary ?? filter.key, String(one))
    return many.map((one) => filter.options?.[String(one)] ?? named(one) ?? one).join('、')
  }

  const chips = computed<Condition[]>(() => Object.entries(state().filters).flatMap(([key, value]) => {
    const filter = ledger.filters.find((one) => one.key === key)
    return filter && !isBlank(value) ? [{ key, label: filter.label, words: say(filter, value) }] : []
  }))

  watch(() => state().filters, (filters) => {
    for (const { key, input, dictionary } of ledger.filters) {
      const value = filters[key]
      if (dictionary && !isBlank(value))
        lookups.readDictionary(dictionary).catch(() => undefined)
      const source = sourceNamed(input)
      if (source && value)
        lookups.readChoice(source, Number(value)).catch(() => undefined)
      if (input === 'region' && value)
        lookups.readRegions().catch(() => undefined)
    }
  }, { immediate: true })

  /** 含“湖塘” · 状态：整改中 · 按整改期限从早到晚. */
  const order = computed(() => {
    const { ordering } = state()
    const column = ledger.columns.find((one) => one.key === ordering.replace(/^-/, ''))
    return column ? `按${column.label}${ordering.startsWith('-') ? '倒序' : '排序'}` : ''
  })

  return { chips, order }
}
