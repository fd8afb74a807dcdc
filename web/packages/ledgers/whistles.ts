import { labels } from '@changqian/api'
import { defineLedger, today } from '@changqian/ledger'
import { bodyFacts } from './bodies'
import type { Bodies, Schemas } from './bodies'

const { fields, options, permissions, steps } = labels

const BODIES = {
  accept: 'WhistleReportAccept', confirm: 'WhistleReportConfirm', refute: 'WhistleReportRefute', reward: 'WhistleReportReward',
  pay: 'WhistleReportPay', publish: 'WhistleReportPublish', reject: 'WhistleReportReject',
} as const

const shared = {
  unit: '条',
  search: '位置、企业',
  heading: 'location',
} as const

const confirmed = ({ confirmed_on }: { confirmed_on?: string | null }): boolean => !!confirmed_on
/** Others reported the same danger, and money is divided. */
type Given = Readonly<Record<string, unknown>>
const joint = (_: Given, row: Given): boolean => Array.isArray(row['joint']) && row['joint'].length > 1
const divided = (values: Given, row: Given): boolean => joint(values, row) && values['split'] !== 'first'
const paid = ({ paid_on }: { paid_on?: string | null }): boolean => !!paid_on

const TONES = {
  submitted: 'bad', accepted: 'caution', confirmed: 'caution', rewarded: 'caution', paid: 'good', published: 'good', refuted: 'plain',
  rejected: 'plain',
} as const

const CHOICES = {
  status: options.WhistleStatus, hazard_class: options.WhistleHazardClass, level: options.WhistleLevel, how: options.WhistleHow,
  refusal: options.WhistleRefusal, split: options.WhistleSplit,
  escalated_for: options.WhistleCause, reward_form: options.WhistleForm,
} as const

export default defineLedger<Schemas['WhistleReport'], object, Bodies<typeof BODIES>, Schemas['WhistleReportDetail']>()({
  name: 'whistle',
  path: 'whistles',
  view: 'whistle.read',
  title: '吹哨处理',
  purpose: '只有制度指定的处理人能看到；到期前提醒，逾期三天自动上报镇街。',
  empty: '员工扫码或在手机端吹哨后出现在这里。',
  ...shared,
  labels: {
    ...fields.WhistleReportDetail, region: '属地', late: '逾期未办', month: '月份', due_on: '办理期限', similar: '可能重复',
  },
  bodies: bodyFacts(BODIES),
  options: CHOICES,
  columns: [
    { key: 'id', label: '编号', width: 76 },
    'status',
    { key: 'hazard_class', width: 176 },
    { key: 'location', width: 150 },
    { key: 'text', width: 280 },
    { key: 'due_on', as: 'deadline', sortable: true, width: 160 },
    { key: 'how', width: 76 },
    { key: 'reported_on', sortable: true },
    { key: 'reward', as: 'money', width: 118 },
    { key: 'level', as: 'text', width: 96, hidden: true },
    { key: 'paid_on', hidden: true },
    { key: 'published_on', hidden: true },
    { key: 'escalated_at', hidden: true },
    { key: 'site_name', hidden: true },
    { key: 'enterprise_name', width: 240, hidden: true },
  ],
  filters: [
    { key: 'status', input: 'multiselect' },
    { key: 'hazard_class', input: 'multiselect' },
    { key: 'late', input: 'switch' },
    { key: 'how', input: 'multiselect' },
    { key: 'reported_on', input: 'dates' },
    { key: 'region', input: 'region' },
    { key: 'month', input: 'month' },
    { key: 'enterprise', input: 'enterprise', label: '企业' },
  ],
  tones: TONES,
  sections: [
    {
      title: '吹哨',
      fields: [
        'text', 'hazard_class', 'location', 'about_name', 'how', 'reported_on', { key: 'due_on', as: 'deadline' }, 'site_name',
      ],
    },
    {
      title: '核查',
      when: ({ findings }) => !!findings,
      fields: [
        'findings', { key: 'level', as: 'text' }, { key: 'partly', as: 'yesno', when: confirmed }, { key: 'confirmed_on', as: 'date' },
      ],
    },
    {
      title: '不予受理',
      when: ({ refusal }) => !!refusal,
      fields: ['refusal', { key: 'duplicate_of', as: 'number' }],
    },
    {
      title: '奖励',
      when: ({ confirmed_on }) => !!confirmed_on,
      fields: [
        'reward_form', { key: 'reward', as: 'money' },
        { key: 'whole_reward', as: 'number', when: ({ split }) => !!split },
        { key: 'split', as: 'text', when: ({ split }) => !!split }, { key: 'split_reason', when: ({ split_reason }) => !!split_reason },
        'claimed_at', 'paid_on', { key: 'pay_days', as: 'number', when: paid }, 'voucher',
        'published_on', 'bulletin',
      ],
    },
    {
      title: '上报监管',
      when: ({ escalated_at }) => !!escalated_at,
      fields: ['escalated_for', 'escalated_at', 'wish', 'answer', 'answered_on'],
    },
  ],
  commands: {
    accept: {},
    confirm: {
      level: { input: 'radio' },
      partly: 'switch',
      findings: { input: 'textarea', help: '写现场看到的情况，不写吹哨人是谁；转入隐患台账后多人可见。' },
      to_hazard: { input: 'switch', initial: true, help: '自动登记隐患并保持关联，按隐患闭环整改。' },
    },
    refute: { findings: 'textarea' },
    pay: { paid_on: { input: 'date', initial: today }, voucher: { input: 'text', placeholder: '记账凭证或签收单编号' } },
    reward: {
      reward_form: { input: 'radio', required: true },
      whole_reward: {
        input: 'number', min: 0, unit: '元', label: '奖励金额', help: '应在制度的奖励标准以内。',
        when: ({ reward_form }: Given) => reward_form === 'money',
      },
      split: {
        input: 'radio', initial: 'first', when: joint, help: '同一隐患有多人吹哨；各人分别领取、分别发放，有人领到以后不能再改。',
      },
      shares: { input: 'lines', required: true, label: '各人份额', when: ({ split }: Given, row: Given) => split === 'shares' && joint({}, row) },
      split_reason: { input: 'textarea', required: true, when: divided, help: '共享奖励的吹哨人都能看到，不要写是谁。' },
    },
    publish: { bulletin: { input: 'textarea', help: '不填则自动生成，不出现姓名。' } },
    reject: {
      refusal: 'radio',
      duplicate: {
        input: 'number', min: 1, required: true, label: '更早那条的编号',
        when: ({ refusal }: Given) => refusal === 'duplicate',
      },
      findings: { input: 'textarea', label: '理由', help: '吹哨人凭查询码可以看到。' },
    },
  },
  explain: {
    accept: '确认收到，开始核查；吹哨人凭查询码可以看到进展。',
    pay: '匿名吹哨人凭领奖码登记领取后才能发放。',
    refute: '说明核查了什么、为什么不属实；吹哨人不满意的可以上报监管部门。',
  },
  listed: ['accept', 'confirm', 'reward', 'pay', 'publish'],
  danger: ['reject', 'refute'],
}, steps.whistle, permissions)

const ANSWER = { answer: 'WhistleReportAnswer' } as const

export const whistleEscalations = defineLedger<
  Schemas['WhistleEscalation'], object, Bodies<typeof ANSWER>, Schemas['WhistleEscalationDetail']
>()({
  name: 'whistle',
  path: 'whistle-escalations',
  view: 'whistle.supervise',
  title: '上报的吹哨',
  purpose: '企业逾期未办、无人可办或者吹哨人要求上报的；看不到吹哨人是谁。',
  empty: '辖区内没有上报的吹哨。',
  ...shared,
  labels: { ...fields.WhistleEscalationDetail, region: '属地', answered: '已答复' },
  bodies: bodyFacts(ANSWER),
  options: CHOICES,
  columns: [
    { key: 'location', width: 160 },
    { key: 'escalated_for', width: 120 },
    { key: 'text', width: 280 },
    'status',
    { key: 'escalated_at', sortable: true },
    { key: 'answered_on', width: 110 },
    { key: 'enterprise_name', width: 240 },
    'region_name',
    { key: 'hazard_class', width: 176, hidden: true },
    { key: 'reported_on', hidden: true },
  ],
  filters: [
    { key: 'escalated_for', input: 'multiselect' },
    { key: 'answered', input: 'switch' },
    { key: 'status', input: 'multiselect' },
    { key: 'hazard_class', input: 'multiselect' },
    { key: 'region', input: 'region' },
    { key: 'enterprise', input: 'enterprise', label: '企业' },
  ],
  tones: TONES,
  sections: [
    { title: '吹哨', fields: ['text', 'wish', 'hazard_class', 'location', 'reported_on', 'enterprise_name', 'site_name', 'region_name'] },
    {
      title: '企业办理',
      fields: ['status', 'refusal', 'findings', { key: 'level', as: 'text' }, { key: 'reward', as: 'money', when: ({ level }) => !!level }],
    },
    { title: '上报和答复', fields: ['escalated_for', 'escalated_at', 'answer', 'answered_on'] },
  ],
  commands: {
    answer: {
      answer: { input: 'textarea', help: '吹哨人和企业处理人都能看到。' },
      redo: { input: 'switch', help: '企业已认定不属实或不予受理的，打开后退回企业重新核查。' },
    },
  },
  history: false,
}, steps.whistle, permissions)

export const whistleBulletins = defineLedger<Schemas['WhistleBulletin'], object>()({
  name: 'whistle',
  path: 'whistle-bulletins',
  title: '奖励公示',
  purpose: '已经兑现的吹哨奖励，不公示吹哨人姓名。',
  unit: '条',
  search: '企业',
  empty: '奖励发放并公示后出现在这里。',
  labels: { ...fields.WhistleBulletin, region: '属地' },
  options: {},
  columns: [
    { key: 'published_on', sortable: true, width: 120 },
    { key: 'bulletin', width: 620 },
    { key: 'enterprise_name', width: 240 },
  ],
  filters: [{ key: 'region', input: 'region' }, { key: 'enterprise', input: 'enterprise', label: '企业' }],
  commands: {},
  whole: true,
}, {}, permissions)
