import { labels } from '@changqian/api'
import { defineLedger } from '@changqian/ledger'
import type { Schemas } from './bodies'

const { fields, permissions } = labels

/** Which part of the platform was acted on; the prefix of an action. */
const PARTS = {
  accounts: '账号与登录', enterprises: '企业', people: '人员', hazards: '隐患', risks: '风险', checks: '检查', codes: '常安码', audit: '审计',
  administration: '权限与账号', parameters: '参数', jobs: '后台任务', dictionaries: '数据字典',
}

export default defineLedger<Schemas['Entry']>()({
  name: 'audit',
  title: '操作日志',
  purpose: '谁在什么时候、从哪里、对什么做了什么；记录逐条封存，改动即可发现。',
  search: '操作人、操作、对象、请求编号',
  heading: 'action_label',
  labels: { ...fields.Entry, action: '范围', since: '起始日期', until: '截止日期' },
  options: { action: PARTS },
  columns: [
    { key: 'action_label', width: 160 },
    'actor_name',
    { key: 'target_label', width: 260 },
    { key: 'at', as: 'datetime' },
    { key: 'count', as: 'number', width: 80 },
    { key: 'address', width: 140 },
    { key: 'seq', as: 'number', width: 100, label: '封存序号' },
    { key: 'request', hidden: true, width: 240 },
    { key: 'hash', hidden: true, width: 300 },
  ],
  filters: [
    { key: 'action', input: 'select' },
    { key: 'since', input: 'date' },
    { key: 'until', input: 'date' },
  ],
  sections: [
    {
      title: '操作',
      fields: [
        'actor_name', { key: 'at', as: 'datetime' }, 'target_label', { key: 'count', as: 'number' }, 'address', 'request',
        { key: 'seq', as: 'number', label: '封存序号' }, 'hash',
      ],
    },
  ],
  commands: {},
  whole: true,
}, {}, permissions)
