import { labels } from '@changqian/api'
import { defineLedger } from '@changqian/ledger'
import { bodyFacts } from './bodies'
import type { Bodies, Schemas } from './bodies'

const { fields, options, permissions, steps } = labels

const BODIES = {
  confirm: 'ClaimConfirm', complete: 'ClaimComplete', refuse: 'ClaimRefuse', agree: 'ClaimAgree', object: 'ClaimObject', admit: 'ClaimAdmit',
  turn_down: 'ClaimTurnDown',
} as const

type Row = Schemas['Claim']

export default defineLedger<Row, object, Bodies<typeof BODIES>, Schemas['ClaimDetail']>()({
  name: 'joining',
  path: 'claims',
  title: '认领审核',
  purpose: '谁说自己代表哪家企业：对照营业执照和实名信息核实后确认，确认的同时授予企业角色。',
  unit: '件',
  search: '企业、信用代码、申请人',
  empty: '有人认领辖区企业、申请接任或离任时，会出现在这里。',
  heading: 'enterprise_name',
  labels: { ...fields.ClaimDetail, open: '办理中' },
  bodies: bodyFacts(BODIES),
  options: { kind: options.JoiningKind, status: options.JoiningStatus, place: options.JoiningPlace },
  columns: [
    { key: 'enterprise_name', width: 260 },
    { key: 'status', width: 140 },
    { key: 'kind', width: 130 },
    { key: 'place', width: 110 },
    { key: 'claimant', width: 100 },
    { key: 'region_name', width: 110 },
    { key: 'created_at', label: '提出时间', hidden: true },
    { key: 'decide_by', as: 'deadline', sortable: true, settled: (row) => row.decided_at !== null },
    { key: 'uscc', hidden: true },
    { key: 'decided_by_name', hidden: true },
  ],
  filters: [
    { key: 'open', input: 'switch' },
    { key: 'kind', input: 'multiselect' },
    { key: 'status', input: 'multiselect' },
    { key: 'region', input: 'region', label: '属地' },
    { key: 'enterprise', input: 'enterprise', label: '企业' },
  ],
  ordering: '-id',
  tones: {
    pending: 'caution', asked: 'caution', agreed: 'brand', contested: 'bad', waiting: 'caution', confirmed: 'good',
    refused: 'bad',
  },
  sections: [
    {
      title: '申请人',
      fields: [
        'claimant', { key: 'phone', sealed: 'joining.Claim' }, 'claimant_id_number', { key: 'place' }, 'message', { key: 'created_at', label: '提出时间' },
      ],
    },
    {
      title: '企业',
      fields: ['enterprise_name', 'uscc', 'address', 'region_name', 'legal_person', { key: 'principals', as: 'list' }],
    },
    { title: '原负责人答复', when: (row) => row.asked_at !== null, fields: ['asked_at', 'answered_at', 'answer'] },
    {
      title: '办理',
      fields: [
        { key: 'decide_by', as: 'deadline', settled: (row) => row.decided_at !== null }, 'decided_by_name', 'decided_at', 'opinion',
      ],
    },
  ],
  commands: {
    confirm: {
      opinion: { input: 'textarea', help: '原负责人没有同意时必须写明：工商变更、任命文件等。' },
    },
    complete: {
      firm_name: 'text',
      address: 'text',
      industry: { input: 'dictionary', dictionary: 'industries' },
      opinion: 'textarea',
    },
    refuse: { opinion: { input: 'textarea', label: '理由' } },
    agree: { answer: 'textarea' },
    object: { answer: 'textarea' },
    admit: { opinion: 'textarea' },
    turn_down: { opinion: { input: 'textarea', label: '理由' } },
  },
  explain: {
    confirm: '确认后，申请人立即成为企业的主要负责人或安管员；接任的，原负责人同时卸任；离任的，企业暂无主要负责人。',
    complete: '按执照核对名称、地址和行业：企业和它的第一个场所登记在您名下，申请人同时获得企业角色。',
    refuse: '申请人会看到理由，可以补齐材料后重新提出。',
    object: '属地会看到您的理由，核实后再决定。',
    admit: '同意后对方立即成为本企业成员。',
  },
  permissions: { complete: 'confirm' },
  stepLabels: { confirm: '确认', complete: '登记并确认', refuse: '不予确认' },
  fits: {
    confirm: (row) => row.enterprise !== null,
    complete: (row) => row.enterprise === null && row.decided_at === null,
  },
  listed: ['confirm', 'complete', 'refuse'],
  danger: ['refuse', 'turn_down', 'object'],
}, steps.joining ?? {}, permissions)
