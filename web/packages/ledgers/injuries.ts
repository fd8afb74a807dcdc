import { labels } from '@changqian/api'
import { defineLedger, today } from '@changqian/ledger'
import { TYPES } from './accidentRecords'
import { bodyFacts } from './bodies'
import type { Bodies, Schemas } from './bodies'

const { fields, options, permissions } = labels

const BODIES = {
  amend: 'InjuryAmend',
  join: 'InjuryJoin',
  part: 'InjuryPart',
  remove: 'InjuryRemove',
} as const

type Detail = Schemas['InjuryDetail']
const SEALED = 'accidents.Injury'
const CHOICES = {
  source: options.AccidentsSource, gravity: options.AccidentsGravity, care: options.AccidentsCare,
  claim_status: options.AccidentsClaimStatus, unable: options.AccidentsDisability, insured: options.ProvincePaid,
}
const TONES = { unpaid: 'bad', no_data: 'plain', no_number: 'plain', minor: 'plain', serious: 'caution', death: 'bad', open: 'caution', paid: 'good', refused: 'plain', firm: 'plain', feed: 'brand', insurer: 'caution' } as const

const PERSON = {
  name: 'text',
  id_number: { input: 'text', placeholder: '18 位', help: '填写后自动与工伤、安责险数据比对；加密保存。' },
  post: 'text',
  happened_on: 'date',
  kind: { input: 'dictionary', dictionary: TYPES },
  gravity: { input: 'radio', initial: 'minor' },
  part: { input: 'text', placeholder: '例如：左手食指末节骨折' },
  lost_days: { input: 'number', min: 0, unit: '天', help: '105 个工作日及以上为重伤。' },
  disability: { input: 'number', min: 1, max: 10, unit: '级' },
} as const
const RECOGNITION = {
  care: 'select',
  applied_on: { input: 'date', help: '用人单位应自事故伤害发生之日起 30 日内提出（工伤保险条例第十七条）。' },
  recognised_on: 'date',
  registered_on: 'date',
} as const
const CLAIM = {
  insurer: { input: 'text', placeholder: '例如：人保财险常州分公司' },
  policy_no: 'text',
  claimed: { input: 'number', min: 0, unit: '元' },
} as const

const beside = (row: object) => (row as Partial<Detail>).beside?.length ?? 0
const suspected = (row: object) => (row as Partial<Detail>).suspects?.length ?? 0
const SHARED = {
  join: { other: { input: 'number', label: '另一条记录的编号' } },
  part: { apart_reason: 'textarea' },
  remove: { reason: 'textarea' },
} as const
const EXPLAIN = {
  join: '两条记录是同一个人的同一次受伤。各来源的记录都保留，统计只计一次。',
  part: '不是同一次受伤。分开后不会再自动关联。',
  amend: '姓名、身份证号、日期改变后重新比对。',
  remove: '只用于误录；市大数据中心的数据不能删除。',
}
const FITS = {
  join: (row: object) => suspected(row) > 0,
  part: (row: object) => beside(row) > 0,
}

export const injuries = defineLedger<Schemas['Injury'], Schemas['InjuryForm'], Bodies<typeof BODIES>, Detail>()({
  name: 'accidents',
  path: 'injuries',
  title: '工伤事故',
  purpose: '谁在工作中受了伤，工伤认定和伤残等级；企业登记与人社数据相互印证。',
  unit: '人次',
  search: '姓名、伤情、企业',
  empty: '登记受伤人员，或者等待市大数据中心的工伤数据。',
  heading: 'name',
  labels: { ...fields.InjuryDetail, region: '属地', linked: '多来源印证', month: '月份' },
  bodies: bodyFacts({ ...BODIES, create: 'InjuryForm' }),
  options: CHOICES,
  columns: [
    { key: 'name', width: 100 },
    { key: 'gravity', as: 'status', width: 88 },
    { key: 'disability', as: 'number', width: 96 },
    { key: 'happened_on', as: 'date', sortable: true, width: 116 },
    { key: 'kind', dictionary: TYPES, width: 140 },
    { key: 'source', as: 'status', width: 128 },
    { key: 'apply_by', as: 'deadline', width: 160 },
    { key: 'recognised_on', as: 'date', width: 120 },
    { key: 'registered_on', as: 'date', sortable: true, width: 120 },
    { key: 'enterprise_name', width: 230 },
    'region_name',
    { key: 'id_number', sealed: SEALED, hidden: true, width: 180 },
    { key: 'post', hidden: true },
    { key: 'part', hidden: true },
    { key: 'lost_days', as: 'number', hidden: true },
  ],
  filters: [
    { key: 'gravity', input: 'multiselect' },
    { key: 'source', input: 'multiselect' },
    { key: 'kind', input: 'dictionary', dictionary: TYPES },
    { key: 'happened_on', input: 'dates' },
    { key: 'region', input: 'region' },
    { key: 'linked', input: 'switch' },
    { key: 'month', input: 'month' },
    { key: 'enterprise', input: 'enterprise', label: '企业' },
  ],
  ordering: '-happened_on',
  tones: TONES,
  sections: [
    {
      title: '受伤情况',
      fields: [
        { key: 'id_number', sealed: SEALED }, 'post', { key: 'happened_on', as: 'date' }, { key: 'kind', dictionary: TYPES },
        { key: 'gravity', as: 'status' }, 'part', { key: 'lost_days', as: 'number' }, 'accident_title', 'enterprise_name', 'site_name',
        'region_name', { key: 'source', as: 'status' }, { key: 'insured', as: 'status' },
      ],
    },
    {
      title: '工伤认定和伤残鉴定',
      fields: [
        { key: 'applied_on', as: 'date' }, { key: 'recognised_on', as: 'date' }, { key: 'registered_on', as: 'date' },
        { key: 'disability', as: 'number' }, 'unable', 'care',
      ],
    },
  ],
  create: { step: 'enter', form: { site: { input: 'site', group: '受伤人员' }, ...PERSON, accident: 'accident', care: { input: 'select', group: '工伤认定' }, applied_on: RECOGNITION.applied_on, recognised_on: 'date', registered_on: 'date' } },
  commands: { amend: { ...PERSON, accident: 'accident', ...RECOGNITION }, ...SHARED },
  explain: EXPLAIN,
  fits: FITS,
  listed: ['amend'],
  danger: ['part', 'remove'],
}, {}, permissions)

const CLAIM_BODIES = { ...BODIES, settle: 'InjurySettle' } as const

export const insuranceAccidents = defineLedger<
  Schemas['InsuranceAccident'], Schemas['InsuranceAccidentForm'], Bodies<typeof CLAIM_BODIES>, Detail
>()({
  name: 'accidents',
  path: 'insurance-accidents',
  title: '安责险事故',
  purpose: '安责险报案和理赔：什么事故、伤到什么程度、赔了多少。',
  unit: '件',
  search: '姓名、伤情、保单号、企业',
  empty: '登记报案，或者导入保险公司的理赔清单。',
  heading: 'name',
  labels: { ...fields.InjuryDetail, region: '属地', linked: '多来源印证', month: '月份' },
  bodies: bodyFacts({ ...CLAIM_BODIES, create: 'InsuranceAccidentForm' }),
  options: CHOICES,
  columns: [
    { key: 'name', width: 100 },
    { key: 'claim_status', as: 'status', width: 100 },
    { key: 'happened_on', as: 'date', sortable: true, width: 116 },
    { key: 'kind', dictionary: TYPES, width: 140 },
    { key: 'gravity', as: 'status', width: 88 },
    { key: 'disability', as: 'number', width: 96 },
    { key: 'claimed', as: 'money', width: 130 },
    { key: 'paid', as: 'money', sortable: true, width: 130 },
    { key: 'insurer', width: 180 },
    { key: 'enterprise_name', width: 230 },
    'region_name',
    { key: 'policy_no', hidden: true, width: 170 },
    { key: 'settled_on', as: 'date', hidden: true },
    { key: 'id_number', sealed: SEALED, hidden: true, width: 180 },
  ],
  filters: [
    { key: 'claim_status', input: 'multiselect' },
    { key: 'gravity', input: 'multiselect' },
    { key: 'kind', input: 'dictionary', dictionary: TYPES },
    { key: 'happened_on', input: 'dates' },
    { key: 'region', input: 'region' },
    { key: 'linked', input: 'switch' },
    { key: 'month', input: 'month' },
    { key: 'enterprise', input: 'enterprise', label: '企业' },
  ],
  ordering: '-happened_on',
  tones: TONES,
  sections: [
    {
      title: '出险情况',
      fields: [
        { key: 'id_number', sealed: SEALED }, 'post', { key: 'happened_on', as: 'date' }, { key: 'kind', dictionary: TYPES },
        { key: 'gravity', as: 'status' }, { key: 'disability', as: 'number' }, 'unable', 'part', 'accident_title', 'enterprise_name',
        'site_name', 'region_name',
      ],
    },
    {
      title: '理赔',
      fields: [
        'insurer', 'policy_no', { key: 'claimed', as: 'money' }, { key: 'claim_status', as: 'status' }, { key: 'paid', as: 'money' },
        { key: 'settled_on', as: 'date' },
      ],
    },
  ],
  create: { step: 'claim', form: { site: { input: 'site', group: '出险人员' }, ...PERSON, accident: 'accident', ...CLAIM, insurer: { ...CLAIM.insurer, group: '保险' } } },
  commands: {
    settle: {
      claim_status: { input: 'radio', options: { paid: '已赔付', refused: '不予赔付', open: '退回报案' } },
      paid: { input: 'number', min: 0, unit: '元' },
      settled_on: { input: 'date', initial: today },
    },
    amend: { ...PERSON, accident: 'accident', ...CLAIM },
    ...SHARED,
  },
  explain: { ...EXPLAIN, settle: '赔付金额计入统计；已赔付的必须填写金额。' },
  fits: FITS,
  listed: ['settle', 'amend'],
  danger: ['part', 'remove'],
}, {}, permissions)
