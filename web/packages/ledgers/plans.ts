import { labels } from '@changqian/api'
import { defineLedger } from '@changqian/ledger'
import { bodyFacts } from './bodies'
import type { Bodies, Schemas } from './bodies'
import { CLASSES } from './equipment'

const { fields, options, permissions, steps, titles } = labels

const BODIES = { edit: 'PlanEdit', resume: 'PlanResume', stop: 'PlanStop', end: 'EndInput' } as const

const WORDS = {
  name: { input: 'text', placeholder: '例如：起重机械班前检查' },
  kind: { input: 'radio', initial: 'patrol' },
  period: 'select',
  shifts: {
    input: 'number', min: 1, max: 4, initial: 1, unit: '班',
    when: ({ period }: Readonly<Record<string, unknown>>) => period === 'shift',
  },
  responsible: { input: 'person', help: '有账号的负责人到期会收到提醒。' },
  items: 'checklist',
} as const

export default defineLedger<Schemas['Plan'], Schemas['PlanMake'], Bodies<typeof BODIES>, Schemas['PlanDetail']>()({
  name: 'plans',
  title: titles.Plan,
  purpose: '哪些设备按什么周期巡检、保养，查哪几项，谁负责。',
  unit: '个',
  search: '计划、对象、企业',
  empty: '按设备类别制定一个计划，该场所这一类在用设备都会按周期生成任务。',
  heading: 'name',
  labels: { ...fields.PlanDetail, region: '属地' },
  bodies: bodyFacts({ ...BODIES, create: 'PlanMake' }),
  options: { kind: options.PlansKind, period: options.ChecksPeriod, status: options.PlansStatus },
  columns: [
    { key: 'name', width: 200 },
    { key: 'kind', width: 84 },
    { key: 'period', width: 92 },
    { key: 'subject_name', width: 200 },
    'status',
    { key: 'responsible_name', width: 100 },
    { key: 'site_name', width: 130 },
    { key: 'enterprise_name', width: 230 },
    'region_name',
    { key: 'starts_on', sortable: true, hidden: true },
  ],
  filters: [
    { key: 'kind', input: 'multiselect' },
    { key: 'period', input: 'multiselect' },
    { key: 'status', input: 'multiselect' },
    { key: 'region', input: 'region' },
    { key: 'subject_group', input: 'dictionary', dictionary: CLASSES, label: '设备类别' },
    { key: 'enterprise', input: 'enterprise', label: '企业' },
  ],
  tones: { active: 'good', stopped: 'plain' },
  sections: [
    {
      title: '计划',
      fields: [
        'subject_name', 'kind', 'period', { key: 'shifts', as: 'number' }, 'status', 'stop_reason', 'starts_on', 'responsible_name',
        'enterprise_name', 'site_name', 'region_name',
      ],
    },
  ],
  create: {
    step: 'make',
    form: {
      site: { input: 'site', group: '对象' },
      subject_group: {
        input: 'dictionary', dictionary: CLASSES, label: '设备类别', help: '该场所这一类在用设备都按本计划生成任务。',
        when: ({ subject_id }: Readonly<Record<string, unknown>>) => !subject_id,
      },
      subject_id: {
        input: 'equipment', label: '单台设备', help: '只为一台设备制定时选择，不选则按类别。',
        when: ({ subject_group }: Readonly<Record<string, unknown>>) => !subject_group,
      },
      ...WORDS,
      name: { ...WORDS.name, group: '计划' },
      starts_on: { input: 'date', help: '不填从今天开始。' },
    },
  },
  commands: { edit: WORDS, resume: {}, stop: { reason: 'textarea' }, end: { reason: 'textarea' } },
  explain: {
    edit: '周期调整后，尚未开始的任务取消，按新周期重新生成。',
    stop: '暂停后未完成的任务取消，不再生成新任务。',
    end: '只用于误录；不再执行的计划请暂停。',
  },
  danger: ['stop', 'end'],
}, steps.plans, permissions)
