import { describe, expect, it } from 'vitest'
import { paragraphs, shownOf, type Detail, type Version } from './regulations'

const version = (id: number) => ({ id }) as Version
const row = (given: Partial<Detail>) => ({ versions: [version(2), version(1)], in_force: 1, status: 'drafting', ...given }) as Detail

describe('a regulation on the phone', () => {
  it('shows what holds while the next one is made, and the draft while one is asked', () => {
    expect(shownOf(row({}))?.id).toBe(1)
    expect(shownOf(row({ status: 'consulting' }))?.id).toBe(2)
    expect(shownOf(row({ in_force: null, versions: [] }))).toBeNull()
  })

  it('is read by chapters and articles', () => {
    expect(paragraphs('第一章 总则\n\n 第一条 为了安全。')).toEqual([
      { chapter: true, text: '第一章 总则' }, { chapter: false, text: '第一条 为了安全。' },
    ])
  })
})
