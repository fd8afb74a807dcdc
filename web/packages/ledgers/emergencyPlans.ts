import { labels } from '@changqian/api'
import { defineLedger } from '@changqian/ledger'
import { bodyFacts } from './bodies'
import type { Bodies, Schemas } from './bodies'

const { fields, options, permissions, titles } = labels

const BODIES = { amend: 'EmergencyPlanAmend', revise: 'EmergencyPlanRevise', retire: 'EndInput' } as const

const FORM = {
  name: { input: 'text', placeholder: '例如：粉尘爆炸专项应急预案' },
  kind: 'select',
  edition: { input: 'text', placeholder: '例如：2026版' },
  published_on: 'date',
  filed_on: { input: 'date', help: '高危单位应在公布之日起 20 个工作日内备案（《生产安全事故应急预案管理办法》第二十六条）。' },
  filing_no: 'text',
  reviewed_on: { input: 'date', help: '危险物品、矿山、金属冶炼、建筑施工单位和中型规模以上企业每三年评估一次（第三十五条）。' },
} as const

type Plan = Schemas['EmergencyPlan']

export default defineLedger<Plan, Schemas['EmergencyPlanForm'], Bodies<typeof BODIES>>()({
  name: 'drills',
  path: 'emergency-plans',
  title: titles.EmergencyPlan,
  purpose: '现行预案的版本、备案、评估和修订；演练要求按这里的预案计算。',
  unit: '项',
  search: '预案名称、备案编号、企业',
  empty: '先登记现行的综合、专项预案和现场处置方案。',
  heading: 'name',
  labels: { ...fields.EmergencyPlan, region: '属地', filed: '已备案' },
  bodies: bodyFacts({ ...BODIES, create: 'EmergencyPlanForm' }),
  options: { kind: options.DrillsKind, revised_because: options.DrillsCause },
  columns: [
    { key: 'name', width: 240 },
    { key: 'kind', width: 130 },
    'edition',
    { key: 'to_revise', width: 96 },
    { key: 'published_on', sortable: true },
    { key: 'filed_on' },
    { key: 'review_due_on', as: 'deadline', sortable: true },
    { key: 'enterprise_name', width: 240 },
    { key: 'file_by', as: 'date', hidden: true },
    { key: 'filing_no', hidden: true },
    { key: 'reviewed_on', hidden: true },
    { key: 'revised_on', hidden: true },
  ],
  filters: [
    { key: 'kind', input: 'multiselect' },
    { key: 'to_revise', input: 'switch' },
    { key: 'filed', input: 'switch' },
    { key: 'review_due_on', input: 'dates' },
    { key: 'region', input: 'region' },
    { key: 'enterprise', input: 'enterprise', label: '企业' },
  ],
  sections: [
    {
      title: '基本情况',
      fields: [
        'kind', 'edition', 'enterprise_name', 'published_on', 'filed_on', 'filing_no', { key: 'file_by', as: 'date' }, 'reviewed_on',
        { key: 'review_due_on', as: 'date' }, 'revised_on', 'revised_because', 'revision_opinion',
      ],
    },
  ],
  create: { step: 'adopt', form: { enterprise: 'enterprise', ...FORM } },
  commands: {
    revise: {
      edition: { input: 'text', label: '新版本号' },
      published_on: { input: 'date', label: '新版公布日期' },
      revised_because: { input: 'select', help: '应当及时修订的六种情形（《生产安全事故应急预案管理办法》第三十六条）。' },
      refile: {
        input: 'decision', options: { true: '是', false: '否' },
        help: '修订涉及组织指挥体系与职责、应急处置程序、主要处置措施、应急响应分级的，选“是”，重新公布、备案（第三十七条）。',
      },
    },
    amend: FORM,
    retire: { reason: 'textarea' },
  },
  explain: {
    revise: '发布新版，演练提出的修订意见随之办结；原版保留在历史中。',
    amend: '补登备案、评估日期或更正误录；内容有变化的请用“修订预案”。',
    retire: '不再执行的预案。历史演练仍保留。',
  },
  danger: ['retire'],
}, {}, permissions)
