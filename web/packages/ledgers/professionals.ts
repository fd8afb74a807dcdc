import { labels } from '@changqian/api'
import { defineLedger } from '@changqian/ledger'
import { bodyFacts } from './bodies'
import type { Bodies, Schemas } from './bodies'

const { fields, options, permissions, steps } = labels

const BODIES = {
  approve: 'ApplicationApprove', send_back: 'ApplicationSendBack', reject: 'ApplicationReject', revoke: 'ApplicationRevoke',
} as const

type Row = Schemas['Application']
type Detail = Schemas['ApplicationDetail']

const expert = (row: Row) => row.kind === 'expert'

export default defineLedger<Row, object, Bodies<typeof BODIES>, Detail>()({
  name: 'professionals',
  title: '专家与机构',
  purpose: '专家、保险机构、培训机构的入驻审核和名册：通过后获得相应角色，到期自动停用，违规可以取消。',
  unit: '个',
  search: '单位、信用代码、申请人',
  empty: '有人申请成为专家，或为保险机构、培训机构申请入驻时，会出现在这里。',
  heading: 'unit',
  labels: { ...fields.ApplicationDetail, open: '办理中' },
  bodies: bodyFacts(BODIES),
  options: {
    kind: options.ProfessionalsKind, status: options.ProfessionalsStatus, expertise: options.ProfessionalsExpertise,
    courses: options.ProfessionalsCourse,
  },
  columns: [
    { key: 'unit', width: 240 },
    { key: 'kind', width: 100 },
    { key: 'status', width: 120 },
    { key: 'applicant', width: 100 },
    { key: 'expertise', as: 'list', width: 200 },
    { key: 'courses', as: 'list', width: 180, hidden: true },
    { key: 'title', width: 130, hidden: true },
    { key: 'region_name', width: 100 },
    { key: 'valid_until', as: 'date', sortable: true },
    { key: 'decide_by', as: 'deadline', sortable: true, settled: (row) => row.status !== 'pending' },
    { key: 'decided_by_name', hidden: true },
    { key: 'created_at', label: '提出时间', hidden: true },
  ],
  filters: [
    { key: 'open', input: 'switch' },
    { key: 'kind', input: 'multiselect' },
    { key: 'status', input: 'multiselect' },
    { key: 'expertise', input: 'multiselect' },
    { key: 'courses', input: 'multiselect' },
    { key: 'region', input: 'region', label: '所在地区' },
    { key: 'valid_until', input: 'dates' },
  ],
  ordering: '-id',
  tones: { pending: 'caution', returned: 'caution', approved: 'good', refused: 'bad', revoked: 'bad' },
  sections: [
    {
      title: '申请人',
      fields: [
        'applicant', 'applicant_phone', 'applicant_id_number', { key: 'kind' }, 'region_name', { key: 'created_at', label: '提出时间' },
      ],
    },
    {
      title: '专业', when: expert,
      fields: [
        { key: 'expertise', as: 'list' }, 'title', { key: 'certificate_no', sealed: 'professionals.Application' },
        { key: 'worked_years', as: 'number' }, { key: 'unit', label: '工作单位' }, 'uscc', 'message',
      ],
    },
    {
      title: '机构', when: (row) => !expert(row),
      fields: [
        { key: 'unit', label: '机构名称' }, 'uscc', { key: 'permit_no', when: (row) => row.kind === 'insurer' },
        { key: 'courses', as: 'list', when: (row) => row.kind === 'trainer' }, 'message',
      ],
    },
    {
      title: '办理',
      fields: [
        { key: 'decide_by', as: 'deadline', settled: (row) => row.status !== 'pending' }, 'decided_by_name', 'decided_at', 'decision',
        { key: 'valid_until', as: 'date' },
      ],
    },
  ],
  commands: {
    approve: {
      valid_until: { input: 'date', help: '不填为三年，最长五年；到期前30天提醒本人续期。' },
      opinion: 'textarea',
    },
    send_back: { opinion: { input: 'textarea', label: '要补正什么' } },
    reject: { opinion: { input: 'textarea', label: '理由' } },
    revoke: { opinion: { input: 'textarea', label: '理由' } },
  },
  explain: {
    approve: '核对证书原件或许可证后通过：申请人立即获得相应角色，只能看到自己的内容。',
    send_back: '申请人看到意见后补正再提交，不用重新填写。',
    reject: '申请人会看到理由，可以重新申请；30天内三次未通过的须当面办理。',
    revoke: '立即停用相应角色，申请人会看到理由。',
  },
  stepLabels: { approve: '通过', send_back: '退回补正', reject: '不予通过', revoke: '取消资格' },
  listed: ['approve', 'send_back'],
  danger: ['reject', 'revoke'],
}, steps.professionals ?? {}, permissions)
