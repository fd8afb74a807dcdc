import { describe, expect, it } from 'vitest'
import { begin, body, clamp, count, give, lacking, missing, questions, restore, summary, type PatrolForm, type Point } from './patrol'

const CRANE: Point = {
  id: 12, name: '10t 行车', location: '一车间东跨', level: 'large', site: 3, site_name: '湖塘厂区', enterprise_name: '湖塘机械厂',
  token: 'K7Q2M9XW4RT0VB6NZ3HD8CYE5A',
  items: [
    { id: 1, text: '钢丝绳无断丝、无变形', guidance: '一个捻距内断丝不超过 10%', required: true },
    { id: 2, text: '限位器灵敏可靠', guidance: '', required: true },
    { id: 3, text: '警铃有效', guidance: '', required: false },
  ],
}

const started = (): PatrolForm => begin(CRANE, { control: 'post', scanned: true, at: '2026-03-09T08:00:00+08:00' })

function withNote(form: PatrolForm, item: number, note: string, photos: string[] = []): PatrolForm {
  return { ...form, answers: { ...form.answers, [item]: { ...form.answers[item]!, note, photos } } }
}

describe('Question by question', () => {
  it('begins with nothing answered; required ones are missing, optional ones are not', () => {
    expect(missing(started())).toEqual([0, 1])
  })

  it('going back and answering again keeps what was photographed and said', () => {
    let form = give(started(), 1, 'abnormal')
    form = withNote(form, 1, '断丝两处', ['photo-a'])
    form = give(form, 1, 'ok')
    form = give(form, 1, 'abnormal')
    expect(form.answers[1]).toMatchObject({ note: '断丝两处', photos: ['photo-a'] })
  })

  it('an abnormal answer without words cannot be sent yet', () => {
    const form = give(give(started(), 1, 'abnormal'), 2, 'ok')
    expect(missing(form)).toEqual([0])
    expect(lacking(CRANE.items[0]!, form.answers[1])).toBe('异常，请说明情况')
    expect(missing(withNote(form, 1, '断丝两处'))).toEqual([])
  })

  it('never leaves the list of questions', () => {
    expect([-3, 0, 2, 3, 99, Number.NaN].map((at) => clamp(started(), at))).toEqual([0, 0, 2, 3, 3, 0])
  })

  it('a point without items is looked at as a whole', () => {
    const whole = { ...CRANE, items: [] }
    const form = give(begin(whole, { control: 'post', scanned: false, at: '' }), 0, 'ok')
    expect(questions(form)).toHaveLength(1)
    expect(missing(form)).toEqual([])
    expect(body(form)).toMatchObject({ answers: [{ text: '现场整体情况是否正常？', answer: 'ok' }] })
  })
})

describe('Taken up again', () => {
  it('continues where it was, with everything', () => {
    const form = { ...withNote(give(started(), 1, 'abnormal'), 1, '断丝'), at: 1 }
    expect(restore(form, CRANE)).toEqual(form)
  })

  it('items that changed meanwhile: answers to those that stay are kept', () => {
    const form = { ...give(give(started(), 1, 'ok'), 2, 'ok'), at: 3 }
    const changed = { ...CRANE, items: [CRANE.items[1]!, { id: 9, text: '吊钩防脱装置完好', guidance: '', required: true }] }
    const now = restore(form, changed)
    expect(Object.keys(now.answers)).toEqual(['2'])
    expect(missing(now)).toEqual([1])
    expect(now.at).toBe(2)
  })
})

describe('At the end', () => {
  const done = (): PatrolForm => ({
    ...withNote(give(give(give(started(), 1, 'abnormal'), 2, 'ok'), 3, 'na'), 1, ' 断丝两处 ', ['photo-a']),
    position: { lon: 119.95, lat: 31.72, accuracy: 12 },
  })

  it('says what will happen', () => {
    expect(summary(done())).toBe('1 项正常，1 项异常，1 项不适用，将登记 1 条隐患')
    expect(summary(give(give(started(), 1, 'ok'), 2, 'ok'))).toBe('2 项正常')
  })

  it('sends answers in order; words and photos only with 异常', () => {
    expect(body(done())).toEqual({
      token: CRANE.token, control_level: 'post', note: '', lon: 119.95, lat: 31.72, accuracy: 12,
      begun_at: '2026-03-09T08:00:00+08:00',
      answers: [
        { item: 1, answer: 'abnormal', note: '断丝两处', photos: [{ photo: 'photo-a' }], category: 'equipment', level: 'general' },
        { item: 2, answer: 'ok' },
        { item: 3, answer: 'na' },
      ],
    })
  })

  it('says when the oldest of the photos it sends was taken', () => {
    const form = { ...done(), shots: { 'photo-a': '2026-03-09T00:05:00.000Z', 'dropped': '2025-01-01T00:00:00.000Z' } }
    expect(body(form)).toMatchObject({ photographed_at: '2026-03-09T00:05:00.000Z' })
    expect(body(give(form, 1, 'ok'))).not.toHaveProperty('photographed_at')
  })

  it('names the point when its code was not scanned, and the earlier month it makes up for', () => {
    const sent = body({ ...done(), scanned: false, task: 77 })
    expect(sent).toMatchObject({ risk_point: 12, task: 77 })
    expect(sent).not.toHaveProperty('token')
  })

  it('a missing position is sent as missing, with its reason', () => {
    expect(body({ ...done(), position: { missing: 'denied' } })).toMatchObject({ position_missing: 'denied' })
    expect(body({ ...done(), position: null })).toMatchObject({ position_missing: 'not_asked' })
    expect(body({ ...done(), position: { missing: 'timeout' } })).not.toHaveProperty('lon')
  })

  it('what no item asks for is sent by its own words', () => {
    const form = { ...done(), extras: [{ text: '', note: '通道堆料', photos: [], category: 'environment', level: 'general' as const }] }
    expect(count(form).abnormal).toBe(2)
    expect((body(form)['answers'] as unknown[]).at(-1)).toMatchObject({ text: '其他发现', answer: 'abnormal', note: '通道堆料' })
  })
})
