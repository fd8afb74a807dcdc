import { labels } from '@changqian/api'
import { defineLedger } from '@changqian/ledger'
import { bodyFacts } from './bodies'
import type { Bodies, Schemas } from './bodies'

const { fields, options, permissions, titles } = labels

const BODIES = { edit: 'CertificateEdit', verify: 'StepInput', end: 'EndInput' } as const

const FORM = {
  kind: 'select',
  category: { input: 'text', placeholder: '例如：低压电工作业' },
  number: { input: 'text', help: '特种作业操作证可不填，按本人身份证号生成。加密保存，其中的身份证号只显示首尾几位。' },
  issuer: 'text',
  issued_on: 'date',
  valid_from: 'date',
  valid_to: { input: 'date', help: '长期有效的不填。' },
  review_due_on: { input: 'date', help: '特种作业操作证自 2026年6月1日起不再复审，到期换证（应急管理部令第19号）；之后的复审日期不保存。' },
} as const

export default defineLedger<Schemas['Certificate'], Schemas['CertificateForm'], Bodies<typeof BODIES>>()({
  name: 'people',
  path: 'certificates',
  title: titles.Certificate,
  purpose: '持证上岗：哪些证书快到期、哪些还没有核验。',
  unit: '本',
  search: '姓名、证书编号、企业',
  empty: '登记后，到期前 60 天开始提醒。',
  labels: { ...fields.Certificate, region: '属地' },
  bodies: bodyFacts({ ...BODIES, create: 'CertificateForm' }),
  options: { kind: options.PeopleCertificateKind, expiry: options.PeopleExpiry },
  columns: [
    { key: 'person_name', width: 110 },
    { key: 'kind', width: 180 },
    'category',
    { key: 'expiry', as: 'status' },
    { key: 'valid_to', as: 'deadline', sortable: true },
    { key: 'number', width: 190, sealed: 'people.Certificate' },
    { key: 'verified', as: 'yesno' },
    { key: 'enterprise_name', width: 220 },
    { key: 'issuer', hidden: true },
    { key: 'issued_on', as: 'date', hidden: true },
    { key: 'review_due_on', as: 'deadline', hidden: true },
  ],
  filters: [
    { key: 'expiry', input: 'multiselect' },
    { key: 'kind', input: 'multiselect' },
    { key: 'region', input: 'region' },
    { key: 'verified', input: 'switch' },
    { key: 'enterprise', input: 'enterprise', label: '企业' },
  ],
  ordering: 'valid_to',
  heading: 'person_name',
  tones: { valid: 'good', lasting: 'good', expiring: 'caution', expired: 'bad', not_yet: 'brand' },
  create: { step: 'certify', label: '登记证书', form: { person: 'person', ...FORM } },
  commands: { edit: FORM, verify: {}, end: { reason: 'textarea' } },
  permissions: { edit: 'certify', end: 'certify' },
  stepLabels: { edit: '修改证书', end: '删除证书' },
  fits: { verify: (row) => !row.verified },
  danger: ['end'],
}, {}, permissions)
