import { labels } from '@changqian/api'
import { defineLedger } from '@changqian/ledger'
import type { Schemas } from './bodies'

const { fields, options, permissions } = labels

export default defineLedger<Schemas['RiskCard'], object, object, Schemas['RiskCardDetail']>()({
  name: 'risks',
  path: 'risk-cards',
  title: '安全风险告知卡',
  purpose: '哪些风险点没有告知卡，哪些告知卡在风险点变更后还没有更换。',
  unit: '个风险点',
  search: '名称、位置、编号、企业',
  empty: '风险点启用后出现在这里，勾选后打印告知卡张贴。',
  heading: 'name',
  labels: { ...fields.RiskCardDetail, revision: '风险点版本', region: '属地' },
  options: { level: options.RisksLevel, status: options.RisksStatus, card_state: options.RisksCardState },
  columns: [
    { key: 'name', width: 220 },
    'level',
    { key: 'card_state', as: 'status', width: 110 },
    { key: 'card_made_on', sortable: true },
    { key: 'card_revision', as: 'number', width: 110 },
    { key: 'revision', as: 'number', width: 110 },
    { key: 'location', width: 180 },
    { key: 'enterprise_name', width: 230 },
    'region_name',
    { key: 'site_name', hidden: true },
    { key: 'number', hidden: true },
  ],
  filters: [
    { key: 'card_state', input: 'multiselect' },
    { key: 'level', input: 'multiselect' },
    { key: 'region', input: 'region' },
    { key: 'enterprise', input: 'enterprise', label: '企业' },
  ],
  tones: { missing: 'bad', stale: 'caution', valid: 'good' },
  sections: [
    {
      title: '基本情况',
      fields: [
        { key: 'card_state', as: 'status' }, 'card_made_on', { key: 'card_revision', as: 'number' },
        { key: 'revision', as: 'number' }, 'number', 'location', 'enterprise_name', 'site_name', 'region_name',
      ],
    },
  ],
  commands: {},
  history: false,
}, {}, permissions)
