import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { useTabs } from './tabs'

beforeEach(() => {
  sessionStorage.clear()
  setActivePinia(createPinia())
})

describe('tabs', () => {
  it('start with the home page, which cannot be closed', () => {
    const tabs = useTabs()
    expect(tabs.paths).toEqual(['/'])
    expect(tabs.close('/')).toBe('/')
    expect(tabs.paths).toEqual(['/'])
  })

  it('remember filters and the open drawer of each page', () => {
    const tabs = useTabs()
    tabs.visit('/hazards', '隐患', '/hazards')
    tabs.visit('/hazards', '隐患', '/hazards?status=reported&id=12')
    expect(tabs.tabs.map((tab) => tab.to)).toEqual(['/', '/hazards?status=reported&id=12'])
  })

  it('lead to the neighbour when the shown one is closed', () => {
    const tabs = useTabs()
    tabs.visit('/hazards', '隐患', '/hazards?page=2')
    tabs.visit('/people', '人员', '/people')
    expect(tabs.close('/people')).toBe('/hazards?page=2')
    expect(tabs.close('/hazards')).toBe('/')
  })

  it('survive a reload of the browser', () => {
    useTabs().visit('/hazards', '隐患', '/hazards?page=2')
    setActivePinia(createPinia())
    expect(useTabs().tabs.map((tab) => tab.to)).toEqual(['/', '/hazards?page=2'])
  })

  it('are twelve at most: the oldest goes', () => {
    const tabs = useTabs()
    for (let n = 0; n < 14; n += 1)
      tabs.visit(`/p${n}`, String(n), `/p${n}`)
    expect(tabs.paths).toHaveLength(12)
    expect(tabs.paths[0]).toBe('/')
    expect(tabs.paths).not.toContain('/p0')
    expect(tabs.paths).toContain('/p13')
  })

  it('close all but one', () => {
    const tabs = useTabs()
    tabs.visit('/a', 'a', '/a')
    tabs.visit('/b', 'b', '/b')
    tabs.closeOthers('/b')
    expect(tabs.paths).toEqual(['/', '/b'])
  })
})
