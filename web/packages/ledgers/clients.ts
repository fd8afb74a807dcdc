import { labels } from '@changqian/api'
import { defineLedger } from '@changqian/ledger'
import { bodyFacts } from './bodies'
import type { Bodies, Schemas } from './bodies'

const { fields, options, permissions, steps } = labels

const BODIES = {
  propose: 'ClientPropose', approve: 'ClientVerdict', reject: 'ClientReason', issue_key: 'ClientKeyInput', edit: 'ClientEdit',
  suspend: 'ClientReason', resume: 'ClientVerdict', end: 'EndInput',
} as const

const WORDS = {
  name: { input: 'text', placeholder: '例如 数字政府平台', group: '是谁' }, unit: 'text', contact: 'text', contact_phone: 'text',
  purpose: 'textarea',
} as const
const LIMITS = {
  per_minute: { input: 'number', min: 1, max: 100_000, unit: '次', initial: 60, group: '限次与加密' },
  per_day: { input: 'number', min: 1, max: 100_000_000, unit: '次', initial: 20_000 },
  sealed_only: { input: 'switch', help: '打开后请求和响应的内容都以 SM4 加密，明文请求会被拒绝' },
} as const
const REACH = {
  methods: { input: 'tags', group: '能访问什么（须安全保密管理员批准）' },
  scope: 'tags',
  addresses: { input: 'tags', placeholder: '输入地址或网段后按回车，例如 10.1.2.0/24' },
  expires_on: 'date',
} as const

export default defineLedger<Schemas['Client'], Schemas['ClientApply'], Bodies<typeof BODIES>, Schemas['ClientDetail']>()({
  name: 'clients',
  title: '接口客户端',
  unit: '个',
  purpose: '可以调用本平台接口的外部系统；能看到什么、看多少，由系统管理员申请、安全保密管理员批准。',
  search: '系统名称、单位、客户端编号、联系人',
  empty: '登记要对接的系统，批准后签发密钥，对方即可按接口文档调用。',
  heading: 'name',
  labels: { ...fields.ClientDetail, ...fields.ClientApply, proposed_at: '变更申请' },
  bodies: bodyFacts({ ...BODIES, create: 'ClientApply' }),
  options: { status: options.ClientsStatus },
  columns: [
    { key: 'name', width: 190 },
    { key: 'status', as: 'status', width: 100 },
    { key: 'proposed_at', as: 'datetime', width: 100 },
    { key: 'unit', width: 200 },
    { key: 'app_id', width: 180 },
    { key: 'expires_on', as: 'deadline', sortable: true, width: 200 },
    { key: 'old_call_at', as: 'datetime', width: 150 },
    { key: 'contact', width: 100 },
    { key: 'per_minute', as: 'number', hidden: true },
    { key: 'sealed_only', as: 'yesno', hidden: true },
    { key: 'per_day', as: 'number', hidden: true },
    { key: 'created_at', as: 'datetime', hidden: true },
  ],
  filters: [
    { key: 'status', input: 'multiselect' },
    { key: 'proposed', input: 'switch', label: '只看待审批' },
    { key: 'calls_old', input: 'switch', label: '仍在调用旧版接口' },
  ],
  tones: { pending: 'caution', active: 'good', suspended: 'bad' },
  sections: [
    {
      title: '是谁',
      fields: ['app_id', 'unit', 'contact', 'contact_phone', 'purpose', { key: 'created_at', as: 'datetime' }],
    },
    {
      title: '限次与加密',
      fields: [
        { key: 'per_minute', as: 'number' }, { key: 'per_day', as: 'number' }, { key: 'sealed_only', as: 'yesno' },
        { key: 'expires_on', as: 'date' }, { key: 'old_call_at', as: 'datetime' }, 'verdict',
      ],
    },
  ],
  create: { step: 'apply', form: { ...WORDS, ...LIMITS, ...REACH } },
  commands: {
    approve: { verdict: 'textarea' },
    reject: { verdict: 'textarea' },
    issue_key: { overlap_days: { input: 'number', min: 0, max: 30, unit: '天', initial: 7 } },
    propose: REACH,
    edit: { ...WORDS, ...LIMITS },
    suspend: { verdict: 'textarea' },
    resume: { verdict: 'textarea' },
    end: { reason: 'textarea' },
  },
  explain: {
    approve: '批准后按申请立即生效；请核对来源地址、可见方法和数据范围是否必要。',
    reject: '驳回后客户端保持现有权限不变。',
    issue_key: '密钥只显示一次。旧密钥在保留期内仍可使用，方便对方更换。',
    propose: '批准之前，客户端仍按现有权限工作。',
    suspend: '立即停止全部调用，已有会话同时作废。',
    end: '注销后密钥作废，不能恢复；调用日志保留。',
  },
  fits: {
    approve: (row) => !!row.proposed_at, reject: (row) => !!row.proposed_at, issue_key: (row) => row.status !== 'pending',
  },
  danger: ['suspend', 'end'],
  listed: ['approve', 'issue_key'],
  history: true,
}, steps.clients, permissions)
