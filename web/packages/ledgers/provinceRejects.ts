import { labels } from '@changqian/api'
import { defineLedger } from '@changqian/ledger'
import { bodyFacts } from './bodies'
import type { Bodies, Schemas } from './bodies'

const { fields, options, permissions } = labels

const BODIES = { retry: 'ProvinceRetry', bind: 'RejectBind', set_aside: 'RejectSetAside' } as const
type Row = Schemas['ProvinceReject']
const open = (row: Row) => row.fate === 'open'

export default defineLedger<Row, object, Bodies<typeof BODIES>, Schemas['ProvinceRejectDetail']>()({
  name: 'province',
  path: 'province-rejects',
  view: 'province.run',
  title: '共享拒收数据',
  purpose: '省平台和市大数据中心发来、没有照收的数据，和找不到本市企业的数据；更正重试、关联企业，或写明原因不予处理。',
  search: '名称、信用代码、来源编号、原因',
  empty: '发来的数据都收下了。',
  heading: 'reason',
  labels: fields.ProvinceRejectDetail,
  bodies: bodyFacts(BODIES),
  options: { feed: options.ProvinceFeed, trouble: options.ProvinceTrouble, fate: options.ProvinceFate },
  columns: [
    { key: 'name', width: 240 },
    { key: 'feed', width: 120 },
    { key: 'trouble', as: 'status', width: 130 },
    { key: 'reason', width: 280 },
    { key: 'fate', as: 'status', width: 130 },
    { key: 'created_at', label: '收到时间', width: 150 },
    { key: 'uscc', width: 180, hidden: true },
    { key: 'source_id', width: 140, hidden: true },
    { key: 'enterprise_name', width: 200, hidden: true },
    { key: 'explanation', width: 200, hidden: true },
    { key: 'resolved_at', width: 150, hidden: true },
  ],
  filters: [
    { key: 'fate', input: 'multiselect' },
    { key: 'trouble', input: 'select' },
    { key: 'feed', input: 'multiselect' },
  ],
  tones: {
    unfit: 'bad', unknown_firm: 'caution', open: 'caution', retried: 'good', bound: 'good', found: 'good', replaced: 'good', taken: 'good', not_taken: 'caution',
  },
  sections: [
    {
      title: '问题',
      fields: [
        'reason', 'feed', 'name', 'uscc', 'source_id', { key: 'created_at', label: '收到时间' },
        { key: 'batch', as: 'number', label: '批次' },
      ],
    },
    {
      title: '处理',
      when: (row) => row.fate !== 'open',
      fields: [{ key: 'fate', as: 'status' }, 'enterprise_name', 'explanation', 'resolved_at'],
    },
  ],
  commands: {
    retry: { corrections: 'lines' },
    bind: { enterprise: 'enterprise', explanation: { input: 'textarea', label: '关联依据', placeholder: '例如：更名换证前的旧代码', required: true } },
    set_aside: { explanation: { input: 'textarea', label: '原因', required: true } },
  },
  explain: {
    retry: '填写更正后的内容再收；不改也可以原样重试。对方之后发来的新内容仍会替换它。',
    bind: '这个信用代码从此算作所选企业，已收到和以后收到的数据都归它。',
    set_aside: '不再处理这一条，同样的内容再来也不再提示。',
  },
  fits: {
    retry: (row) => open(row) && row.trouble === 'unfit',
    bind: (row) => open(row) && row.trouble === 'unknown_firm',
    set_aside: open,
  },
  listed: [],
}, {}, permissions)
