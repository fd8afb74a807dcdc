import { labels } from '@changqian/api'
import { defineLedger } from '@changqian/ledger'
import type { Schemas } from './bodies'

const { fields, options, permissions } = labels

export default defineLedger<Schemas['ClientCall']>()({
  name: 'clients',
  path: 'client-calls',
  title: '接口调用',
  unit: '次',
  purpose: '外部系统的每一次调用：读了什么、结果如何、为什么被拒绝；保留六个月以上。',
  search: '客户端、地址或请求编号',
  empty: '还没有外部系统调用过接口。',
  heading: 'path',
  labels: { ...fields.ClientCall, since: '起始日期', until: '截止日期' },
  options: { refused: options.ClientsWhy },
  columns: [
    { key: 'at', as: 'datetime', width: 170 },
    { key: 'client_name', width: 180 },
    { key: 'method', width: 90 },
    { key: 'path', width: 280 },
    { key: 'status', as: 'number', label: '状态码', width: 90 },
    { key: 'refused_label', width: 160 },
    { key: 'milliseconds', as: 'number', label: '毫秒', width: 90 },
    { key: 'bytes_out', as: 'number', label: '响应字节', width: 110 },
    { key: 'address', width: 140 },
    { key: 'operation', hidden: true },
    { key: 'bytes_in', as: 'number', hidden: true },
    { key: 'sealed', as: 'yesno', hidden: true },
    { key: 'old', as: 'yesno', hidden: true },
    { key: 'request', hidden: true, width: 200 },
  ],
  filters: [
    { key: 'is_refused', input: 'switch', label: '只看被拒绝的' },
    { key: 'refused', input: 'multiselect' },
    { key: 'old', input: 'switch', label: '只看旧版接口' },
    { key: 'since', input: 'date' },
    { key: 'until', input: 'date' },
  ],
  sections: [
    {
      title: '调用',
      fields: [
        'client_name', { key: 'at', as: 'datetime' }, 'method', 'path', 'operation', { key: 'status', as: 'number', label: '状态码' },
        'refused_label', { key: 'milliseconds', as: 'number' }, { key: 'bytes_in', as: 'number' }, { key: 'bytes_out', as: 'number' },
        { key: 'sealed', as: 'yesno' }, { key: 'old', as: 'yesno' }, 'address', 'request',
      ],
    },
  ],
  commands: {},
  whole: true,
}, {}, permissions)
