import { labels } from '@changqian/api'
import { defineLedger } from '@changqian/ledger'
import { bodyFacts } from './bodies'
import type { Bodies, Schemas } from './bodies'

const { fields, options, permissions } = labels

const BODIES = { acknowledge: 'OpinionInput', close: 'OpinionInput' } as const

export default defineLedger<Schemas['Alert'], object, Bodies<typeof BODIES>, Schemas['AlertDetail']>()({
  name: 'alerts',
  title: '审计预警',
  purpose: '审计记录中值得一看的：批量导出、频繁查看号码、越权、撞库、夜间和非工作时间操作。',
  search: '内容、对象、来源地址',
  empty: '系统每几秒检查一次新的审计记录，发现异常会发消息给您。',
  heading: 'sentence',
  labels: { ...fields.AlertDetail, since: '起始日期', until: '截止日期' },
  bodies: bodyFacts(BODIES),
  options: { rule: options.AlertsKind, severity: options.AlertsSeverity, status: options.AlertsStatus },
  columns: [
    { key: 'sentence', width: 460 },
    { key: 'rule', width: 190 },
    { key: 'severity', as: 'status', width: 70 },
    { key: 'status', width: 90 },
    { key: 'last_at', width: 150, sortable: true },
    { key: 'address', width: 130 },
    { key: 'opinion', hidden: true },
    { key: 'first_at', hidden: true },
    { key: 'amount', as: 'number', hidden: true },
    { key: 'conclusion', hidden: true },
  ],
  filters: [
    { key: 'status', input: 'multiselect' },
    { key: 'rule', input: 'multiselect' },
    { key: 'severity', input: 'select' },
    { key: 'since', input: 'date' },
    { key: 'until', input: 'date' },
  ],
  ordering: '-last_at',
  tones: { new: 'bad', acknowledged: 'caution', closed: 'good', high: 'bad', middle: 'caution' },
  sections: [
    {
      title: '发现',
      fields: [
        'sentence', 'rule', 'name', { key: 'amount', as: 'number' }, 'first_at', 'last_at', 'address', 'created_at',
      ],
    },
    { title: '处置', fields: ['opinion', 'acknowledged_at', 'conclusion', 'closed_at'] },
  ],
  commands: { acknowledge: { opinion: 'textarea' }, close: { opinion: 'textarea' } },
  explain: {
    acknowledge: '写下您看到了什么、联系了谁；之后仍可继续调查。',
    close: '写下结论。关闭后不能再改；同一对象再次触发会另起一条。',
  },
  stepLabels: { acknowledge: '确认预警', close: '关闭预警' },
  fits: { acknowledge: (row) => row.status === 'new', close: (row) => row.status === 'acknowledged' },
  listed: ['acknowledge', 'close'],
}, {}, permissions)
