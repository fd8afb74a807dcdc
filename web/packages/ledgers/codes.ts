import { labels } from '@changqian/api'
import { defineLedger } from '@changqian/ledger'
import { bodyFacts } from './bodies'
import type { Bodies, Schemas } from './bodies'

const { fields, options, permissions, titles } = labels

const BODIES = { reissue: 'SafeCodeVoid', revoke: 'SafeCodeVoid' } as const

export default defineLedger<
  Schemas['SafeCode'], Schemas['SafeCodeIssue'], Bodies<typeof BODIES>, Schemas['SafeCodeDetail']
>()({
  name: 'codes',
  title: titles.SafeCode,
  purpose: '一处一码：贴在现场，员工扫码巡查、监管扫码看档、公众扫码看告知。',
  unit: '枚',
  search: '对象、企业',
  empty: '风险点启用、设备登记时自动发放；场所的码在这里发放。',
  heading: 'subject_name',
  labels: { ...fields.SafeCodeDetail, live: '在用', region: '属地' },
  bodies: bodyFacts({ ...BODIES, create: 'SafeCodeIssue' }),
  options: { colour: options.CodesColour, subject_kind: { '': '场所', 'risks.riskpoint': '风险点', 'risk_point': '风险点', 'equipment': '设备' } },
  columns: [
    { key: 'subject_name', width: 200 },
    { key: 'colour', as: 'status' },
    'subject_place',
    { key: 'site_name', width: 150 },
    { key: 'enterprise_name', width: 240 },
    'region_name',
    { key: 'revoked_at', as: 'datetime' },
    { key: 'created_at', sortable: true },
    { key: 'token', hidden: true, width: 240 },
  ],
  filters: [
    { key: 'live', input: 'switch' },
    { key: 'colour', input: 'select' },
    { key: 'region', input: 'region' },
    { key: 'enterprise', input: 'enterprise', label: '企业' },
  ],
  tones: { red: 'bad', orange: 'caution', yellow: 'caution', blue: 'brand' },
  sections: [
    {
      title: '基本情况',
      fields: [
        'subject_name', 'colour', 'subject_place', 'site_name', 'enterprise_name', 'region_name', { key: 'scans', as: 'number' },
        'created_at', 'revoked_at', 'revoke_reason', 'url',
      ],
    },
  ],
  create: { step: 'issue', form: { site: 'site' } },
  commands: { reissue: { reason: 'textarea' }, revoke: { reason: 'textarea' } },
  fits: { reissue: (row) => !row.revoked_at, revoke: (row) => !row.revoked_at },
  explain: {
    reissue: '换发后旧码立即作废，扫旧码会提示已换发；请打印新码并更换现场张贴。',
    revoke: '停用后扫码会提示此码已停用。',
  },
  danger: ['revoke'],
}, {}, permissions)
