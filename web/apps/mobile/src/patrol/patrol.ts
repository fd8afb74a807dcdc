/** A patrol as a pure state: which question is next, what is missing, what is sent. No clock, no network. */

export type Answer = 'ok' | 'abnormal' | 'na'
export type ControlLevel = 'company' | 'workshop' | 'team' | 'post'
export type HazardLevel = 'general' | 'major'

export interface Item { id: number, text: string, guidance: string, required: boolean }

/** A risk point as a patrol needs it, also without a network. */
export interface Point {
  id: number
  name: string
  location: string
  level: string
  site: number
  site_name: string
  enterprise_name: string
  token: string
  items: Item[]
  /** Set where this is not a risk point but a machine that a plan looks after. */
  plan?: { id: number, kind: 'patrol' | 'maintenance' }
}

/** What the look is called: 巡查 of a risk point, 巡检 or 保养 of a machine. */
export function wordOf({ plan }: Pick<Point, 'plan'>): string {
  return !plan ? '巡查' : plan.kind === 'patrol' ? '巡检' : '保养'
}

export interface Answered {
  answer: Answer
  note: string
  photos: string[]
  category: string
  level: HazardLevel
}

/** Something seen that no item asks for. */
export interface Extra { text: string, note: string, photos: string[], category: string, level: HazardLevel }

export type Position = { lon: number, lat: number, accuracy: number } | { missing: Missing }
export type Missing = 'denied' | 'unavailable' | 'timeout' | 'insecure' | 'not_asked'

export interface PatrolForm {
  point: Point
  control: ControlLevel | null
  scanned: boolean
  /** The unfinished task of an earlier month that this makes up for. */
  task: number | null
  /** Answers by item; '0' is the question asked where a point has no items. */
  answers: Record<string, Answered>
  extras: Extra[]
  note: string
  position: Position | null
  /** The question on the screen; `questions(form).length` is the review. */
  at: number
  begun_at: string
  /** When each of its photos was taken, as its file says. */
  shots: Record<string, string>
}

/** A point without check items is still looked at as a whole. */
const WHOLE: Item = { id: 0, text: '现场整体情况是否正常？', guidance: '看设备、环境、作业人员和管控措施是否到位。', required: true }

export function questions(form: Pick<PatrolForm, 'point'>): Item[] {
  return form.point.items.length ? form.point.items : [WHOLE]
}

interface Begun { control: ControlLevel | null, scanned: boolean, at: string, task?: number | null }

export function begin(point: Point, { control, scanned, at, task = null }: Begun): PatrolForm {
  return { point, control, scanned, task, answers: {}, extras: [], note: '', position: null, at: 0, begun_at: at, shots: {} }
}

export function blank(answer: Answer): Answered {
  return { answer, note: '', photos: [], category: 'equipment', level: 'general' }
}

/** Say yes, no or not applicable. Photos and words of an earlier 异常 stay, should the thumb have slipped. */
export function give(form: PatrolForm, item: number, answer: Answer): PatrolForm {
  return { ...form, answers: { ...form.answers, [item]: { ...(form.answers[item] ?? blank(answer)), answer } } }
}

/** What an answer still lacks, as a sentence; '' when nothing. */
export function lacking(item: Item, answered: Answered | undefined): string {
  if (!answered)
    return item.required ? '还没有检查' : ''
  return answered.answer === 'abnormal' && !answered.note.trim() ? '异常，请说明情况' : ''
}

/** The questions that cannot be sent yet, by their place. */
export function missing(form: PatrolForm): number[] {
  return questions(form).flatMap((item, n) => (lacking(item, form.answers[item.id]) ? [n] : []))
}

export function clamp(form: PatrolForm, at: number): number {
  return Math.max(0, Math.min(Number.isInteger(at) ? at : 0, questions(form).length))
}

/** A kept patrol in today's world: the point's items may have changed meanwhile; answers to those that stay are kept. */
export function restore(kept: PatrolForm, point: Point): PatrolForm {
  const known = new Set(questions({ point }).map((item) => String(item.id)))
  const answers = Object.fromEntries(Object.entries(kept.answers).filter(([item]) => known.has(item)))
  const form = { ...kept, shots: kept.shots ?? {}, point, answers }
  return { ...form, at: clamp(form, kept.at) }
}

export interface Count { ok: number, abnormal: number, na: number }

export function count(form: PatrolForm): Count {
  const found: Count = { ok: 0, abnormal: form.extras.length, na: 0 }
  for (const item of questions(form)) {
    const answer = form.answers[item.id]?.answer
    if (answer)
      found[answer] += 1
  }
  return found
}

/** 12 项正常，2 项异常，将登记 2 条隐患; once it is sent, 已登记. */
export function summary(form: PatrolForm, sent = false): string {
  const { ok, abnormal, na } = count(form)
  const parts = [ok && `${ok} 项正常`, abnormal && `${abnormal} 项异常`, na && `${na} 项不适用`].filter(Boolean)
  return `${parts.join('，')}${abnormal ? `，${sent ? '已' : '将'}登记 ${abnormal} 条隐患` : ''}`
}

/** When the oldest photo that is sent was taken. */
export function oldestShot(form: PatrolForm): string | undefined {
  const used = [...Object.values(form.answers).filter(({ answer }) => answer === 'abnormal'), ...form.extras]
  return used.flatMap(({ photos }) => photos.flatMap((photo) => form.shots[photo] ?? [])).sort()[0]
}

const place = (photos: string[]) => photos.map((photo) => ({ photo }))

/** What is posted. Photos are named by their ids on the phone; the outbox puts the server's numbers in their place. */
export function body(form: PatrolForm): Record<string, unknown> {
  const asked = questions(form).flatMap((item) => {
    const given = form.answers[item.id]
    if (!given)
      return []
    const what = item.id ? { item: item.id } : { text: item.text }
    const found = { note: given.note.trim(), photos: place(given.photos), category: given.category, level: given.level }
    return [{ ...what, answer: given.answer, ...(given.answer === 'abnormal' ? found : {}) }]
  })
  const extras = form.extras.map((extra) => ({
    text: extra.text.trim() || '其他发现', answer: 'abnormal', note: extra.note.trim(), photos: place(extra.photos),
    category: extra.category, level: extra.level,
  }))
  const position = form.position && 'lon' in form.position
    ? { lon: form.position.lon, lat: form.position.lat, accuracy: form.position.accuracy }
    : { position_missing: form.position?.missing ?? 'not_asked' }
  const shot = oldestShot(form)
  const { plan, id, token } = form.point
  const chosen = plan ? { subject: id } : { risk_point: id }
  return {
    ...(form.scanned ? { token } : chosen), ...(form.task ? { task: form.task } : {}),
    ...(plan ? { plan: plan.id } : { control_level: form.control }), note: form.note.trim(),
    answers: [...asked, ...extras], ...position, begun_at: form.begun_at, ...(shot && { photographed_at: shot }),
  }
}
