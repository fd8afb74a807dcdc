/** Names behind ids and codes: regions and dictionaries are read once, single records when they are first asked for. */
import { api } from '@changqian/api'
import type { DictionaryItem, Region } from '@changqian/api'
import { defineStore } from 'pinia'
import { computed, reactive, shallowRef } from 'vue'

export interface Choice { id: number, title: string, hint: string }

interface Source {
  path: string
  /** Which column is chosen, if it is not the id. Such a choice cannot be read again by its value. */
  value?: string
  query?: Readonly<Record<string, string | boolean>>
  /** What one record is called, and what tells it from its namesakes. */
  show: (row: Record<string, unknown>) => Omit<Choice, 'id'>
}

const words = (...parts: unknown[]): string => parts.filter((part) => typeof part === 'string' && part).join(' · ')

export const SOURCES = {
  enterprise: {
    path: 'enterprises', show: (row) => ({ title: words(row['name']), hint: words(row['uscc'], row['region_name']) }),
  },
  site: {
    path: 'sites',
    show: (row) => ({ title: words(row['enterprise_name'], row['name']), hint: words(row['region_name'], row['address']) }),
  },
  person: {
    path: 'people', show: (row) => ({ title: words(row['name']), hint: words(row['post'], row['enterprise_name']) }),
  },
  colleague: {
    path: 'people',
    value: 'user',
    query: { linked: true, left: false },
    show: (row) => ({ title: words(row['name']), hint: words(row['post'], row['workshop'], row['username']) }),
  },
  account: {
    path: 'users', show: (row) => ({ title: words(row['name']), hint: words(row['username'], row['department_name']) }),
  },
  /** A firm to bind a role to, for those who may not see its records. Found by name only. */
  firm: {
    path: 'users/firms', show: (row) => ({ title: words(row['name']), hint: words(row['uscc'], row['region_name']) }),
  },
  risk: {
    path: 'risks', show: (row) => ({ title: words(row['name']), hint: words(row['site_name'], row['location']) }),
  },
  emergency_plan: {
    path: 'emergency-plans', show: (row) => ({ title: words(row['name']), hint: words(row['edition'], row['enterprise_name']) }),
  },
  accident: {
    path: 'accidents', show: (row) => ({ title: words(row['title']), hint: words(row['happened_on'], row['enterprise_name']) }),
  },
  organisation: {
    path: 'organisations', show: (row) => ({ title: words(row['name']), hint: words(row['parent_name'], row['enterprise_name']) }),
  },
  equipment: {
    path: 'equipment', show: (row) => ({ title: words(row['name'], row['number']), hint: words(row['site_name'], row['location']) }),
  },
  catalogue: {
    path: 'catalogue',
    query: { state: 'enabled' },
    show: (row) => ({ title: words(row['code'], row['name']), hint: words(row['category_name']) }),
  },
  recorder: {
    path: 'recorders',
    show: (row) => ({ title: words(row['name']), hint: words(row['wearer_name'], row['department_name']) }),
  },
  recorder_model: {
    path: 'recorder-models',
    show: (row) => ({ title: `${String(row['maker'])} ${String(row['name'])}`, hint: row['explosion_proof'] ? '防爆' : '' }),
  },
} satisfies Record<string, Source>

export type SourceName = keyof typeof SOURCES
const sourceOf = (name: SourceName): Source => SOURCES[name]
/** Null for what is no source. */
export const sourceNamed = (name: string): SourceName | null => (name in SOURCES ? name as SourceName : null)

/** Short tables of the platform that are chosen from like a dictionary. */
const TABLES: Readonly<Record<string, Table>> = {
  'departments': { path: '/api/departments/', value: 'id' },
  'tag-kinds': { path: '/api/tag-kinds/', value: 'code' },
  'wearers': {
    path: '/api/recorders/wearers/', value: 'id', lasts: 60_000, show: (row) => words(row['name'], row['department_name']),
  },
}
interface Table {
  path: string
  value: string
  /** Milliseconds after which it is read again when it is needed: people come and go. */
  lasts?: number
  show?: (row: Record<string, unknown>) => string
}
export const isTable = (name: string): boolean => name in TABLES

export const useLookups = defineStore('lookups', () => {
  const regions = shallowRef<Region[]>([])
  const dictionaries = reactive(new Map<string, DictionaryItem[]>())
  const choices = reactive(new Map<string, Choice>())
  const reading = new Map<string, { answer: Promise<unknown>, since: number }>()

  function once<T>(key: string, read: () => Promise<T>, lasts = Infinity): Promise<T> {
    const running = reading.get(key)
    if (running && Date.now() - running.since < lasts)
      return running.answer as Promise<T>
    const started = read()
    reading.set(key, { answer: started, since: Date.now() })
    // A failed reading may be tried again.
    started.catch(() => reading.delete(key))
    return started
  }

  function readRegions(): Promise<void> {
    return once('regions', async () => { regions.value = await api.get<Region[]>('/api/regions/') })
  }

  /** `name`, or `name@version` for another version than the one in force. */
  function readDictionary(name: string): Promise<void> {
    return once(`dictionary ${name}`, async () => {
      const table = TABLES[name]
      const [slug, version] = name.split('@')
      const path = table?.path ?? `/api/dictionaries/${slug}/`
      const rows = await api.get<(DictionaryItem & Record<string, unknown>)[]>(path, { version })
      dictionaries.set(name, table
        ? rows.map((row) => ({ ...row, code: row[table.value] as string, name: table.show?.(row) ?? row.name }))
        : rows)
    }, TABLES[name]?.lasts)
  }

  function remember(source: SourceName, row: Record<string, unknown>): Choice {
    const { value = 'id', show } = sourceOf(source)
    const choice = { id: Number(row[value]), ...show(row) }
    choices.set(`${source} ${choice.id}`, choice)
    return choice
  }

  async function readChoice(source: SourceName, id: number): Promise<void> {
    if (choices.has(`${source} ${id}`) || sourceOf(source).value)
      return
    await once(`${source} ${id}`, async () => {
      remember(source, await api.get<Record<string, unknown>>(`/api/${SOURCES[source].path}/${id}/`))
    })
  }

  const dictionaryNames = computed(() => new Map([...dictionaries].map(([name, items]) => [
    name, new Map(items.map((item) => [String(item.code), item.name])),
  ])))
  const regionNames = computed(() => new Map(regions.value.map((region) => [region.id, region.name])))

  return {
    regions, dictionaries, regionNames,
    queryOf: (source: SourceName) => sourceOf(source).query ?? {}, readRegions, readDictionary, readChoice, remember,
    nameIn: (dictionary: string, code: string) => dictionaryNames.value.get(dictionary)?.get(code),
    choice: (source: SourceName, id: number) => choices.get(`${source} ${id}`),
  }
})
