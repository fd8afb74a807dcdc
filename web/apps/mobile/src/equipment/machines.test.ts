import { expect, test } from 'vitest'
import { begin, body, give } from '../patrol/patrol'
import { grouped, pointOf, type Kit, type Task } from './machines'

const KIT = {
  plan: 7, kind: 'maintenance', period: 'week', name: '冲床保养', subject_kind: 'equipment', subject: 3, subject_name: '冲床',
  location: '东侧', site: 1, site_name: '一号车间', enterprise_name: '湖塘机械厂', token: 'TOKEN',
  items: [{ id: 5, text: '润滑', guidance: '', required: true }],
} as unknown as Kit

test('a look at a machine names its plan and no control level', () => {
  const form = give(begin(pointOf(KIT), { control: null, scanned: true, at: '' }), 5, 'ok')
  expect(body(form)).toMatchObject({ plan: 7, token: 'TOKEN', answers: [{ item: 5, answer: 'ok' }] })
  expect(body(form)).not.toHaveProperty('control_level')
  expect(body({ ...form, scanned: false, task: 9 })).toMatchObject({ plan: 7, subject: 3, task: 9 })
})

test('tasks stand under what presses most', () => {
  const tasks = ['2026-04-01', '2026-04-02', '2026-04-03'].map((due_on, id) => ({ id, due_on }) as Task)
  expect(grouped(tasks, '2026-04-02').map(({ word, tasks: [first] }) => [word, first?.id])).toEqual([
    ['已逾期', 0], ['今天到期', 1], ['还没到期', 2],
  ])
  expect(grouped([], '2026-04-02')).toEqual([])
})
