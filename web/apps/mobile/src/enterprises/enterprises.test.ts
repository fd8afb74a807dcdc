import { describe, expect, it } from 'vitest'
import { phonePath } from '../notices/notices'
import { dialled, distance, far } from './enterprises'

describe('How far', () => {
  it('is metres on the ground', () => {
    // Two points of the city, 0.0852° of latitude and 0.0273° of longitude apart.
    const metres = distance({ lon: 119.9696, lat: 31.7864 }, { lon: 119.9423, lat: 31.7012 })
    expect(metres).toBeGreaterThan(9_500)
    expect(metres).toBeLessThan(10_000)
    expect(distance({ lon: 119.9, lat: 31.7 }, { lon: 119.9, lat: 31.7 })).toBe(0)
  })

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
    ['/tasks', '/tasks'], ['/patrols/3', ''], ['https://evil.example/hazards/1', ''], ['//evil/hazards/1', ''],
  ])('%s → %s', (link, path) => expect(phonePath(link)).toBe(path))
})
