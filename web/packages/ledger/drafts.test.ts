import { beforeEach, describe, expect, it } from 'vitest'
import { draftsOf } from './drafts'
import { shownColumns, soundSettings } from './settings'
import type { Column } from './define'

const now = new Date('2026-03-09T06:00:00Z')
beforeEach(() => localStorage.clear())

describe('a draft', () => {
  it('comes back to the same user and form', () => {
    draftsOf(1, localStorage, () => now).save('hazards.create', { title: '门缺失' })
    expect(draftsOf(1, localStorage, () => now).read('hazards.create')).toEqual({
      values: { title: '门缺失' }, savedAt: now.toISOString(),
    })
    expect(draftsOf(2, localStorage, () => now).read('hazards.create')).toBeNull()
    expect(draftsOf(1, localStorage, () => now).read('hazards.submit.3')).toBeNull()
  })

  it('is gone when it was sent or thrown away', () => {
    const drafts = draftsOf(1)
    drafts.save('hazards.create', { title: '门缺失' })
    drafts.discard('hazards.create')
    expect(drafts.read('hazards.create')).toBeNull()
  })

  it('is not kept longer than two weeks', () => {
    draftsOf(1, localStorage, () => now).save('x', { a: 1 })
    const later = new Date(now.getTime() + 15 * 86_400_000)
    expect(draftsOf(1, localStorage, () => later).read('x')).toBeNull()
    expect(localStorage.length).toBe(0)
  })

  it('that is broken costs nothing', () => {
    localStorage.setItem('changqian.draft.1.x', '{"values":')
    expect(draftsOf(1).read('x')).toBeNull()
  })

  it('is not worth an error when the store is full', () => {
    const full = { setItem: () => { throw new DOMException('full', 'QuotaExceededError') } } as unknown as Storage
    expect(() => draftsOf(1, full).save('x', {})).not.toThrow()
  })
})

describe('table settings', () => {
  const column = (key: string, hidden = false) => ({ key, label: key, as: 'text', hidden }) as Column
  const columns = [column('title'), column('status'), column('level'), column('cost', true)]
  const keys = (kept: unknown) => shownColumns(columns, soundSettings(kept, columns)).map(({ key }) => key)

  it('hide what the ledger hides until the user asks', () => {
    expect(keys(null)).toEqual(['title', 'status', 'level'])
  })

  it('keep order and choice, and always the first column', () => {
    expect(keys({ shown: ['cost', 'status'], dense: true, size: 50 })).toEqual(['title', 'cost', 'status'])
  })

  it('forget columns that no longer exist, and what never made sense', () => {
    expect(keys({ shown: ['gone'], dense: false, size: 20 })).toEqual(['title', 'status', 'level'])
    expect(soundSettings({ shown: 'all', dense: 1, size: 7 }, columns)).toEqual(soundSettings(null, columns))
  })
})
