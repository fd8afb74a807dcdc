/** What a patrol needs to know of the firm's risk points: kept on the phone, so that scanning works without a network. */
import { api, useSession, type Page, type Query } from '@changqian/api'
import { today } from '@changqian/ledger'
import { endingIn } from '@changqian/scan/token.ts'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { useHat } from '../hats'
import { theShelf } from '../offline'
import type { ControlLevel, Point } from '../patrol/patrol'
import type { TaskRow } from './tasks'

const KEPT = 'points'
/** Once per so long: items and codes change rarely, the list is a few hundred rows. */
const FRESH = 10 * 60_000

export const usePoints = defineStore('points', () => {
  const session = useSession()
  const points = shallowRef<Point[]>([])
  const at = ref(0)
  let opened = 0

  /** From the phone first; `refresh` then asks the server. */
  async function open(): Promise<void> {
    const user = session.me?.id ?? 0
    if (opened === user)
      return
    const kept = await theShelf().get<Point[]>(user, KEPT)
    points.value = kept?.value ?? []
    at.value = kept?.at ?? 0
    opened = user
  }

  async function refresh(force = false): Promise<void> {
    await open()
    const user = session.me?.id
    if (!user || !session.me?.enterprise || (!force && Date.now() - at.value < FRESH))
      return
    const kit = await api.get<Point[]>('/api/risks/kit/', {}, { quiet: true })
    points.value = kit
    at.value = Date.now()
    await theShelf().keep(user, KEPT, kit)
  }

  /** Known here, else asked for; null when neither helps. */
  async function byId(id: number): Promise<Point | null> {
    const known = points.value.find((point) => point.id === id)
    if (known && Date.now() - at.value < FRESH)
      return known
    await refresh(true).catch(() => undefined)
    return points.value.find((point) => point.id === id) ?? known ?? null
  }

  const byToken = (token: string): Point | null => points.value.find((point) => point.token === token) ?? null
  const ending = (tail: string): Point | null => {
    const token = endingIn(tail, points.value.map((point) => point.token).filter(Boolean))
    return token ? byToken(token) : null
  }

  return { points, at: computed(() => at.value), open, refresh, byId, byToken, ending }
})

type Counts = Record<`required_${ControlLevel}` | `done_${ControlLevel}`, number>
interface ApiTask extends Omit<TaskRow, 'name' | 'number' | 'location' | 'required' | 'done'>, Counts {
  risk_point_name: string
  risk_point_number: string
  risk_point_location: string
}

function counted(task: Counts, of: 'required' | 'done'): Record<ControlLevel, number> {
  return {
    company: task[`${of}_company`], workshop: task[`${of}_workshop`], team: task[`${of}_team`], post: task[`${of}_post`],
  }
}

function rowOf(task: ApiTask): TaskRow {
  const { id, risk_point, site, site_name, level, status, starts_on, due_on, abnormal } = task
  return {
    id, risk_point, site, site_name, level, status, starts_on, due_on, abnormal,
    name: task.risk_point_name, number: task.risk_point_number, location: task.risk_point_location,
    required: counted(task, 'required'), done: counted(task, 'done'),
  }
}

const PAGE = 500
/** A firm has some hundred risk points; beyond this the phone shows the first. */
const PAGES = 4

async function everything(query: Query, signal?: AbortSignal): Promise<TaskRow[]> {
  const rows: TaskRow[] = []
  for (let n = 0; n < PAGES; n += 1) {
    const page = await api.get<Page<ApiTask>>('/api/tasks/', { ...query, limit: PAGE, offset: n * PAGE }, signal && { signal })
    rows.push(...page.results.map(rowOf))
    if (rows.length >= page.count)
      break
  }
  return rows
}

/** Under which name the tasks are kept on the phone. */
export const keptTasks = (): string => `tasks-${useHat().hat}`

/** This month's tasks of the firm, and what was left unfinished in the months before. */
export async function readTasks(signal?: AbortSignal): Promise<TaskRow[]> {
  const { bounds } = useHat()
  const month = `${today().slice(0, 7)}-01`
  const [now, before] = await Promise.all([
    everything({ ...bounds, month }, signal), everything({ ...bounds, overdue: true }, signal),
  ])
  const rows = [...before, ...now]
  // Whoever only opened the first page still has his list in the workshop without a network.
  const { me } = useSession()
  if (me)
    await theShelf().keep(me.id, keptTasks(), rows).catch(() => undefined)
  return rows
}
