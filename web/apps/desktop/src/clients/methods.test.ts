import { describe, expect, it } from 'vitest'
import { found, grouped } from './methods'
import type { Method } from './methods'

const method = (id: string, group: string, label: string): Method => ({
  id, group, label, method: 'GET', path: `/api/${id.split('_')[0]}/`, writes: false,
})
const METHODS = [method('hazards_list', '隐患', '查询列表'), method('people_list', '人员', '查询列表'), method('hazards_close', '隐患', '销号')]

describe('the methods of interface clients', () => {
  it('stand by what they are about, in the order they came', () => {
    expect(grouped(METHODS).map(({ title, methods }) => [title, methods.length])).toEqual([['隐患', 2], ['人员', 1]])
  })

  it('are found by word, address and name', () => {
    expect(found(METHODS, '隐患').length).toBe(2)
    expect(found(METHODS, 'PEOPLE').map(({ id }) => id)).toEqual(['people_list'])
    expect(found(METHODS, ' ').length).toBe(3)
  })
})
