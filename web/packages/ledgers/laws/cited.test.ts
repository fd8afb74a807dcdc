import { describe, expect, it } from 'vitest'
import { piecesOf } from './cited'

const cited = { law: 1, article: 41, branch: 0, paragraph: 2, item: 0 }
const span = (start: number, end: number) => ({ start, end, short: '安全生产法', ...cited })

describe('a text cut at what it cites', () => {
  it('is itself where nothing is cited', () => {
    expect(piecesOf('没有引用', [])).toEqual([{ text: '没有引用', cited: null }])
    expect(piecesOf('', [])).toEqual([])
  })

  it('keeps what stands before, between and behind', () => {
    expect(piecesOf('依据甲法第一条、第二条办', [span(2, 7), span(8, 11)])).toEqual([
      { text: '依据', cited: null }, { text: '甲法第一条', cited }, { text: '、', cited: null },
      { text: '第二条', cited }, { text: '办', cited: null },
    ])
  })

  it('counts characters as the server does', () => {
    expect(piecesOf('𠮷甲法第一条', [span(1, 6)]).map(({ text }) => text)).toEqual(['𠮷', '甲法第一条'])
  })
})
