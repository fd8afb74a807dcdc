/** Names behind ids and codes: regions and dictionaries are read once, single records when they are first asked for. */
import { api } from '@changqian/api'
import type { DictionaryItem, Region } from '@changqian/api'
import { defineStore } from 'pinia'
import { computed, reactive, shallowRef } from 'vue'

export interface Choice { id: number, title: string, hint: string }

interface Source {
  path: string
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
    path: 'people', show: (row) => ({ title: words(row['name']), hint: words(row['position'], row['enterprise_name']) }),
  },
  risk: {
    path: 'risks', show: (row) => ({ title: words(row['name']), hint: words(row['site_name'], row['location']) }),
  },
  catalogue: {
    path: 'catalogue', show: (row) => ({ title: words(row['code'], row['name']), hint: words(row['category']) }),
  },
} as const satisfies Record<string, Source>

export type SourceName = keyof typeof SOURCES

export const useLookups = defineStore('lookups', () => {
  const regions = shallowRef<Region[]>([])
  const dictionaries = reactive(new Map<string, DictionaryItem[]>())
  const choices = reactive(new Map<string, Choice>())
  const reading = new Map<string, Promise<unknown>>()

  function once<T>(key: string, read: () => Promise<T>): Promise<T> {
    const running = reading.get(key) as Promise<T> | undefined
    if (running)
      return running
    const started = read()
    reading.set(key, started)
    // A failed reading may be tried again.
    started.catch(() => reading.delete(key))
    return started
  }

  function readRegions(): Promise<void> {
    return once('regions', async () => { regions.value = await api.get<Region[]>('/api/regions/') })
  }

  function readDictionary(name: string): Promise<void> {
    return once(`dictionary ${name}`, async () => {
      dictionaries.set(name, await api.get<DictionaryItem[]>(`/api/dictionaries/${name}/`))
    })
  }

  function remember(source: SourceName, row: Record<string, unknown>): Choice {
    const choice = { id: Number(row['id']), ...SOURCES[source].show(row) }
    choices.set(`${source} ${choice.id}`, choice)
    return choice
  }

  async function readChoice(source: SourceName, id: number): Promise<void> {
    if (choices.has(`${source} ${id}`))
      return
    await once(`${source} ${id}`, async () => {
      remember(source, await api.get<Record<string, unknown>>(`/api/${SOURCES[source].path}/${id}/`))
    })
  }

  const regionNames = computed(() => new Map(regions.value.map((region) => [region.id, region.name])))

  return {
    regions, dictionaries, regionNames, readRegions, readDictionary, readChoice, remember,
    choice: (source: SourceName, id: number) => choices.get(`${source} ${id}`),
  }
})
