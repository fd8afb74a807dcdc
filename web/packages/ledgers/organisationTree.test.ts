import { describe, expect, it } from 'vitest'
import type { Schemas } from './bodies'
import { BOX, chartOf, inTwo, levels } from './organisationTree'

type Row = Schemas['SafetyOrganisation']
const row = (id: number, parent: number | null, kind: Row['kind'] = 'department') => ({ id, parent, kind, name: `机构${id}` }) as Row
const FIRM = [
  row(4, 3, 'team'), row(1, null, 'committee'), row(3, 1, 'workshop'), row(2, 1, 'safety'), row(5, 3, 'team'), row(6, 3, 'team'),
]

describe('levels', () => {
  it('tells the tree from the top, by class', () => {
    expect(levels(FIRM).map(({ row: { id }, depth }) => [id, depth])).toEqual([[1, 0], [2, 1], [3, 1], [4, 2], [5, 2], [6, 2]])
  })
  it('loses nobody whose superior is not there', () => {
    expect(levels([row(8, 99)])).toMatchObject([{ depth: 0 }])
  })
})

describe('chartOf', () => {
  it('lays no box upon another and all within the sheet', () => {
    const { boxes, lines, width, height } = chartOf([...FIRM, row(7, null), row(8, 7), row(9, 8), row(10, 8), row(11, 9)])
    expect(boxes).toHaveLength(11)
    expect(lines).toHaveLength(9)
    for (const a of boxes) {
      expect(a.x).toBeGreaterThanOrEqual(0)
      expect(a.x + BOX.width).toBeLessThanOrEqual(width)
      expect(a.y + BOX.height).toBeLessThanOrEqual(height)
      for (const b of boxes.filter((each) => each !== a))
        expect(Math.abs(a.x - b.x) >= BOX.width || Math.abs(a.y - b.y) >= BOX.height).toBe(true)
    }
  })
  it('stands the teams of a hall in a column', () => {
    const teams = chartOf(FIRM).boxes.filter(({ row: { kind } }) => kind === 'team')
    expect(new Set(teams.map(({ x }) => x)).size).toBe(1)
  })
})

it('breaks a long name once and cuts what is left', () => {
  expect(inTwo('安环部')).toEqual(['安环部'])
  expect(inTwo('一二三四五六七八九十甲乙')).toEqual(['一二三四五六七八九十甲', '乙'])
  expect(inTwo('一'.repeat(30))[1]).toHaveLength(11)
})
