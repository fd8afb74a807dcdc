import { describe, expect, it } from 'vitest'
import type { Field } from './define'
import { thisMinute, today } from './day'
import { complaints, draftable, startValues, toBody } from './forms'

const field = (key: string, input: Field['input'], more: Partial<Field> = {}): Field => ({
  key, input, label: key, required: false, ...more,
})
const fields = [
  field('title', 'text', { label: '隐患描述', required: true, max: 5 }),
  field('photos', 'photos', { label: '整改前照片', required: true }),
  field('level', 'select', { label: '级别' }),
  field('basis', 'text', { label: '判定依据', required: true, when: (values) => values['level'] === 'major' }),
  field('funds', 'number', { label: '资金', min: 0 }),
]

describe('a form', () => {
  it('starts with the row’s own values and blanks for the rest', () => {
    expect(startValues(fields, { title: '门缺失', level: 'general' })).toEqual({
      title: '门缺失', photos: [], level: 'general', basis: '', funds: null,
    })
  })

  it('asks what depends on the day when it is opened', () => {
    expect(startValues([field('held_on', 'date', { initial: today })])).toEqual({ held_on: today() })
    expect(today(Date.UTC(2026, 2, 8, 16))).toBe('2026-03-09')
  })

  it('takes the minute that has begun, which a server cannot find to be in the future', () => {
    expect(thisMinute(Date.UTC(2026, 2, 8, 16, 5, 59))).toBe('2026-03-09T00:05:00+08:00')
  })

  it('keeps no password on the computer', () => {
    const given = [field('number', 'text'), field('password', 'password')]
    expect(draftable(given, { number: '3204', password: 'wujin-2026' })).toEqual({ number: '3204' })
  })

  it('says in words what is missing, only of what is shown', () => {
    expect(complaints(fields, startValues(fields))).toEqual({
      title: '请填写隐患描述', photos: '请拍摄或上传整改前照片',
    })
    expect(complaints(fields, { ...startValues(fields), level: 'major' })['basis']).toBe('请填写判定依据')
  })

  it('says how much too long and how far too small', () => {
    expect(complaints(fields, { title: '一二三四五六', photos: [1], funds: -1 })).toEqual({
      title: '最多 5 个字，现在 6 个', funds: '不能小于 0',
    })
  })

  it('sends ids of attachments, trimmed text, and nothing that was never filled in', () => {
    const values = { title: ' 门缺失 ', photos: [{ id: 7, name: 'a.jpg' }], level: null, basis: 'x', funds: null }
    expect(toBody(fields, values)).toEqual({ title: '门缺失', photos: [7] })
  })

  it('sends check items as they are written, also those the server has numbered', () => {
    const items: Field[] = [{ key: 'items', label: '检查项', input: 'checklist', required: false }]
    const written = [{ id: 3, text: '防护罩完好', required: true }, { text: '无异响' }]
    expect(toBody(items, { items: written }, { items: [written[0]] })).toEqual({ items: written })
  })

  it('sends a blank where it clears what the row had', () => {
    expect(toBody(fields, { title: '', photos: [], level: null, funds: null }, { title: '门缺失', level: 'general' }))
      .toEqual({ title: '', level: null })
  })

  it('leaves out what is only shown veiled, and sends it when it was written anew', () => {
    const phone = [field('phone', 'text')]
    expect(toBody(phone, { phone: '138****5229' }, { phone: '138****5229' })).toEqual({})
    expect(toBody(phone, { phone: '13861005229' }, { phone: '138****5229' })).toEqual({ phone: '13861005229' })
    expect(toBody(phone, { phone: '' }, { phone: '138****5229' })).toEqual({ phone: '' })
  })
})
