import { labels } from '@changqian/api'
import { defineLedger } from '@changqian/ledger'
import type { Schemas } from './bodies'

const { fields, options, permissions } = labels

export default defineLedger<Schemas['ProvincialPerson']>()({
  name: 'province',
  path: 'province-personnel',
  title: '省系统企业人员',
  unit: '人',
  purpose: '江苏省应急管理综合应用平台里企业的主要负责人、安管人员、特种作业人员和注册安全工程师，每小时取来，只读。',
  search: '姓名、企业名称、信用代码',
  empty: '还没有从省厅取到企业人员。',
  heading: 'name',
  labels: fields.ProvincialPerson,
  options: { kind: options.ProvincePersonnel },
  columns: [
    { key: 'name', width: 120 },
    { key: 'kind', width: 160 },
    { key: 'full_time', as: 'yesno', width: 92 },
    { key: 'valid_to', as: 'date', sortable: true, width: 140 },
    { key: 'enterprise_name', width: 260 },
    { key: 'firm_name', width: 260, hidden: true },
    { key: 'uscc', width: 190 },
    { key: 'updated_at', as: 'datetime', width: 150, label: '省系统更新时间' },
  ],
  filters: [
    { key: 'kind', input: 'multiselect' },
    { key: 'doubtful', input: 'switch', label: '疑似同一人，待核对' },
    { key: 'region', input: 'region', label: '属地' },
    { key: 'enterprise', input: 'enterprise', label: '企业' },
    { key: 'unmatched', input: 'switch', label: '本市没有的企业' },
  ],
  sections: [
    {
      title: '人员',
      fields: [
        'name', 'kind', { key: 'full_time', as: 'yesno' }, { key: 'valid_to', as: 'date' }, 'firm_name', 'enterprise_name', 'uscc',
        { key: 'updated_at', as: 'datetime' },
      ],
    },
  ],
  commands: {},
  whole: true,
}, {}, permissions)
