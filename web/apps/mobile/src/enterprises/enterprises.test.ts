import { describe, expect, it } from 'vitest'
import { phonePath } from '../notices/notices'
import { dialled, far } from './enterprises'

describe('How far', () => {
  it.each([[3, '10 米'], [384, '380 米'], [999, '1 公里'], [1000, '1 公里'], [2_440, '2.4 公里'], [12_000, '12 公里']])(
    '%i → %s', (metres, words) => expect(far(metres)).toBe(words))
})

describe('Calling', () => {
  it.each([['0519-8888 1234', 'tel:051988881234'], ['138****0001', ''], ['', '']])('%s → %s', (phone, link) =>
    expect(dialled(phone)).toBe(link))
})

describe('Where a message leads on the phone', () => {
  it.each([
    ['/hazards/12', '/hazards/12'], ['/m/hazards/12', '/hazards/12'], ['/hazards?overdue=true', '/hazards?overdue=true'],
    ['/tasks', '/tasks'], ['/about-me', '/mine/about'], ['/patrols/3', ''],
    ['https://evil.example/hazards/1', ''], ['//evil/hazards/1', ''],
  ])('%s → %s', (link, path) => expect(phonePath(link)).toBe(path))
})
