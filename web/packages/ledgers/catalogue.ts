import { labels } from '@changqian/api'
import { defineLedger } from '@changqian/ledger'
import { ACCIDENT_TYPES, bodyFacts } from './bodies'
import type { Bodies, Schemas } from './bodies'

const { fields, options, permissions } = labels

const BODIES = { revise: 'CatalogueRevise', switch: 'CatalogueSwitch' } as const

type Computed = 'id' | 'version' | 'state' | 'revision' | 'effective_to'
type Added = Omit<Schemas['CatalogueEntry'], Computed>

export default defineLedger<
  Schemas['CatalogueEntry'], Added, Bodies<typeof BODIES>, Schemas['CatalogueEntryDetail']
>()({
  name: 'risks',
  path: 'catalogue',
  title: '安全风险目录',
  purpose: '省定较大以上安全风险目录；修订后旧版本保留，已引用的不变。',
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
    { key: 'revision', as: 'number', hidden: true },
    { key: 'effective_from', as: 'date', hidden: true },
    { key: 'scheme', hidden: true },
    { key: 'demo', as: 'yesno', hidden: true },
  ],
  filters: [
    { key: 'at_least', input: 'multiselect' },
    { key: 'state', input: 'select' },
    { key: 'category', input: 'text' },
    { key: 'demo', input: 'switch' },
  ],
  ordering: 'code',
  tones: { enabled: 'good', disabled: 'plain' },
  sections: [
    {
      title: '目录条目',
      fields: [
        'code', 'category_name', { key: 'at_least', as: 'level' }, { key: 'state', as: 'status' },
        { key: 'accident_types', as: 'list', dictionary: ACCIDENT_TYPES }, 'typical_points',
        { key: 'effective_from', as: 'date' }, { key: 'effective_to', as: 'date' }, 'source', { key: 'verified', as: 'yesno' },
      ],
    },
  ],
  create: {
    step: 'catalogue',
    label: '新增目录条目',
    form: {
      scheme: 'text', category: { input: 'text', placeholder: '两位数字，例如 16' }, category_name: 'text',
      code: { input: 'text', placeholder: '四位数字，例如 1601' }, name: 'text',
      accident_types: { input: 'dictionaries', dictionary: ACCIDENT_TYPES }, typical_points: 'textarea',
      at_least: { input: 'level', initial: 'large' }, effective_from: 'date', source: 'textarea', verified: 'switch', demo: 'switch',
    },
  },
  commands: {
    revise: {
      effective_from: 'date', name: 'text', accident_types: { input: 'dictionaries', dictionary: ACCIDENT_TYPES },
      typical_points: 'textarea', at_least: 'level', source: 'textarea', verified: 'switch',
    },
    switch: { state: 'radio' },
  },
  permissions: { revise: 'catalogue', switch: 'catalogue' },
  stepLabels: { revise: '修订', switch: '启用或停用' },
  explain: { revise: '修订产生新版本；已经引用旧版本的风险点不变，变更时按新版本评估。' },
}, {}, permissions)
