import { labels } from '@changqian/api'
import { defineLedger, today } from '@changqian/ledger'
import { bodyFacts } from './bodies'
import type { Bodies, Schemas } from './bodies'

const { fields, options, permissions, titles } = labels

/** The first day of the month that ended last: what one files. */
function lastMonth(): string {
  const [year, month] = today().split('-').map(Number) as [number, number]
  return month === 1 ? `${year - 1}-12-01` : `${year}-${String(month - 1).padStart(2, '0')}-01`
}

const BODIES = { check: 'StepInput' } as const

export default defineLedger<
  Schemas['FiledDocument'], Schemas['FiledDocumentForm'], Bodies<typeof BODIES>, Schemas['FiledDocumentDetail']
>()({
  name: 'documents',
  title: titles.FiledDocument,
  purpose: '八类安全文档按月归档：由台账生成，或上传本企业的文档；归档后不再改动。',
  unit: '份',
  search: '题名、档号、企业',
  empty: '先归档上个月的文档：选类别和月份即可由台账生成。',
  heading: 'title',
  labels: { ...fields.FiledDocumentDetail, region: '属地' },
  bodies: bodyFacts({ ...BODIES, create: 'FiledDocumentForm' }),
  options: { kind: options.DocumentsKind, origin: options.DocumentsOrigin, retention: options.DocumentsRetention },
  columns: [
    { key: 'title', width: 300 },
    { key: 'kind', width: 140 },
    { key: 'month', width: 110, sortable: true },
    { key: 'edition', width: 70 },
    { key: 'number', width: 190 },
    { key: 'origin', width: 100 },
    { key: 'sound', as: 'yesno', width: 100 },
    { key: 'enterprise_name', width: 220 },
    { key: 'checked_at', width: 160, sortable: true, hidden: true },
  ],
  filters: [
    { key: 'kind', input: 'multiselect' },
    { key: 'month', input: 'month' },
    { key: 'region', input: 'region' },
    { key: 'origin', input: 'select' },
    { key: 'enterprise', input: 'enterprise', label: '企业' },
  ],
  ordering: '-month',
  sections: [
    {
      title: '归档信息',
      fields: ['number', 'kind', 'month', 'edition', 'origin', 'retention', 'enterprise_name', 'created_at', { key: 'sound', as: 'yesno' }, 'checked_at'],
    },
  ],
  create: {
    step: 'file',
    form: {
      enterprise: 'enterprise',
      kind: 'select',
      month: { input: 'month', initial: lastMonth, help: '只能归档已经结束的月份。' },
      files: {
        input: 'files',
        help: '不上传则由本企业的台账生成；已有纸质或其他系统文档的可以上传。',
      },
    },
  },
  commands: { check: {} },
  explain: { check: '重新核对签名、文件和元数据，结果记在本页。' },
  listed: ['check'],
}, {}, permissions)
