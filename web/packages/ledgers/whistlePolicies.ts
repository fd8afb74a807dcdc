import { labels } from '@changqian/api'
import { defineLedger, today } from '@changqian/ledger'
import { bodyFacts } from './bodies'
import type { Bodies, Schemas } from './bodies'

const { fields, options, permissions, titles } = labels

const BODIES = {
  announce: 'WhistlePolicyAnnounce', enforce: 'WhistlePolicyEnforce', draft: 'WhistlePolicyDraft', withdraw: 'EndInput',
} as const

const FORM = {
  title: 'text',
  text: { input: 'textarea', help: '由“按模板起草”带入，改成本企业的做法。' },
  handlers: {
    input: 'people', label: '处理人', help: '只有处理人能看到吹哨内容和吹哨人身份，被反映人及其上级自动排除。应有账号，建议至少两名、分属不同部门。',
  },
  rates: { input: 'lines', help: '每个等级一行；某一类别另有标准的再加一行。' },
  fund: { input: 'text', help: '奖励可以从安全生产费用中列支。', initial: '安全生产费用' },
  acknowledge_hours: { input: 'number', min: 1, max: 72, unit: '小时', initial: 24 },
  verify_days: { input: 'number', min: 1, max: 30, unit: '个工作日', initial: 3 },
  pay_days: { input: 'number', min: 1, max: 90, unit: '天', initial: 15 },
  other_forms: { input: 'text', placeholder: '例如：积分、表彰、评优优先' },
} as const

type Policy = Schemas['WhistlePolicy']
const is = (...statuses: string[]) => ({ status }: { status?: string | undefined }): boolean => statuses.includes(status ?? '')

export default defineLedger<Policy, Schemas['WhistlePolicyForm'], Bodies<typeof BODIES>, Schemas['WhistlePolicyDetail']>()({
  name: 'whistle',
  path: 'whistle-policies',
  title: titles.WhistlePolicy,
  purpose: '谁来处理、多久办完、奖多少；征求工会或职工意见后公示施行。',
  unit: '项',
  search: '制度名称、企业',
  empty: '按模板起草一项制度，征求意见、公示后施行。',
  heading: 'title',
  labels: { ...fields.WhistlePolicyDetail, region: '属地' },
  bodies: bodyFacts({ ...BODIES, create: 'WhistlePolicyForm' }),
  options: { status: options.WhistlePolicyStatus, consulted_how: options.WhistleConsulted },
  columns: [
    { key: 'title', width: 220 },
    'status',
    { key: 'in_force_since', as: 'date', sortable: true, width: 120 },
    { key: 'handler_names', as: 'list', width: 200 },
    { key: 'enterprise_name', width: 240 },
    { key: 'consulted_how', width: 130 },
    { key: 'acknowledge_hours', as: 'number', hidden: true },
    { key: 'verify_days', as: 'number', hidden: true },
    { key: 'pay_days', as: 'number', hidden: true },
    { key: 'fund', hidden: true },
    { key: 'announced_on', hidden: true },
  ],
  filters: [
    { key: 'status', input: 'multiselect' },
    { key: 'in_force_since', input: 'dates' },
    { key: 'region', input: 'region' },
    { key: 'enterprise', input: 'enterprise', label: '企业' },
  ],
  tones: { draft: 'plain', announced: 'caution', in_force: 'good', superseded: 'plain' },
  sections: [
    {
      title: '制度',
      fields: [
        'enterprise_name', 'status', { key: 'in_force_since', as: 'date' }, { key: 'handler_names', as: 'list' }, 'fund',
        { key: 'acknowledge_hours', as: 'number' }, { key: 'verify_days', as: 'number' }, { key: 'pay_days', as: 'number' },
        'other_forms',
      ],
    },
    {
      title: '征求意见',
      when: ({ consulted_on }) => !!consulted_on,
      fields: ['consulted_how', 'consulted_on', 'opinion', 'announced_on'],
    },
  ],
  create: { step: 'adopt', form: { enterprise: 'enterprise', ...FORM } },
  commands: {
    announce: {
      consulted_how: 'radio',
      consulted_on: { input: 'date', initial: today },
      opinion: { input: 'textarea', placeholder: '提了哪些意见、怎样采纳' },
      papers: { input: 'photos', label: '征求意见记录', help: '会议记录、签到表的照片。' },
    },
    enforce: {},
    draft: FORM,
    withdraw: { reason: 'textarea' },
  },
  explain: {
    announce: '制定安全生产规章制度应当听取工会的意见（《安全生产法》第七条），公示后就不能再修改。',
    withdraw: '施行中的制度撤销后，本企业就没有制度了；要改请起草并施行新的一项。',
    enforce: '从今天起施行，原来的制度同时失效；原制度下的吹哨仍由原处理人办理。',
  },
  fits: { announce: is('draft'), draft: is('draft'), enforce: is('announced'), withdraw: is('draft', 'announced', 'in_force') },
  listed: ['announce', 'enforce'],
  danger: ['withdraw'],
}, {}, permissions)
