import { labels } from '@changqian/api'
import { defineLedger } from '@changqian/ledger'
import { bodyFacts } from './bodies'
import type { Bodies, Schemas } from './bodies'

const { fields, options, permissions } = labels

const BODIES = {
  ask_exemption: 'TaskReason', grant_exemption: 'TaskOpinion', refuse_exemption: 'TaskRefusal', cancel_task: 'TaskRefusal',
} as const

type Task = Schemas['RiskTask']
const open = (row: Task) => row.status === 'pending' || row.status === 'doing'
const asked = (row: Task) => open(row) && !!row.exempt_asked_at

export default defineLedger<Task, object, Bodies<typeof BODIES>, Schemas['RiskTaskDetail']>()({
  name: 'risks',
  path: 'tasks',
  title: '月度风控任务',
  purpose: '每个生效的风险点每月应查几次、查了几次、还差哪一级。',
  unit: '项',
  search: '风险点、位置、企业',
  empty: '风险点启用后，每月 1 日按管控频次自动生成任务。',
  heading: 'risk_point_name',
  labels: { ...fields.RiskTaskDetail, region: '属地', open: '未完成', exemption: '申请免检待批', mine: '我负责的' },
  bodies: bodyFacts(BODIES),
  options: { level: options.RisksLevel, status: options.ChecksTaskStatus },
  columns: [
    { key: 'risk_point_name', width: 190 },
    'level',
    'status',
    { key: 'progress', width: 124, sortable: true, label: '完成进度' },
    { key: 'required_company', label: '公司级', width: 72 },
    { key: 'required_workshop', label: '车间级', width: 72 },
    { key: 'required_team', label: '班组级', width: 72 },
    { key: 'required_post', label: '岗位级', width: 72 },
    { key: 'due_on', as: 'deadline', sortable: true, settled: (row) => !open(row) },
    { key: 'enterprise_name', width: 230 },
    'region_name',
    { key: 'month', as: 'month', hidden: true, sortable: true },
    { key: 'risk_point_location', hidden: true },
    { key: 'abnormal', as: 'number', hidden: true },
    { key: 'late', as: 'yesno', hidden: true },
    { key: 'completed_at', hidden: true },
  ],
  filters: [
    { key: 'month', input: 'month' },
    { key: 'status', input: 'multiselect' },
    { key: 'level', input: 'multiselect' },
    { key: 'region', input: 'region' },
    { key: 'overdue', input: 'switch' },
    { key: 'open', input: 'switch' },
    { key: 'exemption', input: 'switch' },
    { key: 'mine', input: 'switch' },
    { key: 'late', input: 'switch' },
    { key: 'enterprise', input: 'enterprise', label: '企业' },
  ],
  ordering: '-month',
  tones: { pending: 'plain', doing: 'brand', done_ok: 'good', done_abnormal: 'caution', exempt: 'plain', cancelled: 'plain' },
  sections: [
    {
      title: '任务',
      fields: [
        { key: 'month', as: 'month' }, 'status', 'risk_point_number', 'risk_point_location', 'enterprise_name', 'site_name', 'region_name',
        'starts_on', { key: 'due_on', as: 'date' }, { key: 'abnormal', as: 'number' }, 'completed_at', { key: 'late', as: 'yesno' },
        'exempt_reason', 'exempt_opinion',
      ],
    },
  ],
  commands: {
    ask_exemption: { reason: 'textarea' },
    grant_exemption: { opinion: 'textarea' },
    refuse_exemption: { opinion: 'textarea' },
    cancel_task: { opinion: 'textarea' },
  },
  fits: {
    ask_exemption: (row) => open(row) && !row.exempt_asked_at,
    grant_exemption: asked,
    refuse_exemption: asked,
    cancel_task: open,
  },
  explain: {
    ask_exemption: '停产、设备停用等原因本月不能巡查的，说明理由，由属地批准后本月免检。',
    cancel_task: '用于任务生成有误的情形，取消后不计入统计。',
  },
  batch: { ask_exemption: 'ask_exemptions', grant_exemption: 'grant_exemptions' },
  danger: ['cancel_task'],
}, {}, permissions)
