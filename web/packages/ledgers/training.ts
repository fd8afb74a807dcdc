import { labels } from '@changqian/api'
import { defineLedger, today } from '@changqian/ledger'
import { bodyFacts } from './bodies'
import type { Bodies, Schemas } from './bodies'

const { fields, options, permissions, titles } = labels

const BODIES = { edit: 'TrainingSessionEdit', end: 'EndInput' } as const

const FORM = {
  title: { input: 'text', group: '培训', placeholder: '例如：新员工入厂安全教育' },
  kind: 'select',
  held_on: { input: 'date', initial: today },
  hours: { input: 'number', min: 0.5, unit: '学时', initial: 8 },
  teacher: 'text',
  room: 'text',
  content: { input: 'textarea', placeholder: '讲了哪些内容' },
  exam: { input: 'radio', initial: 'written' },
  attendees: { input: 'people', group: '人员', help: '在“人员”里登记过的在册人员。' },
  others: { input: 'number', min: 0, unit: '人', help: '劳务派遣、实习等没有登记的人员。', initial: 0 },
  failed: { input: 'people', help: '考核不合格、需要补考的人。', when: ({ exam }: Readonly<Record<string, unknown>>) => exam !== 'none' },
  sheets: { input: 'files', help: '签到表、试卷、照片的扫描件。' },
} as const

type Session = Schemas['TrainingSession']

export default defineLedger<Session, Schemas['TrainingSessionForm'], Bodies<typeof BODIES>, Schemas['TrainingSessionDetail']>()({
  name: 'training',
  title: titles.TrainingSession,
  purpose: '谁讲的、讲了什么、谁参加、考核结果怎样：教育培训档案按《安全生产法》第二十八条如实记录。',
  unit: '场',
  search: '培训主题、授课人、企业',
  empty: '每培训一天登记一条；已有的可以从 Excel 导入。',
  heading: 'title',
  labels: { ...fields.TrainingSessionDetail, region: '属地', month: '月份' },
  bodies: bodyFacts({ ...BODIES, create: 'TrainingSessionForm' }),
  options: { kind: options.TrainingKind, exam: options.TrainingExam },
  columns: [
    { key: 'title', width: 230 },
    { key: 'kind', width: 150 },
    { key: 'held_on', as: 'date', sortable: true, width: 120 },
    { key: 'hours', as: 'number', width: 80 },
    { key: 'teacher', width: 110 },
    { key: 'participants', as: 'number', sortable: true, width: 106 },
    { key: 'lost', as: 'number', width: 106 },
    { key: 'enterprise_name', width: 230 },
    'region_name',
    { key: 'exam', hidden: true },
    { key: 'room', hidden: true },
    { key: 'site_name', hidden: true },
  ],
  filters: [
    { key: 'kind', input: 'multiselect' },
    { key: 'held_on', input: 'dates' },
    { key: 'region', input: 'region' },
    { key: 'exam', input: 'multiselect' },
    { key: 'month', input: 'month' },
    { key: 'enterprise', input: 'enterprise', label: '企业' },
  ],
  ordering: '-held_on',
  sections: [
    {
      title: '培训',
      fields: [
        'kind', 'held_on', { key: 'hours', as: 'number' }, 'teacher', 'room', 'content', 'exam', 'enterprise_name', 'site_name',
      ],
    },
    {
      title: '人员',
      fields: [
        { key: 'participants', as: 'number' }, { key: 'attendee_names', as: 'list' }, { key: 'others', as: 'number' },
        { key: 'failed_names', as: 'list' },
      ],
    },
  ],
  create: { step: 'record', form: { site: 'site', ...FORM } },
  commands: { edit: FORM, end: { reason: 'textarea' } },
  danger: ['end'],
}, {}, permissions)
