import { labels } from '@changqian/api'
import { defineLedger, today } from '@changqian/ledger'
import { bodyFacts } from './bodies'
import type { Bodies, Schemas } from './bodies'

const { fields, options, permissions, titles } = labels

const BODIES = { conclude: 'PostAssessmentConclude', cancel: 'EndInput' } as const
type Round = Schemas['PostAssessment']
const open = ({ status }: Round): boolean => status === 'open'
const thisYear = () => `${today().slice(0, 4)}-01-01`

export default defineLedger<Round, Schemas['PostAssessmentForm'], Bodies<typeof BODIES>, Schemas['PostAssessmentDetail']>()({
  name: 'posts',
  path: 'post-assessments',
  title: titles.PostAssessment,
  purpose: '按公示的考核标准给责任人员逐项打分，公布后本人能看到自己的结果。',
  unit: '次考核',
  search: '考核名称、企业',
  empty: '先公示岗位责任，再“发起考核”。',
  view: 'posts.results',
  heading: 'title',
  labels: { ...fields.PostAssessmentDetail, region: '属地', failing: '有不合格人员' },
  bodies: bodyFacts({ ...BODIES, create: 'PostAssessmentForm' }),
  options: { status: options.PostsRoundStatus, kinds: options.PostsKind },
  columns: [
    { key: 'title', width: 220 },
    'status',
    { key: 'begin', as: 'date', sortable: true, width: 120 },
    { key: 'end_on', as: 'date', width: 120 },
    { key: 'scored', as: 'number', width: 106 },
    { key: 'people', as: 'number', width: 92 },
    { key: 'failed', as: 'number', width: 106 },
    { key: 'mean', as: 'number', width: 92 },
    { key: 'concluded_on', as: 'date', sortable: true, width: 120 },
    { key: 'enterprise_name', width: 230 },
    { key: 'assessors', hidden: true },
  ],
  filters: [
    { key: 'status', input: 'select' },
    { key: 'failing', input: 'switch' },
    { key: 'region', input: 'region' },
    { key: 'concluded_on', input: 'dates' },
    { key: 'enterprise', input: 'enterprise', label: '企业' },
  ],
  tones: { open: 'brand', concluded: 'good' },
  sections: [
    {
      title: '考核',
      fields: [
        'begin', 'end_on', { key: 'kinds', as: 'list' }, 'assessors', { key: 'passes', as: 'number' },
        { key: 'good', as: 'number' }, 'enterprise_name',
      ],
    },
    {
      title: '结果',
      when: ({ status }) => status === 'concluded',
      fields: [
        { key: 'people', as: 'number' }, { key: 'mean', as: 'number' }, { key: 'failed', as: 'number' }, 'concluded_on',
        'conclusion',
      ],
    },
  ],
  create: {
    step: 'assess',
    form: {
      enterprise: 'enterprise',
      title: { input: 'text', placeholder: '例如：2026年全员安全生产责任制考核' },
      kinds: { input: 'multiselect', initial: Object.keys(options.PostsKind) },
      begin: { input: 'date', initial: thisYear },
      end_on: { input: 'date', initial: today },
      assessors: { input: 'text', placeholder: '例如：安全生产领导小组' },
      passes: { input: 'number', min: 1, max: 100, unit: '分', initial: 60 },
      good: { input: 'number', min: 1, max: 100, unit: '分', initial: 90 },
    },
  },
  commands: { conclude: { conclusion: { input: 'textarea', placeholder: '奖惩、需要改进的岗位' } }, cancel: { reason: 'textarea' } },
  explain: {
    conclude: '公布后不能再改分；有账号的人会收到消息，只看到自己的得分和评语。',
    cancel: '这次考核和已打的分都作废。',
  },
  fits: { conclude: open, cancel: open },
  listed: ['conclude'],
  danger: ['cancel'],
}, {}, permissions)
