import { describe, expect, it } from 'vitest'
import { hurt, points } from './cases'

describe('a typical accident', () => {
  it('says who was hurt', () => {
    expect(hurt({ deaths: 97, injured: 163 })).toBe('死亡 97 人、受伤 163 人')
    expect(hurt({ deaths: 0, injured: 0 })).toBe('')
  })

  it('is checked against point by point', () => {
    expect(points('粉尘日清；除尘器设在室外，\n有泄爆。；')).toEqual(['粉尘日清', '除尘器设在室外，', '有泄爆'])
  })
})
