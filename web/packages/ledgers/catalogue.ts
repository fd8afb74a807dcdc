import { labels } from '@changqian/api'
import { defineLedger } from '@changqian/ledger'
import { ACCIDENT_TYPES, bodyFacts } from './bodies'
import type { Bodies, Schemas } from './bodies'

const { fields, options, permissions } = labels

const BODIES = {
  edit: 'CatalogueEdit',
  publish: 'StepInput',
  revise: 'CatalogueRevise',
  retire: 'StepInput',
  restore: 'StepInput',
  discard: 'EndInput',
} as const

const WORDS = {
  name: 'text', accident_types: { input: 'dictionaries', dictionary: ACCIDENT_TYPES }, typical_points: 'textarea',
  at_least: 'level', source: 'textarea', verified: 'switch',
} as const
const inState = (...states: string[]) => (row: Schemas['CatalogueEntry']) => states.includes(row.state)

type Computed = 'id' | 'version' | 'state' | 'revision' | 'effective_to'
type Added = Omit<Schemas['CatalogueEntry'], Computed>

export default defineLedger<
  Schemas['CatalogueEntry'], Added, Bodies<typeof BODIES>, Schemas['CatalogueEntryDetail']
>()({
  name: 'risks',
  path: 'catalogue',
  title: '安全风险目录',
  purpose: '省定较大以上安全风险目录；先拟草稿，发布后供企业选用，旧版本保留。',
  search: '代码、名称、类别、典型风险点',
  heading: 'name',
  labels: { ...fields.CatalogueEntryDetail },
  bodies: bodyFacts({ ...BODIES, create: 'CatalogueEntryDetail' }),
  options: { at_least: options.RisksLevel, state: options.RisksEntryState },
  columns: [
    { key: 'name', width: 260 },
    { key: 'code', sortable: true, width: 120 },
    { key: 'category_name', width: 160 },
    { key: 'at_least', as: 'level', label: '最低等级' },
    { key: 'accident_types', as: 'list', dictionary: ACCIDENT_TYPES, width: 200 },
    { key: 'typical_points', width: 260 },
    { key: 'state', as: 'status' },
    { key: 'verified', label: '核对', width: 150 },
    { key: 'revision', as: 'number', width: 80 },
    { key: 'effective_from', as: 'date', hidden: true, sortable: true },
    { key: 'scheme', hidden: true },
    { key: 'demo', as: 'yesno', hidden: true },
  ],
  filters: [
    { key: 'at_least', input: 'multiselect' },
    { key: 'state', input: 'select' },
    { key: 'category', input: 'text', label: '类别代码或名称' },
    { key: 'accident_type', input: 'dictionary', dictionary: 'accident_types', label: '事故类别' },
    { key: 'code', input: 'text' },
    { key: 'scheme', input: 'text', label: '目录（全称）' },
    { key: 'verified', input: 'switch' },
    { key: 'demo', input: 'switch' },
  ],
  ordering: 'code',
  tones: { draft: 'brand', enabled: 'good', disabled: 'plain' },
  sections: [
    {
      title: '目录条目',
      fields: [
        'scheme', 'code', 'category_name', { key: 'revision', as: 'number' }, { key: 'at_least', as: 'level' },
        { key: 'state', as: 'status' },
        { key: 'accident_types', as: 'list', dictionary: ACCIDENT_TYPES }, 'typical_points',
        { key: 'effective_from', as: 'date' }, { key: 'effective_to', as: 'date' }, 'source', { key: 'verified', as: 'yesno' },
      ],
    },
  ],
  create: {
    step: 'catalogue',
    label: '新增草稿',
    form: {
      scheme: 'text', category: { input: 'text', placeholder: '两位数字，例如 16' }, category_name: 'text',
      code: { input: 'text', placeholder: '四位数字，例如 1601' }, name: 'text',
      accident_types: { input: 'dictionaries', dictionary: ACCIDENT_TYPES }, typical_points: 'textarea',
      at_least: { input: 'level', initial: 'large' }, effective_from: 'date', source: 'textarea', verified: 'switch', demo: 'switch',
    },
  },
  commands: {
    publish: {},
    edit: { ...WORDS, effective_from: 'date' },
    revise: { effective_from: 'date', ...WORDS },
    restore: {},
    retire: {},
    discard: { reason: 'textarea' },
  },
  permissions: {
    edit: 'catalogue', publish: 'catalogue', revise: 'catalogue', retire: 'catalogue', restore: 'catalogue',
    discard: 'catalogue',
  },
  stepLabels: { edit: '修改', publish: '发布', revise: '修订', retire: '停用', restore: '恢复', discard: '删除草稿' },
  fits: {
    edit: inState('draft'), publish: inState('draft'), discard: inState('draft'), revise: inState('enabled', 'disabled'),
    retire: inState('enabled'), restore: inState('disabled'),
  },
  explain: {
    publish: '发布后企业登记风险点时可以选用；有旧版本的，由这一版代替。',
    revise: '先形成下一版的草稿，现行版本继续有效；发布草稿后才更换。已经引用旧版本的风险点不变。',
    retire: '停用后企业不能再选用；已经引用的风险点不变。',
  },
  batch: { publish: 'publish_entries' },
  listed: ['publish', 'edit', 'revise'],
  danger: ['retire', 'discard'],
}, {}, permissions)
