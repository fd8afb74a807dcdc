import { describe, expect, it } from 'vitest'
import { sentenceOf } from './words'

const summary = { moves: [], conflicts: [], sites: [{ id: 1, name: '一号车间', region: '湖塘镇' }] }
const row = { enterprise_name: '甲厂', other_name: '乙厂' }

describe('a restructuring in one sentence', () => {
  it('says who went where', () => {
    expect(sentenceOf({ ...row, kind: 'merge', summary })).toBe('“乙厂”并入“甲厂”，带来 1 处场所')
    expect(sentenceOf({ ...row, kind: 'split', summary })).toBe('从“甲厂”拆出“乙厂”，带走 1 处场所')
    expect(sentenceOf({ ...row, kind: 'move_to', summary })).toBe('“乙厂”的 1 处场所划入“甲厂”')
  })

  it('knows that an undone split has no new firm any more', () => {
    expect(sentenceOf({ ...row, other_name: null, kind: 'split', summary })).toBe('从“甲厂”拆出一家新企业，带走 1 处场所')
  })

  it('counts what was taken over, and what was not', () => {
    const taken = { system: '旧平台', enterprises: 2, sites: 4, joined: 1, taken: [], refused: [{ row: '5', legacy_id: 'A5', reason: '错码' }] }
    expect(sentenceOf({ kind: 'take_over', enterprise_name: null, other_name: null, summary: taken }))
      .toBe('从“旧平台”接管 4 处场所，新建 2 家企业，1 行未能接管')
  })
})
