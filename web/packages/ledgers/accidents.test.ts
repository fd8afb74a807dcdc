import type { DictionaryItem } from '@changqian/api'
import { describe, expect, it } from 'vitest'
import { bothWays } from './accidents'

const OLD: DictionaryItem[] = [
  { code: '10', name: '坍塌', parent: null, extra: { becomes: ['WSA10012'] } },
  { code: '11', name: '冒顶片帮', parent: null, extra: { becomes: ['WSA10012'] } },
  { code: '19', name: '中毒和窒息', parent: null, extra: { becomes: ['WSA10023', 'WSA10024'] } },
]
const NOW = [
  { code: 'WSA10011', name: '跌落' }, { code: 'WSA10012', name: '坍塌' },
  { code: 'WSA10023', name: '中毒' }, { code: 'WSA10024', name: '窒息' },
]

describe('accident types', () => {
  const { became, was } = bothWays(OLD, NOW)
  const named = (rows: typeof was) => rows.map(({ one, others }) => [one.name, others.map(({ name }) => name)])
  const told = (rows: typeof was) => Object.fromEntries(named(rows)) as Record<string, string[]>

  it('are split by the newer norm', () => {
    expect(told(became)['中毒和窒息']).toEqual(['中毒', '窒息'])
  })

  it('are joined by it, and some are new', () => {
    expect(told(was)).toEqual({ 跌落: [], 坍塌: ['坍塌', '冒顶片帮'], 中毒: ['中毒和窒息'], 窒息: ['中毒和窒息'] })
  })
})
