import { describe, expect, it } from 'vitest'
import type { ImportField, ImportRow } from '../store'
import { cellOf, columnsOf, whyNotAll } from './checked'

const field = (name: string, label: string): ImportField => ({ name, label, required: false, kind: 'text', hint: '', options: [] })
const fields_known = [field('site', '场所'), field('name', '姓名'), field('phone', '手机号')]
const trouble = (name: string | null, column: number | null, reason: string, hint = false) =>
  ({ column, header: '', field: name, reason, hint, sentence: reason })
const row = (more: Partial<ImportRow>): ImportRow => ({ number: 3, state: 'ready', cells: [], values: {}, errors: [], record: null, ...more })

describe('a checked row', () => {
  it('has the columns of the file, and what it gets besides', () => {
    const mapping = { 4: 'name', 1: 'phone' }
    const labels = (rows: ImportRow[]) => columnsOf({ mapping, fields_known }, rows).map(({ label, column }) => [label, column])
    expect(labels([])).toEqual([['手机号', 1], ['姓名', 4]])
    expect(labels([row({ values: { site: '一号车间' } })])).toEqual([['手机号', 1], ['姓名', 4], ['场所', null]])
  })

  const phone = { field: 'phone', label: '手机号', column: 1 }

  it('shows what will be stored, and what stood there where it differs', () => {
    const told = cellOf(row({ cells: ['', '１３８'], values: { phone: '138' } }), phone)
    expect(told).toEqual({ text: '138', raw: '１３８', reason: '', state: 'right' })
  })

  it('shows a wrong cell as it stood there, with the reason', () => {
    const told = cellOf(row({ cells: ['', '12'], errors: [trouble('phone', 1, '不是手机号')] }), phone)
    expect(told).toEqual({ text: '12', raw: '', reason: '不是手机号', state: 'wrong' })
  })

  it('tells a hint from a mistake, and leaves alone what is about another cell or the whole row', () => {
    const errors = [trouble('phone', 1, '按文字读入', true), trouble('name', 0, '必填'), trouble(null, null, '整行重复')]
    expect(cellOf(row({ cells: ['', '138'], values: { phone: '138' }, errors }), phone)).toMatchObject({ state: 'hint', reason: '按文字读入' })
  })
})

it('says why all at once is impossible', () => {
  expect(whyNotAll({ ready: 5, wrong: 0 })).toBe('')
  expect(whyNotAll({ ready: 5, wrong: 2 })).toContain('2 行有误')
  expect(whyNotAll({ ready: 5001, wrong: 0 })).toContain('5,000')
})
