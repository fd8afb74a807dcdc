import { labels } from '@changqian/api'
import type { ColumnSpec } from '@changqian/ledger'
import { defineLedger } from '@changqian/ledger'
import { bodyFacts } from './bodies'
import type { Bodies, Schemas } from './bodies'

const { fields, options, permissions } = labels
const BODIES = { confirm: 'FirmSummaryConfirm' } as const

type Shared = keyof Schemas['FirmSummary'] & keyof Schemas['RegionSummary'] & string
const number = <Key extends Shared>(key: Key, more: { hidden?: boolean, sortable?: boolean, width?: number } = {}) =>
  ({ key, as: 'number' as const, width: 104, ...more }) satisfies ColumnSpec<Record<Key, unknown>>

const FIGURES = [
  { key: 'quality' as const, sortable: true, width: 100 },
  number('tasks', { sortable: true }),
  number('tasks_done', { width: 112 }),
  number('tasks_late', { width: 126 }),
  number('patrols'),
  number('hazards', { sortable: true }),
  number('hazards_overdue', { width: 130 }),
  number('cards_missing', { width: 100 }),
  number('cards_stale', { width: 116 }),
  { key: 'quality_report' as const, hidden: true, width: 116 },
  { key: 'quality_tasks' as const, hidden: true, width: 116 },
  { key: 'quality_hazards' as const, hidden: true, width: 116 },
  { key: 'quality_cards' as const, hidden: true, width: 100 },
  number('points', { hidden: true, width: 120 }),
  number('reported_points', { hidden: true, width: 130 }),
  number('required', { hidden: true, width: 110 }),
  number('performed', { hidden: true, width: 130 }),
  number('hazards_closed', { hidden: true, width: 116 }),
  number('revision', { hidden: true, width: 80 }),
]
const FILTERS = [
  { key: 'month', input: 'month' as const },
  { key: 'region', input: 'region' as const, label: '属地' },
]
const COMMON = { name: 'summaries', history: false } as const
const EMPTY = '每月 1 日凌晨形成上个月的小结，9 日按补传的数据校正。'

export const firmSummaries = defineLedger<Schemas['FirmSummary'], object, Bodies<typeof BODIES>, Schemas['FirmSummaryDetail']>()({
  ...COMMON,
  path: 'firm-summaries',
  title: '企业月度小结',
  unit: '份',
  purpose: '每家企业一个月的风险分级管控和隐患排查治理（双控月报），由统计数据自动形成，由企业确认。',
  search: '企业名称、信用代码',
  empty: EMPTY,
  heading: 'enterprise_name',
  labels: { ...fields.FirmSummaryDetail, region: '属地' },
  bodies: bodyFacts(BODIES),
  options: { confirmation: options.SummariesConfirmation },
  columns: [
    { key: 'month', width: 120, sortable: true },
    { key: 'enterprise_name', width: 250 },
    { key: 'confirmation', as: 'status', width: 130 },
    ...FIGURES,
    { key: 'confirmed_at', hidden: true, width: 150 },
  ],
  tones: { confirmed: 'good', pending: 'plain', again: 'caution' },
  filters: [
    ...FILTERS,
    { key: 'confirmation', input: 'multiselect' },
    { key: 'enterprise', input: 'enterprise', label: '企业' },
    { key: 'corrected', input: 'switch', label: '更正过的' },
  ],
  ordering: '-month',
  sections: [],
  commands: { confirm: { plan: { input: 'textarea', placeholder: '本企业下个月的安排：谁、在什么时候、做什么' } } },
  stepLabels: { confirm: '确认月报' },
  fits: { confirm: (row) => row.confirmation !== 'confirmed' },
  explain: {
    confirm: '确认即声明本版双控月报内容属实，此时的重大和逾期隐患随之存档；以后数据有更正形成新的版次，要重新确认。',
  },
}, {}, permissions)

export const regionSummaries = defineLedger<Schemas['RegionSummary'], object, object, Schemas['RegionSummaryDetail']>()({
  ...COMMON,
  path: 'region-summaries',
  title: '地区月度小结',
  unit: '份',
  purpose: '市、区县、镇街一个月的风险管控，由统计数据自动形成；数据补传后形成新的版次，写明与上一版的差异。',
  search: '地区名称',
  empty: EMPTY,
  heading: 'region_name',
  labels: { ...fields.RegionSummaryDetail, region: '属地' },
  options: {},
  columns: [
    { key: 'region_name', width: 150 },
    { key: 'month', width: 120, sortable: true },
    { key: 'enterprises', as: 'number', width: 96 },
    { key: 'finished', as: 'number', width: 156 },
    ...FIGURES,
  ],
  filters: [
    ...FILTERS,
    { key: 'level', input: 'select', label: '统计到', options: { city: '全市', district: '区县', town: '镇街' } },
    { key: 'corrected', input: 'switch', label: '更正过的' },
  ],
  ordering: '-month',
  sections: [],
  commands: {},
}, {}, permissions)
