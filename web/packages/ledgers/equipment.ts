import { labels } from '@changqian/api'
import { defineLedger, today } from '@changqian/ledger'
import { bodyFacts } from './bodies'
import type { Bodies, Schemas } from './bodies'

const { fields, options, permissions, steps, titles } = labels

const BODIES = {
  edit: 'EquipmentEdit',
  examine: 'EquipmentExamine',
  start: 'EquipmentStart',
  report_fault: 'EquipmentReportFault',
  repaired: 'EquipmentRepaired',
  stop: 'EquipmentStop',
  scrap: 'EquipmentScrap',
  end: 'EndInput',
} as const

export const CLASSES = 'equipment_classes'
const special = (values: Readonly<Record<string, unknown>>) => values['special'] !== false

const FORM = {
  class_code: { input: 'dictionary', dictionary: CLASSES, group: '设备' },
  name: { input: 'text', placeholder: '例如：10 吨电动单梁起重机' },
  number: { input: 'text', placeholder: '企业自编号，例如：SB-012' },
  location: { input: 'text', placeholder: '例如：一车间东跨' },
  department: 'text',
  responsible: { input: 'person', help: '在“人员”里登记过的人；有账号的会收到到期提醒。' },
  model_name: { input: 'text', group: '铭牌' },
  manufacturer: 'text',
  factory_number: 'text',
  installed_on: 'date',
  started_on: { input: 'date', help: '已在用的填投用日期；不填则登记为停用，以后再启用。' },
  special: {
    input: 'decision', group: '特种设备', options: { true: '是', false: '否' }, help: '不选时按设备类别判断；小型设备不在目录范围内的选“否”。',
  },
  registration_number: { input: 'text', when: special, help: '投入使用前或者投用后 30 日内办理（特种设备安全法第三十三条）。' },
  registration_code: { input: 'text', when: special },
  last_examination_on: { input: 'date', group: '检验' },
  next_examination_on: { input: 'date', help: '按检验报告或检验标志填写，到期前 60、30、7 天提醒。' },
  result: 'select',
  devices: { input: 'lines', label: '安全附件', group: '安全附件与照片' },
  photos: 'photos',
  note: 'textarea',
} as const

export default defineLedger<
  Schemas['Equipment'], Schemas['EquipmentRegister'], Bodies<typeof BODIES>, Schemas['EquipmentDetail']
>()({
  name: 'equipment',
  title: titles.Equipment,
  purpose: '有哪些设备和安全设施、在不在用、检验到哪天、谁来保养。',
  unit: '台',
  search: '名称、编号、登记证、位置、企业',
  empty: '从特种设备开始，一台一档登记；登记后自动发放常安码。',
  heading: 'name',
  labels: { ...fields.EquipmentDetail, region: '属地', due: '检验' },
  bodies: bodyFacts({ ...BODIES, create: 'EquipmentRegister' }),
  options: {
    group: options.EquipmentGroup, status: options.EquipmentStatus, result: options.EquipmentResult,
    kind: options.EquipmentExaminationKind,
  },
  columns: [
    { key: 'name', width: 210 },
    { key: 'number', sortable: true, width: 100 },
    { key: 'class_code', dictionary: CLASSES, width: 180 },
    'status',
    { key: 'special', as: 'yesno', width: 96 },
    {
      key: 'next_examination_on', as: 'deadline', label: '下次检验', sortable: true,
      settled: (row) => row.status === 'scrapped',
    },
    { key: 'location', width: 150 },
    { key: 'responsible_name', width: 100 },
    { key: 'enterprise_name', width: 230 },
    'region_name',
    { key: 'site_name', hidden: true },
    { key: 'group', hidden: true },
    { key: 'registration_number', hidden: true },
    { key: 'department', hidden: true },
    { key: 'model_name', hidden: true },
    { key: 'registered_on', sortable: true, hidden: true },
  ],
  filters: [
    { key: 'class_code', input: 'dictionary', dictionary: CLASSES },
    { key: 'status', input: 'multiselect' },
    { key: 'region', input: 'region' },
    { key: 'due', input: 'select', options: { overdue: '检验逾期', soon: '30 日内到期' } },
    { key: 'special', input: 'switch' },
    { key: 'group', input: 'multiselect' },
    { key: 'enterprise', input: 'enterprise', label: '企业' },
  ],
  ordering: '-registered_on',
  tones: { in_use: 'good', stopped: 'plain', repair: 'caution', scrapped: 'plain', passed: 'good', passed_after: 'good', failed: 'bad' },
  sections: [
    {
      title: '基本情况',
      fields: [
        'number', { key: 'class_code', dictionary: CLASSES }, 'status', 'status_reason', 'location', 'department', 'responsible_name',
        'enterprise_name', 'site_name', 'region_name', 'registered_on', 'note',
      ],
    },
    { title: '铭牌', fields: ['model_name', 'manufacturer', 'factory_number', 'installed_on', 'started_on'] },
    {
      title: '检验',
      fields: [
        { key: 'special', as: 'yesno' }, 'registration_number', 'registration_code', 'last_examination_on',
        { key: 'next_examination_on', as: 'date' }, { key: 'result', as: 'status' },
      ],
    },
  ],
  create: { step: 'register', form: { site: { input: 'site', group: '设备' }, ...FORM, class_code: { input: 'dictionary', dictionary: CLASSES } } },
  commands: {
    start: {},
    examine: {
      kind: { input: 'select', initial: 'periodic' },
      examined_on: { input: 'date', initial: today },
      result: { input: 'radio', initial: 'passed' },
      next_due_on: { input: 'date', help: '以检验报告或检验标志载明的日期为准。' },
      institution: 'text',
      report_number: 'text',
      report: 'files',
      note: 'textarea',
    },
    report_fault: { reason: 'textarea' },
    repaired: { reason: 'textarea' },
    edit: FORM,
    stop: { reason: 'textarea' },
    scrap: { reason: 'textarea' },
    end: { reason: 'textarea' },
  },
  explain: {
    start: '特种设备须检验在有效期内、结论合格；投用超过 30 日的还须已办理使用登记。',
    examine: '登记后更新下次检验日期；结论不合格的在用设备立即转为停用（特种设备安全法第四十条）。',
    report_fault: '维修期间不生成巡检保养任务，不得使用（特种设备安全法第四十二条）。',
    repaired: '全面检查、消除隐患后方可继续使用。',
    stop: '停用后不再生成任务，未完成的任务取消。',
    scrap: '特种设备报废要消除使用功能并办理使用登记证书注销（特种设备安全法第四十八条）。报废后不能恢复。',
    end: '只用于误录；不再使用的设备请报废。',
  },
  listed: ['start', 'examine', 'repaired', 'edit'],
  danger: ['stop', 'scrap', 'end'],
}, steps.equipment, permissions)
