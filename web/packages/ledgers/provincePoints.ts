import { labels } from '@changqian/api'
import { defineLedger } from '@changqian/ledger'
import type { Schemas } from './bodies'

const { fields, options, permissions } = labels

export default defineLedger<Schemas['DeclaredPoint']>()({
  name: 'province',
  path: 'province-points',
  title: '申报风险点',
  unit: '个',
  purpose: '企业报给省系统的重大、较大风险点，每小时从省厅取来，只读；一般和低风险在“风险点”里。',
  search: '风险点名称、代码、企业信用代码',
  empty: '还没有从省厅取到风险点。',
  heading: 'name',
  labels: fields.DeclaredPoint,
  options: { level: options.ProvinceLevel },
  columns: [
    { key: 'name', width: 180 },
    { key: 'enterprise_name', width: 230 },
    { key: 'level', width: 110 },
    { key: 'code', width: 110 },
    { key: 'accident_types', as: 'list', width: 190 },
    { key: 'department', width: 110 },
    { key: 'location', width: 130 },
    { key: 'measures', width: 260 },
    { key: 'uscc', width: 180, hidden: true },
    { key: 'updated_at', width: 150, hidden: true },
    { key: 'source_id', width: 150, hidden: true },
  ],
  filters: [
    { key: 'level', input: 'multiselect' },
    { key: 'region', input: 'region', label: '属地' },
    { key: 'enterprise', input: 'enterprise', label: '企业' },
    { key: 'unmatched', input: 'switch', label: '本市没有的企业' },
  ],
  sections: [
    {
      title: '风险点',
      fields: [
        'name', 'level', 'enterprise_name', 'uscc', 'code', { key: 'accident_types', as: 'list' }, 'location',
        'department', 'measures', 'source_id', { key: 'updated_at', as: 'datetime' },
      ],
    },
  ],
  commands: {},
  whole: true,
}, {}, permissions)
