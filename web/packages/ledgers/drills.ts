import { labels } from '@changqian/api'
import { defineLedger, today } from '@changqian/ledger'
import { bodyFacts } from './bodies'
import type { Bodies, Schemas } from './bodies'

const { fields, options, permissions, steps, titles } = labels

const BODIES = {
  edit: 'DrillEdit',
  postpone: 'DrillPostpone',
  hold: 'DrillHold',
  evaluate: 'DrillEvaluate',
  report: 'DrillReport',
  end: 'EndInput',
} as const

const held = ({ status }: { status?: string }): boolean => status !== 'planned'

const PLAN = {
  title: { input: 'text', placeholder: '例如：危化品仓库泄漏应急演练' },
  plan: { input: 'emergency_plan', help: '类别随预案；没有登记预案的，在下一栏选择类别。' },
  kind: { input: 'select', when: ({ plan }: Readonly<Record<string, unknown>>) => !plan },
  form: { input: 'select', help: 'AQ/T 9007-2019：桌面演练、实战演练，可事先不通知（双盲）。' },
  planned_on: 'date',
  location: 'text',
  organiser: 'text',
  participants_planned: { input: 'number', min: 0, unit: '人' },
  budget: 'money',
  contact: 'text',
} as const

export default defineLedger<Schemas['Drill'], Schemas['DrillForm'], Bodies<typeof BODIES>, Schemas['DrillDetail']>()({
  name: 'drills',
  title: titles.Drill,
  purpose: '该练什么、什么时候练、练得怎样、发现的问题改了没有。',
  unit: '场',
  search: '演练名称、地点、企业',
  empty: '先按演练要求制定本年度的演练计划。',
  heading: 'title',
  labels: {
    ...fields.DrillDetail, region: '属地', late: '逾期未演练', due_on: '待演练', month: '月份', to_report: '应报送监管部门',
  },
  bodies: bodyFacts({ ...BODIES, create: 'DrillForm' }),
  options: {
    kind: options.DrillsKind, form: options.DrillsForm, status: options.DrillsStatus, grade: options.DrillsGrade,
  },
  columns: [
    { key: 'title', width: 230 },
    'status',
    { key: 'kind', width: 130 },
    { key: 'happens_on', as: 'date', sortable: true, label: '演练日期' },
    { key: 'due_on', as: 'deadline', sortable: true, width: 172 },
    { key: 'participants', as: 'number', width: 92, when: held },
    { key: 'principal_attended', as: 'yesno', width: 128, when: held, label: '主要负责人' },
    { key: 'grade', width: 96 },
    { key: 'next_due_on', as: 'date', sortable: true },
    { key: 'enterprise_name', width: 220 },
    'region_name',
    { key: 'form', hidden: true, width: 140 },
    { key: 'plan_name', hidden: true, width: 200 },
    { key: 'planned_on', as: 'date', hidden: true, sortable: true },
    { key: 'site_name', hidden: true },
    { key: 'location', hidden: true },
    { key: 'organiser', hidden: true },
    { key: 'reported_on', hidden: true },
  ],
  filters: [
    { key: 'status', input: 'multiselect' },
    { key: 'kind', input: 'multiselect' },
    { key: 'late', input: 'switch' },
    { key: 'happens_on', input: 'dates', label: '日期' },
    { key: 'region', input: 'region' },
    { key: 'form', input: 'multiselect' },
    { key: 'month', input: 'month' },
    { key: 'enterprise', input: 'enterprise', label: '企业' },
  ],
  ordering: '-happens_on',
  tones: { planned: 'brand', held: 'caution', evaluated: 'good' },
  sections: [
    {
      title: '计划',
      fields: [
        'plan_name', 'kind', 'form', { key: 'planned_on', as: 'date' }, 'location', 'organiser',
        { key: 'participants_planned', as: 'number' }, { key: 'budget', as: 'money' }, 'contact', 'enterprise_name', 'site_name',
        'region_name',
      ],
    },
    {
      title: '演练情况',
      when: held,
      fields: [
        { key: 'held_on', as: 'date' }, { key: 'participants', as: 'number' }, { key: 'principal_attended', as: 'yesno' },
        { key: 'others', as: 'number' }, { key: 'attendee_names', as: 'list' }, 'process', { key: 'next_due_on', as: 'date' },
        'reported_on', 'reported_to',
      ],
    },
    {
      title: '评估',
      when: ({ status }) => status === 'evaluated',
      fields: [
        { key: 'score', as: 'number' }, 'grade', 'evaluated_on', 'conclusion', { key: 'revise_plan', as: 'yesno' }, 'revision_opinion',
      ],
    },
  ],
  create: { step: 'plan', form: { site: 'site', ...PLAN } },
  commands: {
    evaluate: {
      score: { input: 'number', min: 0, max: 100, unit: '分' },
      grade: 'radio',
      conclusion: { input: 'textarea', placeholder: '预案是否可行、响应是否及时、人员是否熟练' },
      problems: { input: 'lines', help: '勾选“登记为隐患”的，自动进入隐患治理并保持关联。' },
      revise_plan: { input: 'switch', help: '打开后该预案标记为待修订，直到发布新版。' },
      revision_opinion: { input: 'textarea', when: ({ revise_plan }) => !!revise_plan, required: true },
    },
    hold: {
      held_on: { input: 'date', initial: today },
      attendees: { input: 'people', help: '从人员台账中选择；主要负责人在其中时自动记为参加。' },
      others: { input: 'number', min: 0, unit: '人', help: '没有登记在人员台账中的参演人数。' },
      principal_attended: { input: 'switch', help: '主要负责人没有选在上面、但参加了演练的，请打开。' },
      process: { input: 'textarea', placeholder: '时间、情景、响应和处置过程' },
      photos: { input: 'photos', required: true },
    },
    report: { reported_on: { input: 'date', initial: today }, reported_to: { input: 'text', placeholder: '例如：武进区应急管理局' } },
    edit: PLAN,
    postpone: { planned_on: 'date' },
    end: { reason: 'textarea' },
  },
  explain: {
    evaluate: '应急预案演练结束后，应当对演练效果进行评估，并对预案提出修订意见（《生产安全事故应急预案管理办法》第三十四条）。',
    report: '高危单位和人员密集场所应将演练情况报送属地监管部门（《生产安全事故应急预案管理办法》第三十三条第二款）。',
    postpone: '所选的演练计划改为同一天。',
    end: '撤销计划或误录的演练，写明原因；已评估的演练不能撤销。',
  },
  fits: { postpone: () => false },
  batch: { postpone: 'postpone' },
  listed: ['evaluate', 'hold'],
  danger: ['end'],
}, steps.drills, permissions)
