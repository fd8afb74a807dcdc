import { labels } from '@changqian/api'
import { defineLedger } from '@changqian/ledger'
import { bodyFacts } from './bodies'
import type { Bodies, Schemas } from './bodies'

const { fields, permissions, titles } = labels

const BODIES = { edit: 'RecorderModelEdit', end: 'EndInput' } as const

const FORM = {
  maker: 'text',
  name: { input: 'text', placeholder: '与设备铭牌一致' },
  explosion_proof: { input: 'switch', help: '取得防爆合格证的才选。' },
  channels: { input: 'number', min: 1, max: 16, initial: 1, unit: '路' },
  note: 'textarea',
} as const

export default defineLedger<Schemas['RecorderModel'], Schemas['RecorderModelForm'], Bodies<typeof BODIES>>()({
  name: 'recorders',
  path: 'recorder-models',
  title: titles.RecorderModel,
  purpose: '登记记录仪时可以选的厂家和型号；任何厂家的国标设备都可以加进来。',
  unit: '种',
  search: '厂家、型号',
  empty: '登记厂家和型号，登记记录仪时就能选；也可以从 Excel 导入。',
  heading: 'name',
  labels: { ...fields.RecorderModel },
  bodies: bodyFacts({ ...BODIES, create: 'RecorderModelForm' }),
  options: {},
  columns: [
    { key: 'name', width: 180, sortable: true },
    { key: 'maker', width: 180, sortable: true },
    { key: 'explosion_proof', as: 'yesno' },
    { key: 'channels', as: 'number', width: 110 },
    { key: 'note', width: 300 },
    { key: 'created_at', hidden: true },
  ],
  filters: [],
  create: { step: 'keep_models', label: '登记型号', form: FORM },
  commands: { edit: FORM, end: { reason: 'textarea' } },
  permissions: { edit: 'keep_models', end: 'keep_models' },
  stepLabels: { edit: '修改型号', end: '停用型号' },
  explain: { end: '停用后登记记录仪时不再能选；已经登记为这个型号的不变。' },
  danger: ['end'],
}, {}, permissions)
