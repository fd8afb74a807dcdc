import { defineLedger } from '@changqian/ledger'

interface Hazard {
  id: number
  version: number
  number: string
  description: string
  location: string
  category: string
  source: string
  level: string
  status: string
  enterprise_name: string
  site: number
  site_name: string
  region_name: string
  found_at: string
  due_on: string | null
  deadline: string | null
  responsible_name: string
  measures: string
  funds: string | null
  emergency_plan: string
  interim_control: string
  level_basis: string
}
interface Report { site: number, description: string, location: string, category: string, level: string, photos: number[] }
interface Commands {
  grade: { version: number, level: string, level_basis: string }
  assign: { version: number, responsible_name: string, measures: string, funds: string, deadline: string }
  submit: { version: number, done: string, cost: string, photos: number[] }
  pass_review: { version: number, comment: string }
  fail_review: { version: number, comment: string }
  end: { version: number, reason: string }
}

export default defineLedger<Hazard, Report, Commands>()({
  name: 'hazards',
  title: '隐患',
  purpose: '从发现到闭环：谁负责、到什么时候、现在走到哪一步。',
  search: '编号、描述、企业',
  labels: {
    number: '隐患编号', description: '隐患描述', location: '具体位置', category: '类别', source: '来源', level: '等级', status: '状态',
    enterprise_name: '企业', site: '场所', site_name: '场所', region_name: '属地', found_at: '发现时间', due_on: '整改期限', deadline: '整改期限',
    responsible_name: '整改责任人', measures: '整改措施', funds: '整改资金(元)', emergency_plan: '应急预案', interim_control: '临时管控措施',
    level_basis: '判定依据', photos: '照片', done: '整改情况', cost: '实际费用(元)', comment: '复查意见', reason: '原因', region: '属地', overdue: '已逾期',
  },
  inputs: { description: { required: true, max: 1000 }, site: { required: true }, category: { required: true }, photos: { required: true } },
  options: {
    level: { general: '一般隐患', major: '重大隐患' },
    status: { reported: '待分级', graded: '已分级', assigned: '待整改', rectifying: '整改中', submitted: '待复查', closed: '已闭环' },
    category: { fire: '消防安全', electricity: '用电安全', equipment: '设备设施' },
    source: { self_check: '企业自查', enforcement: '执法检查' },
  },
  columns: [
    { key: 'description', width: 280 }, { key: 'level', as: 'status' }, 'status', { key: 'due_on', as: 'deadline', sortable: true },
    'responsible_name', { key: 'enterprise_name', width: 220 }, 'site_name', 'region_name', 'category', 'source',
    { key: 'found_at', sortable: true }, { key: 'number', hidden: true }, { key: 'location', hidden: true },
  ],
  filters: ['status', 'level', { key: 'region', input: 'region' }, { key: 'overdue', input: 'switch' }, 'category', 'source', { key: 'found_at', input: 'dates' }],
  ordering: '-found_at',
  tones: { major: 'bad', submitted: 'caution', assigned: 'brand', rectifying: 'brand', closed: 'good' },
  sections: [
    { title: '基本情况', fields: ['number', 'category', 'source', 'location', 'enterprise_name', 'site_name', 'region_name', 'found_at'] },
    { title: '整改五落实', fields: ['responsible_name', 'measures', 'funds', { key: 'deadline', as: 'deadline' }, 'emergency_plan', 'interim_control'] },
  ],
  create: { step: 'report', form: { site: 'site', description: 'textarea', location: 'text', category: 'select', level: { input: 'radio', initial: 'general' }, photos: 'photos' } },
  commands: {
    grade: { level: 'radio', level_basis: 'textarea' },
    assign: { responsible_name: 'text', measures: 'textarea', funds: 'money', deadline: 'date' },
    submit: { done: { input: 'textarea', required: true }, cost: 'money', photos: 'photos' },
    pass_review: { comment: 'textarea' },
    fail_review: { comment: 'textarea' },
    end: { reason: 'textarea' },
  },
  batch: ['assign'],
  danger: ['end'],
}, {
  grade: ['reported', 'graded'], assign: ['reported', 'graded', 'assigned'], submit: ['assigned', 'rectifying'],
  pass_review: ['submitted'], fail_review: ['submitted'], end: ['reported'],
}, {
  'hazards.report': '登记隐患', 'hazards.grade': '评定等级', 'hazards.assign': '派单整改', 'hazards.submit': '提交整改',
  'hazards.pass_review': '复查合格', 'hazards.fail_review': '复查退回', 'hazards.end': '删除误录',
})
