import { labels } from '@changqian/api'
import { defineLedger } from '@changqian/ledger'
import type { Schemas } from './bodies'

const { fields, options, permissions } = labels

/** Which part of the platform was acted on; the prefix of an action. */
export const AUDIT_MODULES = {
  accounts: '账号与登录', privacy: '敏感信息', enterprises: '企业', people: '人员', hazards: '隐患', risks: '风险', checks: '检查',
  codes: '常安码', drills: '演练', equipment: '设备', plans: '巡检保养计划', exports: '导出', imports: '导入', alerts: '审计预警',
  audit: '审计与密钥', jobs: '后台任务', administration: '权限与账号', parameters: '参数',
  dictionaries: '数据字典',
}

const HOURS = Object.fromEntries(Array.from({ length: 24 }, (_, hour) => [String(hour), `${hour}时`]))

export default defineLedger<Schemas['Entry']>()({
  name: 'audit',
  title: '审计日志',
  purpose: '谁在什么时候、从哪里、对什么做了什么；记录逐条封存，改动即可发现。',
  search: '操作人、操作、地址、请求编号',
  heading: 'action_label',
  labels: { ...fields.Entry, action: '模块', since: '起始日期', until: '截止日期', hour: '时段', actor: '操作人编号' },
  options: { action: AUDIT_MODULES, result: options.AuditResult, hour: HOURS },
  columns: [
    { key: 'action_label', width: 160 },
    { key: 'actor_name', width: 110 },
    { key: 'module_label', width: 120 },
    { key: 'target_label', width: 200 },
    { key: 'result', as: 'status', width: 90 },
    { key: 'at', as: 'datetime' },
    { key: 'count', as: 'number', width: 80 },
    { key: 'address', width: 140 },
    { key: 'agent', width: 170, hidden: true },
    { key: 'seq', as: 'number', width: 100, label: '封存序号' },
    { key: 'request', hidden: true, width: 240 },
    { key: 'hash', hidden: true, width: 300 },
  ],
  filters: [
    { key: 'action', input: 'select' },
    { key: 'since', input: 'date' },
    { key: 'until', input: 'date' },
    { key: 'result', input: 'select' },
    { key: 'address', input: 'text' },
    { key: 'target', input: 'text', label: '对象编号' },
    { key: 'hour', input: 'select' },
    { key: 'actor', input: 'text' },
  ],
  tones: { done: 'plain', refused: 'bad' },
  sections: [
    {
      title: '操作',
      fields: [
        'actor_name', { key: 'at', as: 'datetime' }, 'module_label', 'target_label', { key: 'result', as: 'status' },
        { key: 'count', as: 'number' }, 'address', 'agent', 'request',
        { key: 'seq', as: 'number', label: '封存序号' }, 'hash',
      ],
    },
  ],
  commands: {},
  whole: true,
}, {}, permissions)
