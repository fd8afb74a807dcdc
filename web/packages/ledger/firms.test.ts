import { describe, expect, it } from 'vitest'
import type { Column, Ledger } from './define'
import { forManyFirms, forOwnFirm } from './define'

const column = (key: string): Column => ({ key, as: 'text', label: key } as Column)
const ledger = {
  columns: ['title', 'status', 'enterprise_name', 'region_name', 'grade'].map(column), filters: [{ key: 'enterprise' }, { key: 'status' }],
} as Ledger<object>
const shown = ({ columns }: Ledger<object>): string[] => columns.filter((one) => !one.hidden).map((one) => one.key)

describe('whose a row is', () => {
  it('stands beside its name for who looks after many firms', () => {
    expect(shown(forManyFirms(ledger))).toEqual(['title', 'enterprise_name', 'status', 'region_name', 'grade'])
  })

  it('is not said to who has one firm', () => {
    expect(shown(forOwnFirm(ledger))).toEqual(['title', 'status', 'grade'])
    expect(forOwnFirm(ledger).filters.map((one) => one.key)).toEqual(['status'])
  })

  it('is left where a ledger hides it or begins with it', () => {
    const hidden = { ...ledger, columns: ledger.columns.map((one) => ({ ...one, hidden: one.key === 'enterprise_name' })) }
    expect(shown(forManyFirms(hidden))).toEqual(['title', 'status', 'region_name', 'grade'])
    const first = { ...ledger, columns: ledger.columns.slice(2) }
    expect(shown(forManyFirms(first))).toEqual(['enterprise_name', 'region_name', 'grade'])
  })
})
