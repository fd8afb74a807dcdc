/** This month's tasks as one person on the shop floor sees them: what is due by today, on behalf of which level. */
import { parse } from './day'
import type { ControlLevel } from '../patrol/patrol'

export interface TaskRow {
  id: number
  risk_point: number
  name: string
  number: string
  location: string
  site: number
  site_name: string
  level: string
  status: 'pending' | 'doing' | 'done_ok' | 'done_abnormal' | 'exempt' | 'cancelled'
  starts_on: string
  due_on: string
  required: Record<ControlLevel, number>
  done: Record<ControlLevel, number>
  abnormal: number
}

export interface Due {
  row: TaskRow
  required: number
  done: number
  /** So many looks should have been made by the end of today and have not. */
  behind: number
  /** The month is over and the task is not finished. */
  late: boolean
  finished: boolean
}

export const LEVELS: readonly { value: ControlLevel, word: string, permission: string }[] = [
  { value: 'post', word: '岗位级', permission: 'risks.patrol' },
  { value: 'team', word: '班组级', permission: 'risks.patrol' },
  { value: 'workshop', word: '车间级', permission: 'risks.patrol_workshop' },
  { value: 'company', word: '公司级', permission: 'risks.patrol_company' },
]

const SEVERITY: Readonly<Record<string, number>> = { major: 4, large: 3, general: 2, low: 1 }
const OPEN = new Set(['pending', 'doing'])

/**
 * How many looks should have been made by the end of `today`: the month's number spread evenly over its days.
 * Once a month means by its last day; once a shift means today's shifts too.
 */
export function expected(required: number, starts: string, due: string, today: string): number {
  const [from, to, now] = [parse(starts), parse(due), parse(today)]
  if (now >= to)
    return required
  return now < from ? 0 : Math.floor((required * (now - from + 1)) / (to - from + 1))
}

export function dueOf(row: TaskRow, level: ControlLevel, today: string): Due {
  const required = row.required[level]
  const done = row.done[level]
  const open = OPEN.has(row.status) && done < required
  return {
    row, required, done, finished: !open, late: open && row.due_on < today,
    behind: open ? Math.max(0, expected(required, row.starts_on, row.due_on, today) - done) : 0,
  }
}

/** The tasks of a level: overdue first, then behind, then by severity; what is finished at the end. */
export function sorted(rows: readonly TaskRow[], level: ControlLevel, today: string): Due[] {
  const rank = (due: Due) => [
    due.finished ? 0 : 1, due.late ? 1 : 0, due.behind > 0 ? 1 : 0, SEVERITY[due.row.level] ?? 0, due.behind,
  ]
  return rows
    .filter((row) => row.required[level] > 0 && row.status !== 'cancelled')
    .map((row) => dueOf(row, level, today))
    .sort((a, b) => {
      const [x, y] = [rank(a), rank(b)]
      const at = x.findIndex((value, n) => value !== y[n])
      return at < 0 ? a.row.name.localeCompare(b.row.name, 'zh') : y[at]! - x[at]!
    })
}

export interface Totals { required: number, done: number, today: number, late: number }

/** The month in four numbers. What was done beyond the requirement does not count. */
export function totals(dues: readonly Due[]): Totals {
  return {
    required: dues.reduce((sum, due) => sum + (due.row.status === 'exempt' ? 0 : due.required), 0),
    done: dues.reduce((sum, due) => sum + (due.row.status === 'exempt' ? 0 : Math.min(due.done, due.required)), 0),
    today: dues.filter((due) => due.behind > 0 && !due.late).length,
    late: dues.filter((due) => due.late).length,
  }
}

const plain = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/[\s\p{P}]/gu, '')

/** Whether the words answer the search: its characters in any order, and of four or more one may be wrong. */
export function answers(text: string, search: string): boolean {
  const asked = [...plain(search)]
  if (!asked.length)
    return true
  const there = plain(text)
  if (there.includes(asked.join('')))
    return true
  const rest = [...there]
  const missed = asked.filter((letter) => {
    const at = rest.indexOf(letter)
    if (at >= 0)
      rest.splice(at, 1)
    return at < 0
  }).length
  return missed <= (asked.length >= 4 ? 1 : 0)
}
