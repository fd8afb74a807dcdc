import { describe, expect, it } from 'vitest'
import type { ImportField, Match, Proposal } from '../store'
import { asSent, letter, mapBody, missing, proposed, takenElsewhere, trust, worthALine } from './mapping'

const match = (column: number, header: string, field: string | null, more: Partial<Match> = {}): Match => ({
  column, header, field, confidence: 1, sure: true, remembered: false, samples: ['x'], ...more,
})
const field = (name: string, label: string, required = false): ImportField => ({
  name, label, required, kind: 'text', hint: '', options: [],
})
const fields = [field('name', '姓名', true), field('roles', '岗位角色', true), field('phone', '手机号')]
const proposal: Proposal = {
  sheet: '花名册', header_row: 2, header_depth: 1, missing: ['岗位角色'], head: [],
  columns: [match(0, '员工姓名', 'name', { sure: false }), match(1, '联系方式', 'phone', { remembered: true }), match(2, '工种', null)],
}

describe('the mapping', () => {
  it('begins as proposed and tells what is lacking', () => {
    const mapping = proposed(proposal)
    expect(mapping).toEqual({ 0: 'name', 1: 'phone', 2: null })
    expect(missing(fields, mapping)).toEqual(['岗位角色'])
    expect(missing(fields, { ...mapping, 2: 'roles' })).toEqual([])
  })

  it('says how far each line can be trusted', () => {
    const [name, phone, trade] = proposal.columns as [Match, Match, Match]
    expect(trust(name, 'name')).toBe('look')
    expect(trust(phone, 'phone')).toBe('remembered')
    expect(trust(trade, null)).toBe('left')
    expect(trust(trade, 'roles')).toBe('chosen')
    expect(trust(phone, null)).toBe('left')
    expect(trust(match(3, '备注', 'note'), 'note')).toBe('sure')
  })

  it('greys what another column has', () => {
    expect(takenElsewhere(proposed(proposal), 2, 'phone')).toBe(true)
    expect(takenElsewhere(proposed(proposal), 1, 'phone')).toBe(false)
  })

  it('is sent whole, with what is left out', () => {
    expect(mapBody(proposal, { 0: 'name', 2: 'roles' })).toEqual({
      sheet: '花名册', header_row: 2, header_depth: 1,
      columns: [{ column: 0, field: 'name' }, { column: 1, field: null }, { column: 2, field: 'roles' }],
    })
  })

  it('can be taken up again as it was sent', () => {
    expect(asSent(proposal, { 2: 'roles' })).toEqual({ 0: null, 1: null, 2: 'roles' })
  })
})

it('passes over columns with nothing in them', () => {
  expect(worthALine(match(4, '', null, { samples: [] }))).toBe(false)
  expect(worthALine(match(4, '', null))).toBe(true)
})

it('calls columns as spreadsheets do', () => {
  expect([0, 25, 26, 51, 52, 701, 702].map(letter)).toEqual(['A', 'Z', 'AA', 'AZ', 'BA', 'ZZ', 'AAA'])
})
