import { labels } from '@changqian/api'
import { defineLedger, today } from '@changqian/ledger'
import { bodyFacts } from './bodies'
import type { Bodies, Schemas } from './bodies'

const { fields, options, permissions, titles } = labels

const BODIES = { edit: 'TeamMeetingEdit', end: 'EndInput' } as const

const FORM = {
  team: { input: 'text', group: '活动', placeholder: '例如：冲压甲班' },
  kind: 'select',
  held_on: { input: 'date', initial: today },
  minutes: { input: 'number', min: 1, max: 480, unit: '分钟', initial: 30 },
  chair: 'text',
  topic: { input: 'text', placeholder: '例如：冲床安全装置检查' },
  content: 'textarea',
  measures: { input: 'textarea', placeholder: '提了什么问题、谁来落实、什么时候' },
  attendees: { input: 'people', group: '人员', help: '在“人员”里登记过的在册人员。' },
  others: { input: 'number', min: 0, unit: '人', initial: 0 },
  absent: { input: 'text', placeholder: '谁没来、怎样补课' },
  pictures: { input: 'photos', help: '活动照片、签到表。' },
} as const

type Meeting = Schemas['TeamMeeting']

export default defineLedger<Meeting, Schemas['TeamMeetingForm'], Bodies<typeof BODIES>, Schemas['TeamMeetingDetail']>()({
  name: 'teamwork',
  path: 'team-meetings',
  title: titles.TeamMeeting,
  purpose: '班前会、每周每月安全活动：讲了什么、谁参加、提出的问题怎样落实。',
  unit: '次',
  search: '班组、主题、主持人、企业',
  empty: '班组每次活动登记一条，手机上也可以登记。',
  heading: 'topic',
  labels: { ...fields.TeamMeetingDetail, region: '属地', month: '月份' },
  bodies: bodyFacts({ ...BODIES, create: 'TeamMeetingForm' }),
  options: { kind: options.TeamworkKind },
  columns: [
    { key: 'topic', width: 230 },
    { key: 'team', width: 130 },
    { key: 'kind', width: 130 },
    { key: 'held_on', as: 'date', sortable: true, width: 120 },
    { key: 'minutes', as: 'number', width: 106 },
    { key: 'chair', width: 100 },
    { key: 'participants', as: 'number', sortable: true, width: 106 },
    { key: 'enterprise_name', width: 230 },
    'region_name',
    { key: 'site_name', hidden: true },
  ],
  filters: [
    { key: 'kind', input: 'multiselect' },
    { key: 'held_on', input: 'dates' },
    { key: 'region', input: 'region' },
    { key: 'month', input: 'month' },
    { key: 'enterprise', input: 'enterprise', label: '企业' },
  ],
  ordering: '-held_on',
  sections: [
    {
      title: '活动',
      fields: [
        'team', 'kind', 'held_on', { key: 'minutes', as: 'number' }, 'chair', 'content', 'measures', 'enterprise_name', 'site_name',
      ],
    },
    {
      title: '人员',
      fields: [
        { key: 'participants', as: 'number' }, { key: 'attendee_names', as: 'list' }, { key: 'others', as: 'number' }, 'absent',
      ],
    },
  ],
  create: { step: 'record', form: { site: 'site', ...FORM } },
  commands: { edit: FORM, end: { reason: 'textarea' } },
  danger: ['end'],
}, {}, permissions)
