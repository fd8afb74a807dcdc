/** What a form's field holds, in words: names instead of numbers and codes. */
import { isBlank } from '@changqian/ledger'
import type { Field } from '@changqian/ledger'
import { format } from '@changqian/ui'
import { SOURCES, useLookups } from './lookups'
import type { SourceName } from './lookups'

export const EMPTY = '（空）'
const sourceOf = (field: Field): SourceName | null => (field.input === 'people'
  ? 'person'
  : field.input in SOURCES ? field.input as SourceName : null)

export function useWords() {
  const lookups = useLookups()

  function one(field: Field, value: unknown): string {
    if (value !== null && typeof value === 'object') {
      const { name, text } = value as { name?: unknown, text?: unknown }
      return String(name ?? text ?? Object.values(value).filter((each) => typeof each === 'string').join(' '))
    }
    const source = sourceOf(field)
    if (source && typeof value === 'number') {
      void lookups.readChoice(source, value).catch(() => undefined)
      return lookups.choice(source, value)?.title ?? '……'
    }
    if (field.dictionary) {
      void lookups.readDictionary(field.dictionary).catch(() => undefined)
      return lookups.nameIn(field.dictionary, String(value)) ?? String(value)
    }
    return field.options?.[String(value)] ?? String(value)
  }

  return function say(field: Field, value: unknown): string {
    if (isBlank(value))
      return EMPTY
    if (typeof value === 'boolean')
      return value ? '是' : '否'
    if (field.input === 'datetime')
      return format.dateTime(String(value))
    if (field.input === 'region')
      return lookups.regionNames.get(Number(value)) ?? String(value)
    return Array.isArray(value) ? value.map((each) => one(field, each)).join('、') : one(field, value)
  }
}
