import { describe, expect, it } from 'vitest'
import type { Filter } from './define'
import { freshList, fromAddress, toAddress, toApi } from './query'

const filters: Filter[] = [
  { key: 'status', input: 'select', label: '状态' },
  { key: 'tags', input: 'multiselect', label: '标签' },
  { key: 'industry', input: 'multiselect', label: '行业', joined: true },
  { key: 'found_at', input: 'dates', label: '发现日期' },
  { key: 'overdue', input: 'switch', label: '逾期' },
]
const fresh = freshList('-created_at', 50)
const state = {
  ...fresh, q: ' 配电 ', page: 3,
  filters: { status: 'reported', tags: ['dust', 'ammonia'], industry: ['C33', 'C34'], found_at: ['2026-03-01', '2026-03-31'], overdue: true },
}

describe('a list’s conditions', () => {
  it('become the parameters of the API', () => {
    expect(toApi(state, filters)).toEqual({
      limit: 50, offset: 100, ordering: '-created_at', q: '配电', status: 'reported', tags: ['dust', 'ammonia'],
      industry: 'C33,C34', found_at_after: '2026-03-01', found_at_before: '2026-03-31', overdue: true,
    })
  })

  it('survive the way through the address', () => {
    const address = toAddress(state, fresh)
    expect(address).toMatchObject({ q: '配电', page: '3', tags: 'dust,ammonia', overdue: 'true' })
    expect(fromAddress(address, filters, fresh)).toEqual({ ...state, q: '配电' })
  })

  it('leave nothing in the address of an untouched list', () => {
    expect(toAddress(fresh, fresh)).toEqual({})
  })

  it('ignore what somebody typed wrongly into the address', () => {
    expect(fromAddress({ page: '-2', nonsense: 'x', status: ['a'] }, filters, fresh)).toEqual(fresh)
  })
})
