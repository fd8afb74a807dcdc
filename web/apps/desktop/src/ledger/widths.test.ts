import type { Column } from '@changqian/ledger'
import { describe, expect, it } from 'vitest'
import { leastOf, widthOf } from './widths'

const column = (given: Partial<Column>): Column => ({ key: 'x', label: '企业', as: 'text', ...given })

describe('the room of a column', () => {
  it.each([
    ['a long text gives a third', { width: 220 }, 220, 154],
    ['a telephone number stays whole', { width: 130 }, 130, 122],
    ['what is short already gives nothing', { width: 96 }, 96, 96],
    ['a heading stays whole, with its arrows', { width: 160, label: '安全生产主要责任人', sortable: true }, 180, 172],
    ['a date gives nothing', { as: 'date' as const, sortable: true }, 136, 136],
  ])('%s', (_, given, wide, least) => {
    expect([widthOf(column(given), 1), leastOf(column(given), 1)]).toEqual([wide, least])
  })
  it('is larger for the first column, which names the row', () => {
    expect(widthOf(column({}), 0)).toBe(220)
  })
})
