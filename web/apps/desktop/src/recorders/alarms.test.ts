import { expect, it } from 'vitest'
import { fresh } from './alarms'

const calling = (id: number, alarm_at: string | null) => ({ id, alarm_at })

it('tells of each alarm once, the newest first, and of the next one of the same recorder again', () => {
  const told = fresh()
  const [early, late] = ['2026-03-09T08:00:00+08:00', '2026-03-09T09:00:00+08:00']
  const ids = (...places: ReturnType<typeof calling>[]) => told(places).map(({ id }) => id)
  expect(ids(calling(1, early), calling(2, late), calling(3, null))).toEqual([2, 1])
  expect(ids(calling(1, early), calling(2, late))).toEqual([])
  expect(ids(calling(1, late))).toEqual([1])
})
