import { labels } from '@changqian/api'
import { defineLedger } from '@changqian/ledger'
import { bodyFacts } from './bodies'
import type { Bodies, Schemas } from './bodies'

const { fields, options, permissions } = labels

const BODIES = { remark: 'InspectionRemark' } as const

const patrols = defineLedger<Schemas['Inspection'], object, Bodies<typeof BODIES>, Schemas['InspectionDetail']>()({
  name: 'checks',
  path: 'patrols',
  title: '巡查记录',
  purpose: '谁在什么时候、到没到现场、逐项看到了什么。',
  search: '风险点、检查人、企业',
  empty: '用手机扫现场的常安码，逐项检查后提交。',
  heading: 'subject_name',
  labels: { ...fields.InspectionDetail, region: '属地', month: '月份', mine: '我检查的', doubted: '有存疑', doubt: '存疑原因', since: '检查日期起', until: '检查日期止' },
  bodies: bodyFacts(BODIES),
  options: {
    doubt: options.ChecksDoubt,
    doubts: options.ChecksDoubt,
    control_level: options.ChecksControlLevel, result: options.ChecksResult, position_missing: options.ChecksPositionMissing,
  },
  columns: [
    { key: 'subject_name', width: 220 },
    { key: 'result', as: 'status' },
    { key: 'checked_at', sortable: true },
    { key: 'by', width: 100 },
    { key: 'control_level', width: 100 },
    { key: 'far', as: 'status', label: '到场', width: 130 },
    { key: 'doubts', as: 'list', width: 170 },
    { key: 'enterprise_name', width: 230 },
    { key: 'site_name', hidden: true },
    'region_name',
    { key: 'abnormal', as: 'number' },
    { key: 'seconds', as: 'number', hidden: true },
    { key: 'scanned', as: 'yesno', hidden: true },
    { key: 'counts_for', as: 'month', hidden: true },
    { key: 'synced_late', as: 'yesno', hidden: true },
    { key: 'remark', hidden: true },
  ],
  filters: [
    { key: 'result', input: 'select' },
    { key: 'month', input: 'month' },
    { key: 'region', input: 'region' },
    { key: 'control_level', input: 'select' },
    { key: 'doubted', input: 'switch' },
    { key: 'doubt', input: 'multiselect' },
    { key: 'far', input: 'switch' },
    { key: 'mine', input: 'switch' },
    { key: 'since', input: 'date' },
    { key: 'until', input: 'date' },
    { key: 'enterprise', input: 'enterprise', label: '企业' },
  ],
  ordering: '-checked_at',
  tones: { ok: 'good', abnormal: 'caution' },
  sections: [
    {
      title: '检查情况',
      fields: [
        { key: 'result', as: 'status' }, 'by', 'checked_at', 'control_level', { key: 'counts_for', as: 'month' },
        { key: 'scanned', as: 'yesno' }, 'enterprise_name', 'site_name', 'region_name', { key: 'synced_late', as: 'yesno' }, 'note', 'remark',
      ],
    },
  ],
  commands: { remark: { remark: 'textarea' } },
}, {}, permissions)

export default patrols

/** The same records of what plans are made for. */
export const checkIns: typeof patrols = {
  ...patrols,
  path: 'check-ins',
  title: '巡检保养记录',
  purpose: '谁在什么时候、到没到设备跟前、逐项看到了什么。',
  search: '设备、检查人、企业',
  empty: '用手机扫设备上的常安码，按计划逐项检查后提交。',
}
