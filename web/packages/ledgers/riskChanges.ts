import { labels } from '@changqian/api'
import { defineLedger } from '@changqian/ledger'
import type { Schemas } from './bodies'

const { fields, options, permissions } = labels

export default defineLedger<Schemas['ControlChange']>()({
  name: 'risks',
  path: 'risk-changes',
  title: '管控变更',
  purpose: '批准过的风险点后来变更了什么：等级、措施、责任人，停用和恢复；第一次启用不算变更。',
  unit: '次',
  search: '风险点名称、位置、编号、企业',
  empty: '风险点变更获批、停用或恢复后，出现在这里。',
  heading: 'risk_point_name',
  labels: { ...fields.ControlChange, region: '属地' },
  options: {
    kind: options.RisksChange, level: options.RisksLevel, level_before: options.RisksLevel, columns: fields.RiskPointDetail,
  },
  columns: [
    { key: 'risk_point_name', width: 220 },
    { key: 'kind', as: 'status', width: 110 },
    { key: 'changed_on', sortable: true, width: 120 },
    { key: 'level_before', as: 'level', width: 110 },
    { key: 'level', width: 110 },
    { key: 'columns', as: 'list', width: 220 },
    { key: 'enterprise_name', width: 230 },
    'region_name',
    { key: 'changed_by_name', width: 100 },
    { key: 'reason', hidden: true, width: 160 },
    { key: 'site_name', hidden: true },
  ],
  filters: [
    { key: 'kind', input: 'multiselect' },
    { key: 'level', input: 'multiselect' },
    { key: 'changed_on', input: 'dates' },
    { key: 'region', input: 'region' },
    { key: 'enterprise', input: 'enterprise', label: '企业' },
  ],
  ordering: '-changed_on',
  tones: { raised: 'bad', lowered: 'good', amended: 'brand', stopped: 'plain', resumed: 'caution' },
  sections: [
    {
      title: '变更',
      fields: [
        { key: 'kind', as: 'status' }, 'changed_on', { key: 'level_before', as: 'level' }, 'level', { key: 'columns', as: 'list' },
        'reason', 'changed_by_name', 'enterprise_name', 'site_name', 'region_name',
      ],
    },
  ],
  commands: {},
  history: false,
}, {}, permissions)
