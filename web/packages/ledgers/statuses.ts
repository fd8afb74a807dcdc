import { labels } from '@changqian/api'
import { defineLedger } from '@changqian/ledger'
import { bodyFacts } from './bodies'
import type { Bodies, Schemas } from './bodies'

const { fields, options, permissions } = labels

const BODIES = { confirm: 'StatusDecision' } as const

export default defineLedger<Schemas['StatusChange'], object, Bodies<typeof BODIES>>()({
  name: 'enterprises',
  path: 'status-changes',
  title: '企业状态变更',
  purpose: '企业上报的停产、复产、搬迁等，由属地核实后生效。',
  search: '企业、原因',
  empty: '企业上报状态变更后，会出现在这里等待确认。',
  heading: 'enterprise_name',
  labels: { ...fields.StatusChange },
  bodies: bodyFacts(BODIES),
  options: {
    old: options.EnterprisesStatus, new: options.EnterprisesStatus, state: options.EnterprisesChange,
  },
  columns: [
    { key: 'enterprise_name', width: 260 },
    { key: 'state', as: 'status' },
    { key: 'old', label: '原状态', width: 110 },
    { key: 'new', label: '新状态', width: 110 },
    { key: 'effective_on', sortable: true },
    { key: 'reason', width: 260 },
    'reported_by',
    { key: 'created_at', sortable: true },
    { key: 'site_name', hidden: true },
    { key: 'decided_by_name', hidden: true },
    { key: 'opinion', hidden: true },
  ],
  filters: [
    { key: 'state', input: 'multiselect' },
    { key: 'new', input: 'multiselect', label: '新状态' },
    { key: 'enterprise', input: 'enterprise' },
  ],
  ordering: '-created_at',
  tones: { reported: 'caution', confirmed: 'good', rejected: 'bad' },
  sections: [
    {
      title: '变更',
      fields: [
        'enterprise_name', 'site_name', { key: 'old', label: '原状态' }, { key: 'new', label: '新状态' }, 'effective_on', 'reported_by',
        'created_at', 'reason', 'decided_by_name', 'decided_at', 'opinion',
      ],
    },
  ],
  commands: {
    confirm: { accept: { input: 'decision', options: { true: '属实，确认变更', false: '不属实，退回' } }, opinion: 'textarea' },
  },
  permissions: { confirm: 'confirm_status' },
  stepLabels: { confirm: '核实' },
  fits: { confirm: (row) => row.state === 'reported' },
}, {}, permissions)
