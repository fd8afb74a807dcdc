import { labels } from '@changqian/api'
import { defineLedger } from '@changqian/ledger'
import { bodyFacts } from './bodies'
import type { Bodies, Schemas } from './bodies'

const { fields, options, permissions, steps, titles } = labels

const BODIES = { edit: 'PostEdit', announce: 'PostAnnounce', end: 'EndInput' } as const

const FORM = {
  kind: { input: 'select', group: '岗位' },
  name: { input: 'text', placeholder: '例如：冲压工' },
  department: { input: 'text', placeholder: '例如：一车间；全厂的岗位不填' },
  holders: { input: 'people', help: '在“人员”里登记过的在册人员，可以选多人。' },
  scope: { input: 'textarea', group: '责任', placeholder: '一行一条' },
  criteria: { input: 'criteria', help: '分值合计 100 分才能公示。' },
  cycle: { input: 'radio', initial: 'year' },
} as const

export default defineLedger<Schemas['Post'], Schemas['PostForm'], Bodies<typeof BODIES>, Schemas['PostDetail']>()({
  name: 'posts',
  title: titles.Post,
  purpose: '每个岗位由谁负责、负责什么、怎样考核；公示后由本人签收。',
  unit: '个岗位',
  search: '岗位、部门、企业',
  empty: '点“按人员台账生成”，一次生成全部岗位的责任和考核标准，再按实际修改、公示。',
  heading: 'name',
  labels: { ...fields.PostDetail, region: '属地', vacant: '没有责任人员' },
  bodies: bodyFacts({ ...BODIES, create: 'PostForm' }),
  options: { kind: options.PostsKind, status: options.PostsStatus, cycle: options.PostsCycle },
  columns: [
    { key: 'name', width: 180 },
    'status',
    { key: 'kind', width: 130 },
    { key: 'department', width: 120 },
    { key: 'holder_names', as: 'list', width: 240 },
    { key: 'posted_on', as: 'date', sortable: true, width: 120 },
    { key: 'edition', as: 'number', width: 92 },
    { key: 'cycle', width: 92 },
    { key: 'enterprise_name', width: 230 },
  ],
  filters: [
    { key: 'kind', input: 'multiselect' },
    { key: 'status', input: 'multiselect' },
    { key: 'vacant', input: 'switch' },
    { key: 'region', input: 'region' },
    { key: 'posted_on', input: 'dates' },
    { key: 'enterprise', input: 'enterprise', label: '企业' },
  ],
  tones: { draft: 'plain', posted: 'good', changed: 'caution' },
  sections: [
    {
      title: '岗位',
      fields: [
        'kind', 'department', 'cycle', { key: 'edition', as: 'number' }, 'posted_on', 'enterprise_name',
      ],
    },
  ],
  create: { step: 'register', form: { enterprise: 'enterprise', ...FORM } },
  commands: {
    edit: FORM,
    announce: {
      place: { input: 'text', placeholder: '例如：一车间公示栏' },
      note: { input: 'textarea', placeholder: '和上一版相比改了什么' },
      pictures: 'photos',
    },
    end: { reason: 'textarea' },
  },
  explain: {
    announce: '按现在的责任人员、责任范围和考核标准公示；有账号的责任人员会收到消息，在手机上签收。公示的内容不再变，以后修改要重新公示。',
    edit: '已公示的岗位修改后，重新公示前仍以公示的内容为准。',
    end: '撤销后不再公示，公示过的版本和考核结果都保留。',
  },
  listed: ['edit', 'announce'],
  danger: ['end'],
}, steps.posts, permissions)
