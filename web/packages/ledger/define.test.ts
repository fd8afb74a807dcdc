import { describe, expect, it } from 'vitest'
import { defineLedger } from './index'

interface Drill { id: number, version: number, title: string, planned_on: string, status: string, created_at: string }
interface Plan { title: string, planned_on: string }
interface Steps { edit: { version: number, title: string }, hold: { version: number, held_on: string }, end: { version: number } }

const drills = defineLedger<Drill, Plan, Steps>()({
  name: 'drills',
  title: '应急演练',
  purpose: '每年至少演练一次',
  labels: { title: '演练名称', planned_on: '计划日期', status: '状态', created_at: '登记时间' },
  bodies: {
    create: { labels: { title: '演练名称' }, inputs: { title: { required: true, max: 100 } } },
    hold: { labels: { held_on: '演练日期' }, inputs: { held_on: { required: true, help: '实际开展的那一天' } } },
  },
  options: { status: { planned: '已计划', held: '已演练' } },
  columns: ['title', { key: 'planned_on', sortable: true }, 'status', 'created_at'],
  filters: ['status', { key: 'planned_on', input: 'dates' }],
  tones: { held: 'good' },
  create: { step: 'plan', form: { title: 'text', planned_on: { input: 'date', required: true } } },
  commands: { edit: { title: 'text' }, hold: { held_on: 'date' }, end: {} },
  batch: { end: 'end_all' },
  danger: ['end'],
}, { edit: ['planned'], hold: ['planned'] }, {
  'drills.plan': '计划演练', 'drills.edit': '修改计划', 'drills.hold': '登记演练', 'drills.end': '撤销计划',
})

const planned: Drill = { id: 1, version: 1, title: '消防疏散', planned_on: '2026-03-12', status: 'planned', created_at: '' }
const steps = (row: Drill) => drills.commands.filter((command) => command.when(row)).map((command) => command.label)

describe('a ledger', () => {
  it('takes labels and options from the server and the kind of a column from its name', () => {
    expect(drills.columns.map(({ label, as }) => [label, as])).toEqual([
      ['演练名称', 'text'], ['计划日期', 'date'], ['状态', 'status'], ['登记时间', 'datetime'],
    ])
    expect(drills.columns[2]?.options).toEqual({ planned: '已计划', held: '已演练' })
  })

  it('shows a button only where the state table allows the step', () => {
    expect(steps(planned)).toEqual(['修改计划', '登记演练', '撤销计划'])
    expect(steps({ ...planned, status: 'held' })).toEqual(['撤销计划'])
  })

  it('names buttons and permissions by the server’s words', () => {
    expect(drills.create).toMatchObject({ permission: 'drills.plan', label: '计划演练' })
    expect(drills.commands.map((command) => command.permission)).toEqual(['drills.edit', 'drills.hold', 'drills.end'])
  })

  it('knows from the schema what an input requires', () => {
    const [title, day] = drills.create!.form
    expect(title).toMatchObject({ label: '演练名称', required: true, max: 100, input: 'text' })
    expect(day).toMatchObject({ label: '计划日期', required: true, input: 'date' })
    expect(drills.commands[1]?.form[0]).toMatchObject({ help: '实际开展的那一天' })
  })

  it('offers the filter of a choice as a choice', () => {
    expect(drills.filters).toMatchObject([
      { key: 'status', input: 'select', label: '状态' }, { key: 'planned_on', input: 'dates', label: '计划日期' },
    ])
  })

  it('marks what can be done to many rows and what cannot be undone', () => {
    expect(drills.commands.filter(({ batch }) => batch).map(({ step }) => step)).toEqual(['end'])
    expect(drills.commands.filter(({ danger }) => danger).map(({ step }) => step)).toEqual(['end'])
  })

  it('does not compile with a misspelt column or a forgotten input', () => {
    defineLedger<Drill, Plan, object>()({
      name: 'drills', title: '', purpose: '', labels: { title: '', planned_on: '' }, options: {}, filters: [], commands: {},
      // @ts-expect-error there is no such column
      columns: ['titel'],
      // @ts-expect-error planned_on is missing
      create: { step: 'plan', form: { title: 'text' } },
    }, {}, {})
  })
})
