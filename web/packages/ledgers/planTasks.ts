import { labels } from '@changqian/api'
import { defineLedger } from '@changqian/ledger'
import { bodyFacts } from './bodies'
import type { Bodies, Schemas } from './bodies'

const { fields, options, permissions, titles } = labels

const BODIES = { cancel_task: 'PlanTaskCancelTask' } as const
const open = (row: Schemas['PlanTask']) => row.status === 'pending' || row.status === 'doing'

export default defineLedger<Schemas['PlanTask'], object, Bodies<typeof BODIES>>()({
  name: 'plans',
  path: 'plan-tasks',
  title: titles.PlanTask,
  purpose: '每台设备这一周期查没查、保养没保养，逾期的是哪些。',
  unit: '项',
  search: '设备、计划、企业',
  empty: '制定计划后按周期自动生成；用手机扫设备上的常安码完成。',
  heading: 'subject_name',
  labels: {
    ...fields.PlanTask, region: '属地', open: '未完成', overdue: '已逾期', mine: '我负责的', due_before: '截止日期不晚于', month: '月份',
  },
  bodies: bodyFacts(BODIES),
  options: { kind: options.PlansKind, period: options.ChecksPeriod, status: options.ChecksTaskStatus },
  columns: [
    { key: 'subject_name', width: 190 },
    { key: 'kind', width: 76 },
    { key: 'period', width: 92 },
    'status',
    { key: 'due_on', as: 'deadline', sortable: true, width: 172, settled: (row) => !open(row) },
    { key: 'done', label: '次数', width: 76 },
    { key: 'location', width: 150 },
    { key: 'plan_name', width: 180 },
    { key: 'enterprise_name', width: 230 },
    'region_name',
    { key: 'responsible_name', hidden: true },
    { key: 'starts_on', sortable: true, hidden: true },
    { key: 'site_name', hidden: true },
    { key: 'abnormal', as: 'number', hidden: true },
    { key: 'late', as: 'yesno', hidden: true },
    { key: 'completed_at', hidden: true },
  ],
  filters: [
    { key: 'status', input: 'multiselect' },
    { key: 'kind', input: 'multiselect' },
    { key: 'overdue', input: 'switch' },
    { key: 'region', input: 'region' },
    { key: 'open', input: 'switch' },
    { key: 'mine', input: 'switch' },
    { key: 'due_before', input: 'date' },
    { key: 'month', input: 'month' },
    { key: 'enterprise', input: 'enterprise', label: '企业' },
  ],
  ordering: '-due_on',
  tones: { pending: 'plain', doing: 'brand', done_ok: 'good', done_abnormal: 'caution', exempt: 'plain', cancelled: 'plain' },
  sections: [
    {
      title: '任务',
      fields: [
        'subject_name', 'location', 'plan_name', 'kind', 'period', 'status', 'starts_on', { key: 'due_on', as: 'date' },
        { key: 'required', as: 'number' }, { key: 'done', as: 'number' }, { key: 'abnormal', as: 'number' }, 'completed_at',
        { key: 'late', as: 'yesno' }, 'responsible_name', 'enterprise_name', 'site_name', 'region_name', 'opinion',
      ],
    },
  ],
  commands: { cancel_task: { opinion: 'textarea' } },
  fits: { cancel_task: open },
  danger: ['cancel_task'],
}, {}, permissions)
