import { labels } from '@changqian/api'
import { defineLedger } from '@changqian/ledger'
import type { Schemas } from './bodies'

const { fields, permissions } = labels

export default defineLedger<Schemas['Entry']>()({
  name: 'audit',
  title: '登录日志',
  purpose: '谁在什么时候、从哪里登录，谁被拒绝，会话怎样结束。',
  search: '姓名、账号、请求编号',
  heading: 'action_label',
  labels: { ...fields.Entry, actor_name: '用户', since: '起始日期', until: '截止日期' },
  options: {},
  columns: [
    { key: 'action_label', width: 140 },
    { key: 'target_label', width: 180, label: '账号' },
    { key: 'actor_name', width: 160 },
    { key: 'at', as: 'datetime' },
    { key: 'address', width: 160 },
    { key: 'request', hidden: true, width: 240 },
  ],
  filters: [{ key: 'since', input: 'date' }, { key: 'until', input: 'date' }],
  sections: [
    { title: '登录', fields: ['actor_name', 'target_label', { key: 'at', as: 'datetime' }, 'address', 'request'] },
  ],
  commands: {},
  whole: true,
}, {}, permissions)
