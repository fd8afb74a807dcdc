/** Hazards as the phone uses them. */
import { api, useSession, type FileRef, type NextStep, type Page, type Query } from '@changqian/api'
import { useHat } from '../hats'

export interface HazardRow {
  id: number
  version: number
  number: string
  description: string
  location: string
  category: string
  source: string
  level: 'general' | 'major'
  status: string
  site: number
  site_name: string
  enterprise: number
  enterprise_name: string
  region_name: string
  found_at: string
  deadline: string | null
  days_left: number | null
  responsible_name: string
  is_supervised: boolean
}

export type Photo = Pick<FileRef, 'id' | 'name'>

export interface Round {
  number: number
  done: string
  cost: string | null
  submitted_by_name: string
  submitted_at: string
  result: 'pending' | 'passed' | 'failed'
  reviewed_by_name: string | null
  reviewed_at: string | null
  comment: string
  photos: Photo[]
}

export interface Extension {
  reason: string
  until: string
  requested_by_name: string
  decision: 'pending' | 'approved' | 'refused'
}

export interface Hazard extends HazardRow {
  overdue: boolean
  level_basis: string
  found_by_name: string
  measures: string
  funds: string | null
  emergency_plan: string
  interim_control: string
  dismiss_reason: string
  photos_before: Photo[]
  rounds: Round[]
  extensions: Extension[]
  five: { whole: boolean, missing: string[] }
}

export interface Told {
  id: number
  at: string
  step: string
  step_label: string
  status: string
  actor_name: string
  words: string
  photos: Photo[]
}

/** One hazard, what can be done with it, and what was. The detail and every step form read it, and keep it once. */
export interface Whole { hazard: Hazard, next: NextStep[], story: Told[] }

export async function readHazard(id: string, signal?: AbortSignal): Promise<Whole> {
  const sent = signal && { signal }
  const [hazard, next, story] = await Promise.all([
    api.get<Hazard>(`/api/hazards/${id}/`, {}, sent), api.get<NextStep[]>(`/api/hazards/${id}/next/`, {}, sent),
    api.get<Told[]>(`/api/hazards/${id}/timeline/`, {}, sent),
  ])
  return { hazard, next, story }
}

export type TabName = 'mine' | 'work' | 'review' | 'closed'

export const TABS: readonly { name: TabName, word: string }[] = [
  { name: 'mine', word: '待我处理' }, { name: 'work', word: '整改中' }, { name: 'review', word: '待复查' }, { name: 'closed', word: '已销号' },
]

const STATUSES: Readonly<Record<Exclude<TabName, 'mine'>, readonly string[]>> = {
  work: ['notified', 'planned', 'plan_approved', 'assigned', 'rectifying'],
  review: ['submitted', 'acceptance', 'accepted', 'lifted'],
  closed: ['closed', 'dismissed'],
}

export function queryOf(tab: Exclude<TabName, 'mine'>): Query {
  return tab === 'closed'
    ? { status: STATUSES.closed, ordering: '-closed_on' }
    : { status: STATUSES[tab], ordering: 'due_on' }
}

/** Whoever may take a step has to look at the hazards that wait for it. */
const WAITING_FOR: readonly (readonly [permission: string, status: string])[] = [
  ['hazards.grade', 'reported'], ['hazards.assign', 'graded'], ['hazards.approve_plan', 'planned'],
  ['hazards.pass_review', 'submitted'], ['hazards.accept', 'acceptance'],
]

/** What waits for the signed-in user, most pressing first: his own rectifications, and what he has to decide. */
export async function waitingForMe(signal?: AbortSignal): Promise<Page<HazardRow>> {
  const { may } = useSession()
  const { bounds } = useHat()
  const statuses = WAITING_FOR.filter(([permission]) => may(permission)).map(([, status]) => status)
  const asked: Query[] = []
  if (may('hazards.submit'))
    asked.push({ mine: true, status: ['assigned', 'rectifying'] })
  if (statuses.length)
    asked.push({ status: statuses })
  const pages = await Promise.all(asked.map((query) => api.get<Page<HazardRow>>(
    '/api/hazards/', { ...bounds, ...query, ordering: 'due_on', limit: 100 }, signal && { signal },
  )))
  const rows = new Map(pages.flatMap((page) => page.results).map((row) => [row.id, row]))
  return {
    count: pages.reduce((sum, page) => sum + page.count, 0),
    capped: pages.some((page) => page.capped),
    results: [...rows.values()].sort((a, b) => (a.days_left ?? 999) - (b.days_left ?? 999)),
  }
}

export type FieldKind = 'lines' | 'line' | 'date' | 'money' | 'photos' | 'person' | 'switch' | 'level' | 'decision' | 'category'

/** What each step asks on the phone, photos first. Names, limits and duty to answer come from the schema. */
export const FORMS: Readonly<Record<string, { schema: string, fields: readonly (readonly [string, FieldKind])[] }>> = {
  edit: { schema: 'HazardEdit', fields: [['description', 'lines'], ['location', 'line'], ['category', 'category'], ['interim_control', 'lines']] },
  grade: { schema: 'HazardGrade', fields: [['level', 'level'], ['level_basis', 'lines'], ['criterion', 'line']] },
  assign: {
    schema: 'HazardAssign',
    fields: [
      ['responsible', 'person'], ['measures', 'lines'], ['deadline', 'date'], ['funds', 'money'], ['emergency_plan', 'lines'],
      ['interim_control', 'lines'],
    ],
  },
  fix_on_the_spot: { schema: 'HazardSubmit', fields: [['photos', 'photos'], ['done', 'lines'], ['cost', 'money']] },
  start: { schema: 'StepInput', fields: [] },
  submit: { schema: 'HazardSubmit', fields: [['photos', 'photos'], ['done', 'lines'], ['cost', 'money']] },
  pass_review: { schema: 'HazardReview', fields: [['photos', 'photos'], ['comment', 'lines']] },
  fail_review: { schema: 'HazardReturn', fields: [['photos', 'photos'], ['comment', 'lines']] },
  request_extension: { schema: 'HazardExtensionRequest', fields: [['until', 'date'], ['reason', 'lines']] },
  decide_extension: { schema: 'HazardExtensionDecision', fields: [['decision', 'decision'], ['comment', 'lines']] },
  dismiss: { schema: 'HazardReason', fields: [['reason', 'lines']] },
  report_authority: { schema: 'HazardNotification', fields: [['notified_to', 'line'], ['interim_control', 'lines'], ['congress_told', 'switch']] },
  plan: {
    schema: 'HazardPlan',
    fields: [
      ['plan_goal', 'lines'], ['plan_methods', 'lines'], ['plan_funds', 'lines'], ['plan_people', 'lines'], ['plan_schedule', 'lines'],
      ['plan_safety', 'lines'], ['deadline', 'date'],
    ],
  },
  approve_plan: { schema: 'HazardApproval', fields: [['comment', 'lines']] },
  return_plan: { schema: 'HazardReason', fields: [['reason', 'lines']] },
  supervise: {
    schema: 'HazardSupervision',
    fields: [
      ['supervising_body', 'line'], ['supervise_no', 'line'], ['supervise_deadline', 'date'], ['supervise_leader', 'line'],
      ['supervise_public', 'switch'],
    ],
  },
  progress: { schema: 'HazardProgress', fields: [['photos', 'photos'], ['words', 'lines']] },
  apply_acceptance: { schema: 'HazardAcceptance', fields: [['assessment', 'lines']] },
  accept: { schema: 'HazardReview', fields: [['photos', 'photos'], ['comment', 'lines']] },
  reject: { schema: 'HazardReturn', fields: [['photos', 'photos'], ['comment', 'lines']] },
  lift: { schema: 'HazardLift', fields: [['lift_no', 'line']] },
  close: { schema: 'HazardClose', fields: [['announced', 'lines']] },
  urge: { schema: 'HazardUrge', fields: [['words', 'lines']] },
  escalate: { schema: 'HazardReason', fields: [['reason', 'lines']] },
  end: { schema: 'HazardEnd', fields: [['reason', 'lines']] },
}

/** The steps one comes for stand as buttons; the rest behind 更多. */
export const MAIN_STEPS: readonly string[] = [
  'pass_review', 'fail_review', 'accept', 'reject', 'submit', 'start', 'assign', 'fix_on_the_spot', 'report_authority', 'plan',
  'approve_plan', 'decide_extension', 'apply_acceptance', 'grade', 'lift', 'close', 'urge',
]
/** Ends something or sends it back. */
export const GRAVE: ReadonlySet<string> = new Set(['fail_review', 'reject', 'dismiss', 'end', 'return_plan'])

export function toneOf(row: Pick<HazardRow, 'status' | 'days_left'>): 'bad' | 'caution' | 'brand' | 'good' | 'plain' {
  if (row.days_left !== null && row.days_left < 0)
    return 'bad'
  switch (row.status) {
    case 'submitted': case 'acceptance': case 'accepted': case 'lifted': return 'caution'
    case 'closed': return 'good'
    case 'dismissed': return 'plain'
    default: return 'brand'
  }
}
