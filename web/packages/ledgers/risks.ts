import { labels } from '@changqian/api'
import { defineLedger } from '@changqian/ledger'
import { ACCIDENT_TYPES, bodyFacts } from './bodies'
import type { Bodies, Schemas } from './bodies'

const { fields, options, permissions, steps, titles } = labels

const BODIES = {
  edit: 'RiskPointEdit',
  activate: 'StepInput',
  approve: 'StepInput',
  revise: 'StepInput',
  stop: 'RiskPointStop',
  accept_declared: 'StepInput',
  keep_own: 'DeclaredKept',
  unlink_declared: 'StepInput',
  end: 'EndInput',
} as const

const scored = (...methods: string[]) => (values: Readonly<Record<string, unknown>>) => methods.includes(String(values['method']))
/** What differs from what the firm declared to the province; only the opened row knows. */
const against = (row: object) => (row as Partial<Schemas['RiskPointDetail']>).declared?.state
const reported = (row: Schemas['RiskPoint']) => row.assessed_level === 'major' || row.assessed_level === 'large'

/** A draft may wait for it; a risk point in force, and its card, may not. */
const BEFORE = { input: 'textarea', placeholder: '启用前须填' } as const
const NAME = { input: 'text', placeholder: '例如：4 号冲床' } as const

const FORM = {
  name: { ...NAME, group: '风险点' },
  kind: 'select',
  location: { input: 'text', placeholder: '例如：冲压车间东侧' },
  entry: {
    input: 'catalogue', label: '目录风险', help: '列入《较大以上安全风险目录》的请选择；目录风险的等级不得低于目录等级。',
  },
  floor: 'text',
  zone: 'text',
  method: { input: 'select', initial: 'lec', group: '评估' },
  likelihood: { input: 'select', required: true, when: scored('lec', 'matrix') },
  exposure: { input: 'select', required: true, when: scored('lec') },
  consequence: { input: 'select', required: true, when: scored('lec', 'matrix') },
  declared_level: { input: 'level', help: '直接判定等方法由企业判定；打分法也可以自愿按更高等级管理。' },
  inherent_level: { input: 'level', help: '采取措施之前的等级，选填。' },
  factors: { ...BEFORE, group: '危害与措施' },
  accident_types: { input: 'dictionaries', dictionary: ACCIDENT_TYPES },
  consequences: 'textarea',
  engineering: { ...BEFORE, placeholder: '各类措施至少填一类，启用前须填' },
  management: 'textarea',
  training: 'textarea',
  ppe: 'textarea',
  emergency: BEFORE,
  control_level: { input: 'select', help: '不填时按等级默认；上级负责管控的，下级必须同时负责。', group: '管控' },
  shifts: { input: 'number', min: 1, max: 4, initial: 1, unit: '班' },
  responsible_department: { ...BEFORE, input: 'text' },
  responsible: { input: 'colleague', label: '责任人', help: '本企业有账号的人员；没有账号的请在下一栏写姓名。' },
  responsible_name: { input: 'text', label: '责任人姓名', when: ({ responsible }: Readonly<Record<string, unknown>>) => !responsible },
  responsible_phone: 'text',
  supervise_phone: { ...BEFORE, input: 'text' },
  items: 'checklist',
  photos: 'photos',
} as const

export default defineLedger<
  Schemas['RiskPoint'], Schemas['RiskPointRegister'], Bodies<typeof BODIES>, Schemas['RiskPointDetail']
>()({
  name: 'risks',
  title: titles.RiskPoint,
  purpose: '哪里有风险、多大、谁来管、多久看一次。',
  unit: '个',
  search: '名称、位置、编号、企业',
  empty: '从最危险的设备和作业开始，一处一处登记。',
  heading: 'name',
  labels: { ...fields.RiskPointDetail, region: '属地', mine: '我负责的', category: '目录类别', declared_changed: '省系统有变化' },
  bodies: bodyFacts({ ...BODIES, create: 'RiskPointRegister' }),
  options: {
    level: options.RisksLevel,
    assessed_level: options.RisksLevel,
    declared_level: options.RisksLevel,
    inherent_level: options.RisksLevel,
    kind: options.RisksKind,
    method: options.RisksMethod,
    status: options.RisksStatus,
    control_level: options.ChecksControlLevel,
    source: options.RisksSource,
  },
  columns: [
    { key: 'name', width: 220 },
    { key: 'assessed_level', as: 'level', label: '风险等级' },
    'status',
    { key: 'location', width: 180 },
    { key: 'control_level', width: 100 },
    'responsible_name',
    { key: 'enterprise_name', width: 230 },
    'region_name',
    'kind',
    { key: 'registered_on', sortable: true },
    { key: 'site_name', hidden: true },
    { key: 'number', hidden: true, sortable: true },
    { key: 'catalogue_code', hidden: true },
    { key: 'score', as: 'number', hidden: true, sortable: true },
    { key: 'responsible_department', hidden: true },
    { key: 'source', hidden: true },
  ],
  filters: [
    { key: 'level', input: 'multiselect' },
    { key: 'status', input: 'multiselect' },
    { key: 'region', input: 'region' },
    { key: 'mine', input: 'switch' },
    { key: 'kind', input: 'multiselect' },
    { key: 'method', input: 'multiselect' },
    { key: 'source', input: 'multiselect' },
    { key: 'declared_changed', input: 'switch' },
    { key: 'enterprise', input: 'enterprise', label: '企业' },
  ],
  ordering: '-registered_on',
  tones: { draft: 'brand', active: 'good', changing: 'caution', stopped: 'plain' },
  sections: [
    {
      title: '基本情况',
      fields: [
        'number', 'status', 'kind', 'location', 'enterprise_name', 'site_name', 'region_name', 'source',
        'catalogue_code', 'entry_name', 'registered_on', 'activated_on',
      ],
    },
    {
      title: '危害与措施',
      fields: [
        'factors', { key: 'accident_types', as: 'list', dictionary: ACCIDENT_TYPES }, 'consequences', 'engineering', 'management',
        'training', 'ppe', 'emergency',
      ],
    },
    {
      title: '管控',
      fields: [
        'control_level', { key: 'shifts', as: 'number' }, 'responsible_department', 'responsible_name',
        { key: 'responsible_phone', sealed: 'risks.RiskPoint' },
        'supervise_phone', 'stopped_on', 'stop_reason',
      ],
    },
  ],
  create: { step: 'register', form: { site: { input: 'site', group: '风险点' }, ...FORM, name: NAME } },
  commands: {
    activate: {}, approve: {}, edit: FORM, revise: {}, stop: { reason: 'textarea' }, end: { reason: 'textarea' },
    accept_declared: {}, keep_own: { reason: 'textarea' }, unlink_declared: {},
  },
  permissions: { accept_declared: 'edit', keep_own: 'edit', unlink_declared: 'edit' },
  stepLabels: { accept_declared: '采纳省系统内容', keep_own: '保留本企业内容', unlink_declared: '解除申报关联' },
  fits: {
    activate: (row) => !reported(row),
    accept_declared: (row) => ['differs', 'kept'].includes(against(row) ?? ''),
    keep_own: (row) => against(row) === 'differs',
    unlink_declared: (row) => against(row) !== undefined,
  },
  explain: {
    activate: '启用后按管控频次生成每月任务，并发放常安码。一般风险和低风险由安管员启用。',
    approve: '较大以上风险由主要负责人批准后生效（省政府令第140号第七条），同时生成每月任务和常安码。',
    revise: '变更期间仍按原来批准的内容管控，批准后换成新的内容。',
    accept_declared: '把不一致的内容改成与省系统一样；生效中的风险点先进入变更，批准后生效。',
    keep_own: '省系统内容再有变化时会重新提示。应当改申报的，请在省系统作变更报告。',
    unlink_declared: '关联错了才解除；两边的内容都不变。',
    stop: '停用后不再生成任务，常安码作废。',
    end: '只用于误录。',
  },
  listed: ['activate', 'approve', 'edit', 'revise'],
  danger: ['stop', 'end', 'unlink_declared'],
}, steps.risks, permissions)
