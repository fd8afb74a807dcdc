import { labels } from '@changqian/api'
import { defineLedger } from '@changqian/ledger'
import type { Schemas } from './bodies'

const { fields, options, permissions } = labels

export default defineLedger<Schemas['Declaration']>()({
  name: 'province',
  path: 'province-declarations',
  title: '风险报告',
  unit: '份',
  purpose: '企业向省工业企业风险报告系统报送的首次、定期、变更报告，每小时从省厅取来，只读。',
  search: '企业名称、信用代码',
  empty: '还没有从省厅取到风险报告。',
  heading: 'name',
  labels: fields.Declaration,
  options: { kind: options.ProvinceKind, production: options.ProvinceProduction },
  columns: [
    { key: 'name', width: 260 },
    { key: 'kind', width: 110 },
    { key: 'reported_at', sortable: true, width: 150 },
    { key: 'point_count', as: 'number', sortable: true, width: 100 },
    { key: 'major_count', as: 'number', width: 90 },
    { key: 'large_count', as: 'number', width: 90 },
    { key: 'production', width: 160 },
    { key: 'uscc', width: 180, hidden: true },
    { key: 'enterprise_name', width: 220, hidden: true },
    { key: 'source_id', width: 140, hidden: true },
  ],
  filters: [
    { key: 'region', input: 'region', label: '属地' },
    { key: 'kind', input: 'multiselect' },
    { key: 'production', input: 'multiselect' },
    { key: 'department', input: 'dictionary', dictionary: 'departments', label: '主管部门' },
    { key: 'unassigned', input: 'switch', label: '未明确主管部门' },
    { key: 'year', input: 'text', label: '年份' },
    { key: 'enterprise', input: 'enterprise', label: '企业' },
  ],
  ordering: '-reported_at',
  sections: [
    {
      title: '报告',
      fields: [
        'name', 'uscc', 'kind', { key: 'reported_at', as: 'datetime' }, { key: 'point_count', as: 'number' },
        { key: 'major_count', as: 'number' }, { key: 'large_count', as: 'number' }, 'production', 'enterprise_name', 'source_id',
        { key: 'updated_at', as: 'datetime' },
      ],
    },
  ],
  commands: {},
  whole: true,
}, {}, permissions)
