import { labels } from '@changqian/api'
import { defineLedger } from '@changqian/ledger'
import { bodyFacts } from './bodies'
import type { Bodies, Schemas } from './bodies'

const { fields, options, permissions, steps, titles } = labels

const BODIES = {
  edit: 'AccidentCaseEdit', publish: 'AccidentCasePublish', withdraw: 'AccidentCaseWithdraw', end: 'EndInput',
} as const

const FORM = {
  title: { input: 'text', group: '事故' },
  happened_on: 'date',
  place: 'text',
  level: 'select',
  deaths: { input: 'number', min: 0, unit: '人' },
  injured: { input: 'number', min: 0, unit: '人' },
  loss: { input: 'money', unit: '万元' },
  summary: { input: 'textarea', group: '经过和原因' },
  direct_cause: 'textarea',
  indirect_cause: 'textarea',
  lessons: { input: 'textarea', help: '企业拿来对照自己的话，写成可以检查的要求。' },
  authority: { input: 'text', group: '依据' },
  reference: { input: 'text', placeholder: '公布的调查报告名称' },
  verified: { input: 'switch', help: '与公布的报告原文逐项核对过才打开。' },
} as const

export default defineLedger<
  Schemas['AccidentCase'], Schemas['AccidentCaseForm'], Bodies<typeof BODIES>, Schemas['AccidentCaseDetail']
>()({
  name: 'cases',
  path: 'accident-cases',
  title: titles.AccidentCase,
  purpose: '别处发生过的事故，和自己对照着查一遍。',
  unit: '个案例',
  search: '名称、地点、经过、原因',
  empty: '还没有案例。',
  heading: 'title',
  labels: {
    ...fields.AccidentCaseDetail, deaths: '死亡（含失踪）', injured: '受伤', loss: '损失（万元）', verified: '已核对原文', unread: '我还没有学习', industry: '行业代码',
  },
  bodies: bodyFacts({ ...BODIES, create: 'AccidentCaseForm' }),
  options: { level: options.CasesLevel, status: options.CasesStatus },
  columns: [
    { key: 'title', width: 270 },
    { key: 'level', as: 'status', width: 128 },
    { key: 'happened_on', as: 'date', sortable: true, width: 116 },
    { key: 'place', width: 160 },
    { key: 'deaths', as: 'number', sortable: true, width: 130 },
    { key: 'injured', as: 'number', width: 76 },
    { key: 'industries', as: 'list', width: 116 },
    { key: 'verified', as: 'yesno', hidden: true, width: 110 },
    { key: 'status', width: 96 },
    { key: 'authority', hidden: true, width: 200 },
    { key: 'reference', hidden: true, width: 280 },
    { key: 'loss', as: 'number', hidden: true },
    { key: 'published_at', as: 'datetime', sortable: true, hidden: true },
  ],
  filters: [
    { key: 'level', input: 'multiselect' },
    { key: 'industry', input: 'text' },
    { key: 'unread', input: 'switch' },
    { key: 'happened_on', input: 'dates' },
    { key: 'status', input: 'multiselect' },
    { key: 'verified', input: 'switch' },
  ],
  ordering: '-happened_on',
  tones: {
    draft: 'plain', published: 'good', withdrawn: 'caution', general: 'caution', larger: 'caution', major: 'bad', gravest: 'bad',
  },
  sections: [
    {
      title: '事故',
      fields: [
        { key: 'happened_on', as: 'date' }, 'place', { key: 'level', as: 'status' }, { key: 'deaths', as: 'number' },
        { key: 'injured', as: 'number' }, { key: 'loss', as: 'number' }, 'summary', 'direct_cause', 'indirect_cause',
      ],
    },
    { title: '对照检查', fields: ['lessons'] },
    { title: '依据', fields: ['authority', 'reference', { key: 'verified', as: 'yesno' }, { key: 'industries', as: 'list' }] },
  ],
  create: { step: 'write', form: FORM },
  commands: {
    publish: { industries: { input: 'tags', help: 'GB/T 4754 门类字母或其后的代码，例如 C33；不填推送全部企业。' } },
    edit: FORM,
    withdraw: {},
    end: { reason: 'textarea' },
  },
  explain: {
    publish: '推送行业内的企业会收到消息，学习后留下回执。',
    withdraw: '撤回后企业看不到；修改后可以再发布。',
  },
  listed: ['publish'],
  danger: ['withdraw', 'end'],
}, steps.cases, permissions)
