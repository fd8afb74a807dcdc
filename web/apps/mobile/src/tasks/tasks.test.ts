import { describe, expect, it } from 'vitest'
import { answers, dueOf, expected, sorted, totals, type TaskRow } from './tasks'

const NONE = { company: 0, workshop: 0, team: 0, post: 0 }

function task(over: Partial<TaskRow> & { post?: number, seen?: number } = {}): TaskRow {
  const { post = 30, seen = 0, ...rest } = over
  return {
    id: 1, risk_point: 1, name: '10t 行车', number: 'R001', location: '一车间', site: 1, site_name: '湖塘厂区', level: 'general', status: 'pending',
    starts_on: '2026-03-01', due_on: '2026-03-31', required: { ...NONE, post }, done: { ...NONE, post: seen }, abnormal: 0, ...rest,
  }
}

describe('What is due by today', () => {
  it.each([
    ['each day, on the 9th', 31, '2026-03-09', 9],
    ['two shifts a day', 62, '2026-03-09', 18],
    ['once a week: four by the end', 4, '2026-03-09', 1],
    ['once a month: not before the last day', 1, '2026-03-30', 0],
    ['once a month: on the last day', 1, '2026-03-31', 1],
    ['after the month everything', 31, '2026-04-02', 31],
    ['before it begins nothing', 31, '2026-02-27', 0],
  ])('%s', (_name, required, today, due) => expect(expected(required, '2026-03-01', '2026-03-31', today)).toBe(due))

  it('is what has not been looked at', () => {
    expect(dueOf(task({ post: 31, seen: 7 }), 'post', '2026-03-09')).toMatchObject({ behind: 2, late: false, finished: false })
    expect(dueOf(task({ post: 31, seen: 12 }), 'post', '2026-03-09')).toMatchObject({ behind: 0, finished: false })
    expect(dueOf(task({ post: 31, seen: 31, status: 'done_ok' }), 'post', '2026-03-09').finished).toBe(true)
    expect(dueOf(task({ seen: 3 }), 'post', '2026-04-02').late).toBe(true)
    expect(dueOf(task({ status: 'exempt' }), 'post', '2026-03-09')).toMatchObject({ behind: 0, finished: true })
  })
})

describe('The list of a level', () => {
  const rows = [
    task({ id: 1, name: '低风险已查', level: 'low', seen: 30 }),
    task({ id: 2, name: '一般落后', level: 'general', seen: 2 }),
    task({ id: 3, name: '重大不落后', level: 'major', seen: 20 }),
    task({ id: 4, name: '上月未完成', level: 'low', starts_on: '2026-02-01', due_on: '2026-02-28' }),
    task({ id: 5, name: '较大落后', level: 'large', seen: 2 }),
    task({ id: 6, name: '不归岗位', post: 0 }),
    task({ id: 7, name: '已取消', status: 'cancelled' }),
  ]

  it('begins with what is overdue, then what is behind by severity, and ends with what is done', () => {
    expect(sorted(rows, 'post', '2026-03-09').map((due) => due.row.id)).toEqual([4, 5, 2, 3, 1])
  })

  it('says the month in four numbers', () => {
    expect(totals(sorted(rows, 'post', '2026-03-09'))).toEqual({ required: 150, done: 54, today: 2, late: 1 })
  })
})

describe('A search that forgives', () => {
  it.each([
    ['2号冲床', '冲床2', true], ['一车间东跨 10T 行车', '１０ｔ行车', true], ['液氨储罐', '液铵储罐', true], ['液氨储罐', '氨灌', false],
    ['配电房', '', true], ['配电房', '锅炉', false], ['抛光除尘器', '除 尘 器', true],
  ])('%s · %s: %s', (text, search, found) => expect(answers(text, search)).toBe(found))
})
