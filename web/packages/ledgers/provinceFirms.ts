import { labels } from '@changqian/api'
import { defineLedger } from '@changqian/ledger'
import type { Schemas } from './bodies'

const { fields, permissions } = labels

export default defineLedger<Schemas['ListedFirm']>()({
  name: 'province',
  path: 'province-firms',
  title: '省系统企业名录',
  unit: '家',
  purpose: '省工业企业风险报告系统里的企业，每小时从省厅取来，只读；本市登记的企业在“企业”里。',
  search: '企业名称、信用代码',
  empty: '还没有从省厅取到企业名录。',
  heading: 'name',
  labels: fields.ListedFirm,
  options: {},
  columns: [
    { key: 'name', width: 260 },
    { key: 'uscc', width: 190 },
    { key: 'status', as: 'text', width: 110 },
    { key: 'report_mode', width: 130 },
    { key: 'reported_at', sortable: true, width: 150 },
    { key: 'above_scale', as: 'yesno', width: 100 },
    { key: 'enterprise_name', width: 230 },
    { key: 'listed_on', as: 'date', width: 120, hidden: true },
    { key: 'accepted_on', as: 'date', width: 120, hidden: true },
    { key: 'region_code', width: 120, hidden: true },
    { key: 'source_id', width: 140, hidden: true },
  ],
  filters: [
    { key: 'region', input: 'region', label: '属地' },
    { key: 'above_scale', input: 'switch' },
    { key: 'enterprise', input: 'enterprise', label: '企业' },
    { key: 'unmatched', input: 'switch', label: '本市没有的企业' },
  ],
  sections: [
    {
      title: '企业',
      fields: [
        'name', 'uscc', { key: 'status', as: 'text' }, 'report_mode', { key: 'reported_at', as: 'datetime' },
        { key: 'above_scale', as: 'yesno' }, { key: 'listed_on', as: 'date' }, { key: 'accepted_on', as: 'date' }, 'region_code',
        'enterprise_name', 'source_id', { key: 'updated_at', as: 'datetime' },
      ],
    },
  ],
  commands: {},
  whole: true,
}, {}, permissions)
