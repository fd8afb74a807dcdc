import { labels } from '@changqian/api'
import { defineLedger } from '@changqian/ledger'
import { bodyFacts } from './bodies'
import type { Bodies, Schemas } from './bodies'

const { fields, options, permissions, steps } = labels

const BODIES = { approve: 'ApproveInput', refuse: 'RefuseInput', withdraw: 'StepInput' } as const

export default defineLedger<
  Schemas['AdminRequest'], object, Bodies<typeof BODIES>, Schemas['AdminRequestDetail']
>()({
  name: 'administration',
  path: 'admin-requests',
  title: '权限申请',
  purpose: '系统管理员提出，安全保密管理员批准后立即生效，安全审计员在审计中查看。',
  unit: '项',
  search: '内容、理由、申请人',
  empty: '在“账号”“角色”或“参数”页提出的申请会列在这里。',
  heading: 'summary',
  labels: { ...fields.AdminRequestDetail },
  bodies: bodyFacts(BODIES),
  options: { kind: options.AdministrationKind, status: options.AdministrationStatus },
  columns: [
    { key: 'summary', width: 380 },
    { key: 'kind', width: 120 },
    { key: 'status', width: 100 },
    { key: 'created_by_name', width: 120 },
    { key: 'created_at', sortable: true, label: '申请时间' },
    { key: 'decided_by_name', width: 130 },
    { key: 'decided_at', sortable: true },
    { key: 'reason', hidden: true, width: 220 },
    { key: 'decision', hidden: true, width: 220 },
  ],
  filters: [{ key: 'status', input: 'multiselect' }, { key: 'kind', input: 'multiselect' }],
  ordering: '-created_at',
  tones: { pending: 'brand', approved: 'good', refused: 'bad', withdrawn: 'plain' },
  sections: [
    {
      title: '申请',
      fields: ['kind', 'reason', 'created_by_name', { key: 'created_at', as: 'datetime', label: '申请时间' }],
    },
    { title: '审批', fields: ['decided_by_name', { key: 'decided_at', as: 'datetime' }, 'decision'] },
  ],
  commands: {
    approve: { decision: { input: 'textarea', placeholder: '选填' } },
    refuse: { decision: 'textarea' },
    withdraw: {},
  },
  explain: {
    approve: '批准后立即生效，并记入审计。', refuse: '申请人会看到退回原因，可以修改后重新提出。', withdraw: '撤回后不再等待审批。',
  },
  danger: ['refuse'],
  listed: [],
}, steps.administration, permissions)
