import { describe, expect, it } from 'vitest'
import { sought, unitsOf, type Listed } from './tree'

const recorder = (id: number, name: string, unit: string, wearer: string | null, more: Partial<Listed> = {}): Listed => ({
  id, name, department_name: unit, wearer_name: wearer, online: false, alarm_at: null, ...more,
})
const WUJIN = '武进区应急管理局'
const LIYANG = '溧阳市应急管理局'
const rows = [
  recorder(1, '执法记录仪010', WUJIN, '陈建国', { number: '32040000001327000010' }),
  recorder(2, '执法记录仪002', WUJIN, '王晓东', { model_name: 'EX-5G01' }),
  recorder(3, '执法记录仪003', WUJIN, null, { online: true }),
  recorder(4, '执法记录仪004', LIYANG, '李志强', { online: true }),
]
const found = (text: string) => sought(rows, text).rows.map(({ id }) => id)

describe('recorders by unit', () => {
  it('begin with those that are there, then by their numbers, and say how many are', () => {
    expect(unitsOf(rows).map(({ name, rows: own, online }) => [name, own.map(({ id }) => id), online])).toEqual([
      [LIYANG, [4], 1], [WUJIN, [3, 2, 1], 1],
    ])
  })

  it('keep their order of units when recorders come and go', () => {
    const gone = rows.map((row) => ({ ...row, online: false }))
    expect(unitsOf(gone).map(({ name }) => name)).toEqual(unitsOf(rows).map(({ name }) => name))
  })
})

describe('the search', () => {
  it('looks into names, wearers, units, numbers and types', () => {
    expect(found('陈建国')).toEqual([1])
    expect(found('溧阳')).toEqual([4])
    expect(found('7000010')).toEqual([1])
    expect(found('5G01')).toEqual([2])
    expect(found('')).toEqual([1, 2, 3, 4])
  })

  it('does not mind capitals, full-width letters, strokes, or the order of words', () => {
    expect(found('ｅｘ 5g01')).toEqual([2])
    expect(found('王晓东　武进')).toEqual([2])
  })

  it('shows what comes close where nothing is so called, and says that it does', () => {
    expect(sought(rows, '武进3')).toEqual({ rows: [rows[2]], near: true })
    expect(found('溧阳 李强')).toEqual([4])
    expect(sought(rows, '金坛')).toEqual({ rows: [], near: false })
  })
})
