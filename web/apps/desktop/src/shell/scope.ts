/** The part of his area that a user wants to see just now: every list, the map and the overview start from it. */
import { useSession } from '@changqian/api'
import type { Region } from '@changqian/api'
import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'
import { useLookups } from '../ledger/lookups'

export interface RegionNode { id: number, name: string, children: RegionNode[] }
interface Chosen { id: number, name: string }

const KEY = 'changqian.scope.'

/** What somebody is granted, without what lies inside another grant of his. */
export function topmost(regions: readonly Region[], granted: ReadonlySet<number> | 'all'): Region[] {
  const held = regions.filter(({ id, parent }) => (granted === 'all' ? parent === null : granted.has(id)))
  return held.filter((one) => !held.some((other) => other !== one && one.path.startsWith(other.path)))
}

export function treeOf(regions: readonly Region[], tops: readonly Region[]): RegionNode[] {
  const node = ({ id, name }: Region): RegionNode => ({
    id, name, children: regions.filter(({ parent }) => parent === id).map(node),
  })
  return tops.map(node)
}

export const useScope = defineStore('scope', () => {
  const session = useSession()
  const lookups = useLookups()
  const key = () => `${KEY}${session.me?.id ?? 0}`

  function stored(): Chosen | null {
    try {
      return JSON.parse(localStorage.getItem(key()) ?? 'null') as Chosen | null
    } catch {
      return null
    }
  }

  const chosen = ref<Chosen | null>(stored())
  const region = computed(() => chosen.value?.id ?? null)
  const name = computed(() => chosen.value?.name ?? '')
  /** Roles beyond one firm; in firms there is nothing to narrow. */
  const held = computed(() => session.me?.roles.filter((role) => role.enterprise === null) ?? [])
  const granted = computed(() => (held.value.some((role) => role.region === null)
    ? 'all' as const
    : new Set(held.value.flatMap((role) => role.region ?? []))))
  const tops = computed(() => topmost(lookups.regions, granted.value))
  const tree = computed(() => treeOf(lookups.regions, tops.value))
  const open = computed(() => held.value.length > 0 && session.may('enterprises.view')
    && tree.value.some((top) => top.children.length > 0))

  function choose(id: number | null): void {
    const found = lookups.regions.find((one) => one.id === id)
    const whole = tops.value.length === 1 && tops.value[0]!.id === id
    chosen.value = found && !whole ? { id: found.id, name: found.name } : null
    if (chosen.value)
      localStorage.setItem(key(), JSON.stringify(chosen.value))
    else
      localStorage.removeItem(key())
  }

  /** His area may have become another one since. */
  watch(tops, (now) => {
    const path = lookups.regions.find(({ id }) => id === region.value)?.path
    if (region.value !== null && now.length && !now.some((top) => path?.startsWith(top.path)))
      choose(null)
  })

  if (held.value.length)
    void lookups.readRegions().catch(() => undefined)

  /** Path of his whole area, if it is one district or town; what he sees before he chose anything. */
  const whole = computed(() => (tops.value.length === 1 && tops.value[0]!.parent !== null ? tops.value[0]!.path : ''))
  /** Somebody of firms only: his area is where their sites are. */
  const firmsOnly = computed(() => !held.value.length)

  /** The firm that somebody of several works for just now (我的企业); null where there is nothing to choose. */
  const firm = computed(() => {
    const firms = new Set((session.me?.roles ?? []).map(({ enterprise }) => enterprise))
    return firmsOnly.value && firms.size > 1 ? session.me?.enterprise?.id ?? null : null
  })

  return { region, name, tree, open, whole, firmsOnly, firm, choose, clear: () => choose(null) }
})

/** The area of one page that is no list: starts from the chosen one, follows it, and can be taken away here alone. */
export function useArea() {
  const scope = useScope()
  const lookups = useLookups()
  const area = ref(scope.region)
  watch(() => scope.region, (now) => { area.value = now })
  const name = computed(() => lookups.regionNames.get(area.value ?? 0) ?? scope.name)
  const path = computed(() => lookups.regions.find(({ id }) => id === area.value)?.path ?? scope.whole)
  return { area, name, path }
}
