import { labels } from '@changqian/api'
import { defineLedger } from '@changqian/ledger'
import { bodyFacts } from './bodies'
import type { Bodies, Schemas } from './bodies'

const { fields, options, permissions, titles } = labels

const BODIES = {
  edit: 'EnterpriseEdit',
  edit_contact: 'EnterpriseContact',
  report_status: 'StatusInput',
  change_status: 'StatusInput',
  tag: 'TagInput',
  merge: 'MergeInput',
  split: 'SplitInput',
  move_to: 'TransferInput',
  end: 'EndInput',
} as const

const FIRM = {
  name: 'text',
  uscc: { input: 'text', placeholder: '18 位，营业执照上的统一社会信用代码' },
  legacy_reg_no: { input: 'text', help: '没有统一社会信用代码的老企业才填。' },
  region: { input: 'region', help: '营业执照上的注册地。' },
  address: 'text',
  industry: { input: 'dictionary', dictionary: 'industries' },
  department: { input: 'dictionary', dictionary: 'departments' },
  management: { input: 'select', initial: 'local' },
  legal_person: 'text',
  founded_on: 'date',
  staff_count: { input: 'number', min: 0, unit: '人' },
  revenue: { input: 'money', unit: '万元' },
  high_risk: 'switch',
  contact: 'text',
  contact_phone: 'text',
} as const

const STATUS = {
  new: { input: 'select', options: options.EnterprisesStatus },
  effective_on: 'date',
  reason: 'textarea',
} as const

export default defineLedger<
  Schemas['Enterprise'], Omit<Schemas['EnterpriseForm'], 'site'>, Bodies<typeof BODIES>, Schemas['EnterpriseDetail']
>()({
  name: 'enterprises',
  title: titles.Enterprise,
  purpose: '一企一档：一个统一社会信用代码一家企业，可以有多个场所。',
  unit: '家',
  search: '企业名称、信用代码',
  labels: {
    ...fields.EnterpriseDetail,
    region: '所在地区',
    tag: '监管标签',
    has_coordinates: '有坐标',
    several_sites: '一照多址',
  },
  bodies: bodyFacts({ ...BODIES, create: 'EnterpriseForm' }),
  options: {
    status: options.EnterprisesStatus,
    scale: options.DictionariesScale,
    management: options.EnterprisesManagement,
  },
  columns: [
    { key: 'name', width: 260, sortable: true },
    { key: 'uscc', width: 190 },
    'status',
    'region_name',
    { key: 'supervised_industry', width: 120, dictionary: 'supervised_industries' },
    'scale',
    { key: 'site_count', as: 'number' },
    { key: 'tags', as: 'list', width: 200 },
    'management',
    { key: 'staff_count', as: 'number', sortable: true },
    { key: 'department_name', hidden: true },
    { key: 'legal_person', hidden: true },
    { key: 'contact', hidden: true },
    { key: 'contact_phone', hidden: true },
    { key: 'is_above_scale', hidden: true },
    { key: 'created_at', hidden: true, sortable: true },
  ],
  filters: [
    { key: 'region', input: 'region' },
    { key: 'status', input: 'multiselect' },
    { key: 'tag', input: 'dictionaries', dictionary: 'tag-kinds', joined: true },
    { key: 'management', input: 'multiselect' },
    { key: 'scale', input: 'multiselect' },
    { key: 'supervised_industry', input: 'dictionaries', dictionary: 'supervised_industries', joined: true },
    { key: 'department', input: 'dictionary', dictionary: 'departments', label: '主管部门' },
    { key: 'is_above_scale', input: 'switch' },
    { key: 'high_risk', input: 'switch' },
    { key: 'several_sites', input: 'switch' },
    { key: 'has_coordinates', input: 'switch' },
  ],
  ordering: '',
  tones: { operating: 'good', suspended: 'caution', planned: 'brand', ceased: 'plain', closed: 'plain', deregistered: 'plain' },
  sections: [
    {
      title: '主体信息',
      fields: [
        'uscc', 'status', 'region_name', 'legal_person', 'address', 'founded_on', 'department_name', 'management', 'contact',
        { key: 'contact_phone', sealed: 'enterprises.Enterprise' },
      ],
    },
    {
      title: '行业与规模',
      fields: [
        { key: 'industry', label: '国民经济行业', dictionary: 'industries' },
        { key: 'supervised_industry', dictionary: 'supervised_industries' }, 'scale', 'is_above_scale',
        { key: 'staff_count', as: 'number' }, { key: 'revenue', as: 'money' }, 'high_risk', { key: 'tags', as: 'list' },
      ],
    },
  ],
  create: { step: 'register', form: FIRM },
  commands: {
    edit: FIRM,
    edit_contact: { contact: 'text', contact_phone: 'text', address: 'text', staff_count: 'number', revenue: { input: 'money', unit: '万元' } },
    report_status: STATUS,
    change_status: STATUS,
    tag: {
      code: { input: 'dictionary', dictionary: 'tag-kinds' }, valid_from: 'date', valid_to: 'date', note: 'textarea',
    },
    merge: { other: { input: 'enterprise', label: '重复的那一家' }, reason: 'textarea' },
    split: {
      sites: { input: 'multiselect', label: '拆出的场所' },
      name: { input: 'text', group: '新企业' },
      uscc: { input: 'text', label: '新企业信用代码', placeholder: '18 位，新营业执照上的统一社会信用代码' },
      legacy_reg_no: { input: 'text', help: '没有统一社会信用代码的老企业才填。' },
      region: { input: 'region', help: '新营业执照上的注册地。' },
      address: 'text',
      industry: { input: 'dictionary', dictionary: 'industries' },
      reason: { input: 'textarea', label: '拆分原因' },
    },
    move_to: { sites: { input: 'multiselect', label: '划转的场所' }, reason: 'textarea' },
    end: { reason: 'textarea' },
  },
  permissions: { change_status: 'confirm_status' },
  stepLabels: {
    edit: '修改信息', edit_contact: '修改联系方式', change_status: '变更状态', tag: '添加标签',
    merge: '合并重复企业', split: '拆分出新企业', move_to: '划转场所',
  },
  // A firm with one place has nothing to split off.
  fits: { split: (row) => row.site_count > 1 },
  explain: {
    report_status: '企业上报后由属地确认，确认前状态不变。',
    merge: '同一家企业登记了两次时用。场所、人员、隐患等全部归到留下的那一家，可以撤销。',
    split: '企业分立时用。选中的场所连同记录归到新企业，可以撤销。',
    move_to: '场所换了经营企业时用。场所连同记录归到另一家企业，属地不变，可以撤销。',
    end: '只用于误录或重复登记。重复的企业请用合并，记录不会丢失。',
  },
  listed: ['edit', 'report_status', 'change_status', 'merge', 'split', 'move_to'],
  danger: ['end'],
}, {}, permissions)
