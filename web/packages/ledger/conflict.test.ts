import { describe, expect, it } from 'vitest'
import { differences, merged, proposed } from './conflict'
import type { Field } from './define'

const fields: Field[] = [
  { key: 'title', label: '名称', input: 'text', required: true },
  { key: 'day', label: '计划日期', input: 'date', required: true },
  { key: 'phone', label: '电话', input: 'text', required: false },
  { key: 'photos', label: '照片', input: 'photos', required: false },
  { key: 'remark', label: '说明', input: 'textarea', required: false },
]
const before = { title: '疏散', day: '2026-03-01', phone: '138****0001', photos: [{ id: 1 }], version: 1 }
const mine = { title: '疏散演练', day: '2026-03-01', phone: '138****0001', photos: [{ id: 1 }], remark: '只在表单里' }

describe('a lost race', () => {
  it('tells apart who changed what, and proposes what nobody would mind', () => {
    const theirs = { ...before, title: '消防疏散', day: '2026-04-01', phone: '139****0002', version: 2 }
    const found = differences(fields, before, mine, theirs)
    expect(found.map(({ field, by, bound }) => [field.key, by, bound])).toEqual([
      ['title', 'both', false], ['day', 'them', false], ['phone', 'them', true],
    ])
    expect(proposed(found)).toEqual({ title: 'mine', day: 'theirs', phone: 'theirs' })
    expect(merged(fields, mine, theirs, proposed(found))).toEqual({
      ...mine, day: '2026-04-01', phone: '139****0002',
    })
    expect(merged(fields, mine, theirs, { title: 'theirs', day: 'mine', phone: 'theirs' })).toEqual({
      ...mine, title: '消防疏散', phone: '139****0002',
    })
  })

  it('is none where they changed what I did not look at', () => {
    expect(differences(fields, before, { ...mine, title: '疏散' }, { ...before, status: 'held' })).toEqual([])
  })
})
