import { labels } from '@changqian/api'
import { defineLedger, today } from '@changqian/ledger'
import { bodyFacts } from './bodies'
import type { Bodies, Schemas } from './bodies'

const { fields, options, permissions, steps, titles } = labels

const BODIES = {
  edit: 'SafetyProjectEdit', appraise: 'SafetyProjectAppraise', design: 'SafetyProjectDesign', build: 'SafetyProjectBuild',
  try_out: 'SafetyProjectTryOut', accept: 'SafetyProjectAccept', end: 'EndInput',
} as const

const FORM = {
  name: { input: 'text', placeholder: '例如：抛光线除尘系统改造' },
  nature: 'radio',
  category: { input: 'radio', initial: 'other' },
  approved_on: { input: 'date', initial: today },
  approval: { input: 'text', placeholder: '备案证号或者立项文号' },
  investment: { input: 'number', min: 0, unit: '万元' },
  safety_investment: { input: 'number', min: 0, unit: '万元' },
  content: 'textarea',
  papers: 'files',
} as const
const PAPERS = { input: 'files' } as const
type Project = Schemas['SafetyProject']

export default defineLedger<Project, Schemas['SafetyProjectForm'], Bodies<typeof BODIES>, Schemas['SafetyProjectDetail']>()({
  name: 'projects',
  path: 'safety-projects',
  title: titles.SafetyProject,
  purpose: '新建、改建、扩建项目的安全设施与主体工程同时设计、同时施工、同时投入使用。',
  unit: '个项目',
  search: '项目名称、文号、企业',
  empty: '项目立项后登记，之后按阶段登记评价、设计审查、施工、试运行和竣工验收。',
  heading: 'name',
  labels: { ...fields.SafetyProjectDetail, region: '属地' },
  bodies: bodyFacts({ ...BODIES, create: 'SafetyProjectForm' }),
  options: {
    nature: options.ProjectsNature, category: options.ProjectsCategory, status: options.ProjectsStatus,
    conclusion: options.ProjectsConclusion,
  },
  columns: [
    { key: 'name', width: 240 },
    'status',
    { key: 'nature', width: 92 },
    { key: 'category', width: 180 },
    { key: 'approved_on', as: 'date', sortable: true, width: 130 },
    { key: 'safety_investment', as: 'number', width: 150 },
    { key: 'accepted_on', as: 'date', sortable: true, width: 130 },
    { key: 'enterprise_name', width: 230 },
    { key: 'investment', as: 'number', hidden: true },
    { key: 'approval', hidden: true },
  ],
  filters: [
    { key: 'status', input: 'multiselect' },
    { key: 'nature', input: 'multiselect' },
    { key: 'category', input: 'multiselect' },
    { key: 'region', input: 'region' },
    { key: 'approved_on', input: 'dates' },
    { key: 'enterprise', input: 'enterprise', label: '企业' },
  ],
  tones: { planned: 'plain', appraised: 'brand', designed: 'brand', building: 'caution', trial: 'caution', accepted: 'good' },
  sections: [
    {
      title: '项目',
      fields: [
        'nature', 'category', 'approved_on', 'approval', { key: 'investment', as: 'number' },
        { key: 'safety_investment', as: 'number' }, 'content', 'enterprise_name',
      ],
    },
    {
      title: '三同时',
      fields: [
        'appraised_on', 'appraiser', 'designed_on', 'designer', 'begun_on', 'builder', 'tried_on', 'accepted_on', 'conclusion', 'opinion',
      ],
    },
  ],
  create: { step: 'register', form: { enterprise: 'enterprise', ...FORM } },
  commands: {
    edit: FORM,
    appraise: { appraised_on: { input: 'date', initial: today }, appraiser: 'text', papers: PAPERS },
    design: { designed_on: { input: 'date', initial: today }, designer: 'text', papers: PAPERS },
    build: { begun_on: { input: 'date', initial: today }, builder: 'text', papers: PAPERS },
    try_out: { tried_on: { input: 'date', initial: today }, papers: PAPERS },
    accept: { accepted_on: { input: 'date', initial: today }, conclusion: 'radio', opinion: 'textarea', papers: PAPERS },
    end: { reason: 'textarea' },
  },
  explain: {
    appraise: '矿山、金属冶炼和危险物品项目做安全预评价（《安全生产法》第三十二条），其他项目写安全生产条件和设施综合分析报告。',
    design: '安全设施设计按规定审查；没有审查或者审查不同意的不得施工（《安全生产法》第三十三条）。',
    accept: '由建设单位组织竣工验收，合格后才能投入生产和使用（《安全生产法》第三十四条）。',
  },
  listed: ['appraise', 'design', 'build', 'try_out', 'accept'],
  danger: ['end'],
}, steps.projects, permissions)
