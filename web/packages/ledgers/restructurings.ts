import { labels } from '@changqian/api'
import { defineLedger } from '@changqian/ledger'
import { bodyFacts } from './bodies'
import type { Bodies, Schemas } from './bodies'

const { fields, options, permissions } = labels

const BODIES = { undo: 'UndoInput' } as const

export default defineLedger<Schemas['Restructuring'], object, Bodies<typeof BODIES>>()({
  name: 'enterprises',
  path: 'restructurings',
  title: '企业变更记录',
  purpose: '谁在什么时候合并、拆分了哪些企业，划转了哪些场所，接管了哪些数据；办错了可以在这里撤销。',
  search: '企业名称、原因',
  empty: '在企业页打开一家企业，选“更多”里的合并、拆分或划转，办理后会记在这里。',
  heading: 'enterprise_name',
  labels: { ...fields.Restructuring, undone: '已撤销', region: '属地' },
  bodies: bodyFacts(BODIES),
  options: { kind: options.EnterprisesRestructure },
  columns: [
    { key: 'enterprise_name', width: 190 },
    { key: 'kind', as: 'status', width: 126 },
    { key: 'summary', width: 340, label: '办了什么' },
    { key: 'done_by', width: 120 },
    { key: 'created_at', label: '办理时间' },
    { key: 'undone_at', label: '撤销', width: 88 },
    { key: 'reason', width: 180 },
    { key: 'other_name', hidden: true, width: 240 },
  ],
  filters: [
    { key: 'region', input: 'region' },
    { key: 'kind', input: 'multiselect' },
    { key: 'undone', input: 'switch' },
    { key: 'enterprise', input: 'enterprise' },
  ],
  ordering: '-id',
  tones: { merge: 'brand', split: 'brand', move_to: 'plain', take_over: 'plain' },
  sections: [
    {
      title: '办理',
      fields: ['reason', 'done_by', { key: 'created_at', label: '办理时间' }],
    },
  ],
  commands: { undo: { reason: 'textarea' } },
  stepLabels: { undo: '撤销这次办理' },
  fits: { undo: (row) => !row.undone_at },
}, {}, permissions)
