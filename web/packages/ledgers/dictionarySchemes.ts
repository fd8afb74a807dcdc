import { labels } from '@changqian/api'
import { defineLedger } from '@changqian/ledger'
import { bodyFacts } from './bodies'
import type { Bodies, Schemas } from './bodies'

const { fields, permissions } = labels

const BODIES = { edit: 'SchemeEdit', new_version: 'SchemeVersion' } as const

export default defineLedger<Schemas['Scheme'], object, Bodies<typeof BODIES>>()({
  name: 'dictionaries',
  path: 'dictionary-schemes',
  title: '数据字典',
  purpose: '各页面的选项从哪部标准来、哪个版本在用；用过的代码只停用，不删除。',
  unit: '部',
  search: '标题、版本、依据',
  view: 'dictionaries.edit',
  heading: 'title',
  labels: { ...fields.Scheme },
  bodies: bodyFacts(BODIES),
  options: {},
  columns: [
    { key: 'title', width: 220, sortable: true },
    { key: 'version', width: 160 },
    { key: 'effective_from', as: 'date', sortable: true },
    { key: 'effective_to', as: 'date' },
    { key: 'codes', as: 'number', width: 90 },
    { key: 'verified', label: '核对', width: 100 },
    { key: 'own', as: 'yesno', width: 100 },
    { key: 'source', width: 320 },
  ],
  filters: [{ key: 'verified', input: 'switch', label: '已核对' }, { key: 'own', input: 'switch', label: '本市维护' }],
  sections: [
    {
      title: '字典',
      fields: [
        'version', { key: 'effective_from', as: 'date' }, { key: 'effective_to', as: 'date' }, 'source',
        { key: 'verified', as: 'yesno' }, { key: 'own', as: 'yesno' },
      ],
    },
  ],
  commands: {
    edit: {
      title: 'text', effective_from: 'date', effective_to: 'date', source: 'textarea',
      verified: { input: 'switch', help: '与依据的现行文本逐项核对过才打开；没有核对的显示“待核”。' },
    },
    new_version: { edition: 'text', effective_from: 'date', source: 'textarea', verified: 'switch' },
  },
  permissions: { new_version: 'edit' },
  stepLabels: { edit: '修改说明', new_version: '建立新版本' },
  explain: { new_version: '复制现有全部代码成为新版本，原版本到新版本生效的前一天为止；已有记录仍按原代码显示。' },
  listed: [],
}, {}, permissions)
