import { labels } from '@changqian/api'
import { defineLedger } from '@changqian/ledger'
import { bodyFacts } from './bodies'
import type { Bodies, Schemas } from './bodies'

const { fields, options, permissions, steps, titles } = labels

const BODIES = {
  edit: 'WorkPermitEdit', approve: 'WorkPermitApprove', open: 'WorkPermitOpen', close: 'WorkPermitClose', cancel: 'WorkPermitCancel',
} as const

const GRADED = ['hot', 'height', 'lifting']
const FORM = {
  kind: { input: 'select', group: '作业' },
  level: {
    input: 'select', help: '动火分特级、一级、二级，高处分四级，吊装分三级。', initial: 'none',
    when: ({ kind }: Readonly<Record<string, unknown>>) => GRADED.includes(String(kind)),
  },
  number: 'text',
  spot: 'text',
  content: 'textarea',
  begins_at: 'datetime',
  ends_at: { input: 'datetime', help: '动火特级、一级不超过 8 小时，二级 72 小时；受限空间 24 小时；高处 7 天；临时用电 15 天。' },
  unit: { input: 'text', group: '人员', placeholder: '本企业班组或承包单位' },
  contractor: 'switch',
  workers: { input: 'text', placeholder: '姓名，用顿号隔开' },
  guardian: 'text',
  risks: { input: 'textarea', group: '措施' },
  measures: 'textarea',
  analysis: { input: 'text', placeholder: '例如：可燃气体 0%，氧含量 20.9%' },
  scans: { input: 'files', help: '纸质作业票、检测报告、现场照片。' },
} as const

export default defineLedger<Schemas['WorkPermit'], Schemas['WorkPermitForm'], Bodies<typeof BODIES>, Schemas['WorkPermitDetail']>()({
  name: 'permits',
  path: 'work-permits',
  title: titles.WorkPermit,
  purpose: '动火、受限空间、高处等危险作业先办票、后作业：谁批的、谁监护、什么时候完工。',
  unit: '张',
  search: '地点、内容、作业单位、编号、企业',
  empty: '作业前申请作业票，批准后才能开始作业；手机上可以开工和验收。',
  heading: 'spot',
  labels: { ...fields.WorkPermitDetail, region: '属地', month: '月份', overrun: '超过有效期仍未完工' },
  bodies: bodyFacts({ ...BODIES, create: 'WorkPermitForm' }),
  options: { kind: options.PermitsKind, level: options.PermitsLevel, status: options.PermitsStatus },
  columns: [
    { key: 'spot', width: 180 },
    'status',
    { key: 'kind', width: 130 },
    { key: 'level', as: 'text', width: 86 },
    { key: 'begins_at', as: 'datetime', sortable: true, width: 150 },
    { key: 'ends_at', as: 'datetime', width: 150 },
    { key: 'unit', width: 140 },
    { key: 'guardian', width: 90 },
    { key: 'approver', width: 90 },
    { key: 'enterprise_name', width: 230 },
    'region_name',
    { key: 'number', hidden: true },
    { key: 'contractor', as: 'yesno', hidden: true },
    { key: 'closed_at', as: 'datetime', hidden: true },
    { key: 'site_name', hidden: true },
  ],
  filters: [
    { key: 'status', input: 'multiselect' },
    { key: 'kind', input: 'multiselect' },
    { key: 'overrun', input: 'switch' },
    { key: 'region', input: 'region' },
    { key: 'work_on', input: 'dates' },
    { key: 'contractor', input: 'switch' },
    { key: 'month', input: 'month' },
    { key: 'enterprise', input: 'enterprise', label: '企业' },
  ],
  ordering: '-begins_at',
  tones: { applied: 'caution', approved: 'brand', working: 'bad', closed: 'good', cancelled: 'plain' },
  sections: [
    {
      title: '作业',
      fields: [
        'kind', { key: 'level', as: 'text' }, 'number', 'content', { key: 'begins_at', as: 'datetime' }, { key: 'ends_at', as: 'datetime' },
        'enterprise_name', 'site_name',
      ],
    },
    { title: '人员', fields: ['unit', { key: 'contractor', as: 'yesno' }, 'workers', 'guardian', 'approver', { key: 'approved_at', as: 'datetime' }] },
    { title: '措施', fields: ['risks', 'measures', 'analysis'] },
    {
      title: '完工',
      when: ({ status }) => status === 'closed',
      fields: [{ key: 'opened_at', as: 'datetime' }, { key: 'closed_at', as: 'datetime' }, 'accepted_by', 'remark'],
    },
    { title: '作废', when: ({ status }) => status === 'cancelled', fields: ['cancelled_because'] },
  ],
  create: { step: 'apply', form: { site: 'site', ...FORM } },
  commands: {
    edit: FORM,
    approve: { approver: 'text' },
    open: {
      guardian: { input: 'text', placeholder: '已填写的可以不填' },
      analysis: { input: 'text', placeholder: '动火、受限空间作业前必须分析' },
    },
    close: { accepted_by: 'text', remark: { input: 'textarea', placeholder: '现场清理、人员撤离、能源恢复的情况' } },
    cancel: { cancelled_because: 'textarea' },
  },
  explain: {
    approve: '批准后才能开始作业；作业时间已过的不能批准。',
    open: '开始前确认：监护人到位，动火、受限空间已分析气体，安全措施落实。',
    close: '确认现场清理完毕、无遗留火种和人员后验收。',
    cancel: '作废后不能恢复，需要时重新办票。',
  },
  listed: ['approve', 'open', 'close'],
  danger: ['cancel'],
}, steps.permits, permissions)
