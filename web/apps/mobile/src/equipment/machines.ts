/** What plans ask for at the firm's machines: kept on the phone, so that checking in works without a network. */
import { api, useSession, type Page } from '@changqian/api'
import { today } from '@changqian/ledger'
import type { Schemas } from '@changqian/ledgers'
import { endingIn } from '@changqian/scan/token.ts'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { theShelf } from '../offline'
import type { Item, Point } from '../patrol/patrol'

export type Kit = Schemas['PlanKit']
export type Task = Schemas['PlanTask']

const KEPT = 'machines'
const FRESH = 10 * 60_000
const TASKS = 500

/** A machine under a plan, as the questions of a patrol need it. */
export function pointOf(kit: Kit): Point {
  return {
    id: kit.subject, name: kit.subject_name, location: kit.location, level: '', site: kit.site, site_name: kit.site_name,
    enterprise_name: kit.enterprise_name, token: kit.token, items: kit.items as Item[], plan: { id: kit.plan, kind: kit.kind },
  }
}

export const useMachines = defineStore('machines', () => {
  const session = useSession()
  const kits = shallowRef<Kit[]>([])
  const at = ref(0)
  let opened = 0

  /** From the phone first; `refresh` then asks the server. */
  async function open(): Promise<void> {
    const user = session.me?.id ?? 0
    if (opened === user)
      return
    const kept = await theShelf().get<Kit[]>(user, KEPT)
    kits.value = kept?.value ?? []
    at.value = kept?.at ?? 0
    opened = user
  }

  async function refresh(force = false): Promise<void> {
    await open()
    const user = session.me?.id
    if (!user || !session.me?.enterprise || !session.may('plans.execute') || (!force && Date.now() - at.value < FRESH))
      return
    kits.value = await api.get<Kit[]>('/api/plans/kit/', {}, { quiet: true })
    at.value = Date.now()
    await theShelf().keep(user, KEPT, kits.value)
  }

  /** Known here, else asked for; null when neither helps. */
  async function under(plan: number, subject: number): Promise<Point | null> {
    const find = () => kits.value.find((kit) => kit.plan === plan && kit.subject === subject)
    if (!find() || Date.now() - at.value >= FRESH)
      await refresh(true).catch(() => undefined)
    const found = find()
    return found ? pointOf(found) : null
  }

  const byToken = (token: string): Kit[] => kits.value.filter((kit) => kit.token === token)
  const ending = (tail: string): string | null => endingIn(tail, kits.value.map((kit) => kit.token).filter(Boolean))

  return { kits, at: computed(() => at.value), open, refresh, under, byToken, ending }
})

/** What is due by today or was missed, the oldest first. */
export async function readDue(signal?: AbortSignal): Promise<Task[]> {
  const query = { open: true, ordering: 'due_on', limit: TASKS }
  return (await api.get<Page<Task>>('/api/plan-tasks/', query, signal && { signal })).results
}

export interface Groups { word: string, tasks: Task[] }

/** 已逾期, 今天到期, 还没到期. */
export function grouped(tasks: readonly Task[], day = today()): Groups[] {
  return [
    { word: '已逾期', tasks: tasks.filter((task) => task.due_on < day) },
    { word: '今天到期', tasks: tasks.filter((task) => task.due_on === day) },
    { word: '还没到期', tasks: tasks.filter((task) => task.due_on > day) },
  ].filter((group) => group.tasks.length)
}
