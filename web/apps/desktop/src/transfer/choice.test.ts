import { expect, it } from 'vitest'
import { arranged, initial, moved, toggled } from './choice'

const known = ['name', 'post', 'phone', 'site'].map((name) => ({ name }))

it('begins as the last time, else as the list, else with everything', () => {
  expect(initial(known, ['phone', 'gone', 'name'], ['post'])).toEqual(['phone', 'name'])
  expect(initial(known, null, ['post', 'next', 'name'])).toEqual(['post', 'name'])
  expect(initial(known, ['gone'], [])).toEqual(['name', 'post', 'phone', 'site'])
})

it('shows the chosen ones first', () => {
  expect(arranged(known, ['site', 'name']).map(({ name }) => name)).toEqual(['site', 'name', 'post', 'phone'])
})

it('adds at the end and takes away', () => {
  expect(toggled(['name'], 'site')).toEqual(['name', 'site'])
  expect(toggled(['name', 'site'], 'name')).toEqual(['site'])
})

it('moves within the chosen ones only', () => {
  const chosen = ['name', 'post', 'phone']
  expect(moved(chosen, 'phone', 0)).toEqual(['phone', 'name', 'post'])
  expect(moved(chosen, 'name', 2)).toEqual(['post', 'phone', 'name'])
  expect(moved(chosen, 'name', -1)).toEqual(chosen)
  expect(moved(chosen, 'phone', 3)).toEqual(chosen)
  expect(moved(chosen, 'site', 0)).toEqual(chosen)
})
