/** What can be opened to interface clients, read once; and what may be said about it. */
import { api } from '@changqian/api'
import type { Schemas } from '@changqian/ledgers'
import { ref } from 'vue'

export type Method = Schemas['ClientMethod']
export interface MethodGroup { title: string, methods: Method[] }

export function grouped(methods: readonly Method[]): MethodGroup[] {
  const groups = new Map<string, Method[]>()
  for (const method of methods)
    groups.set(method.group, [...(groups.get(method.group) ?? []), method])
  return [...groups].map(([title, within]) => ({ title, methods: within }))
}

/** Those whose words or address hold the text. */
export function found(methods: readonly Method[], text: string): Method[] {
  const asked = text.trim().toLowerCase()
  return methods.filter(({ group, label, path, id }) => `${group}${label}${path}${id}`.toLowerCase().includes(asked))
}

const known = ref<Method[]>([])
let reading: Promise<void> | null = null

export function useMethods() {
  reading ??= api.get<Method[]>('/api/clients/methods/')
    .then((methods) => { known.value = methods })
    .catch(() => { reading = null })
  return known
}
