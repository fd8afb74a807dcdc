import { expect, it } from 'vitest'
import { pointOf } from './point'

it('is read as it is pasted from other maps', () => {
  for (const text of ['119.95,31.72', ' 119.95， 31.72 ', '119.95 31.72', '119.95、31.72'])
    expect(pointOf(text)).toEqual([119.95, 31.72])
})

it('is nothing where a half is missing or cannot be', () => {
  for (const text of ['', '119.95', '119.95,', '甲,乙', '119.95,131.72', '1,2,3'])
    expect(pointOf(text)).toBeNull()
})
