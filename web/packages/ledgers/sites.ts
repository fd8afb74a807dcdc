import { labels } from '@changqian/api'
import { defineLedger } from '@changqian/ledger'
import { bodyFacts } from './bodies'
import type { Bodies, Schemas } from './bodies'

const { fields, options, permissions, titles } = labels

const BODIES = { edit: 'SiteEdit', move: 'SiteMoveInput', close: 'EndInput' } as const

const POINT = {
  lon: { input: 'number', placeholder: '119.97', help: '经度和纬度要一起填写。' },
  lat: { input: 'number', placeholder: '31.77' },
  datum: { input: 'select', initial: 'cgcs2000', help: '从高德、腾讯地图上取的坐标请选 GCJ-02，百度选 BD-09，系统自动换算。' },
} as const

const PLACE = {
  name: 'text',
  address: 'text',
  ...POINT,
  industry: { input: 'dictionary', dictionary: 'industries' },
  staff_count: { input: 'number', min: 0, unit: '人' },
  contact: 'text',
  contact_phone: 'text',
  is_registered: 'switch',
} as const

export default defineLedger<Schemas['Site'], Schemas['SiteOpen'], Bodies<typeof BODIES>>()({
  name: 'enterprises',
  path: 'sites',
  title: titles.Site,
  purpose: '一照多址：风险、隐患、任务都记在场所上，按场所所在地归属管辖。',
  unit: '处',
  search: '企业、场所、地址',
  heading: 'name',
  labels: { ...fields.Site, tag: '监管标签', has_coordinates: '有坐标', management: '管理方式' },
  bodies: bodyFacts({ ...BODIES, create: 'SiteOpen' }),
  options: { status: options.EnterprisesStatus, datum: options.EnterprisesDatum, management: options.EnterprisesManagement },
  columns: [
    { key: 'name', width: 180, sortable: true },
    { key: 'enterprise_name', width: 260 },
    'status',
    'region_name',
    { key: 'address', width: 240 },
    { key: 'contact', width: 100 },
    { key: 'contact_phone', width: 130 },
    { key: 'staff_count', as: 'number' },
    { key: 'is_registered', as: 'yesno', hidden: true },
    { key: 'industry', dictionary: 'industries', hidden: true },
    { key: 'uscc', hidden: true, width: 190 },
  ],
  filters: [
    { key: 'region', input: 'region', label: '属地' },
    { key: 'status', input: 'multiselect' },
    { key: 'enterprise', input: 'enterprise' },
    { key: 'tag', input: 'dictionaries', dictionary: 'tag-kinds', joined: true },
    { key: 'has_coordinates', input: 'switch' },
    { key: 'management', input: 'multiselect' },
  ],
  tones: { operating: 'good', suspended: 'caution', planned: 'brand' },
  sections: [
    {
      title: '基本情况',
      fields: [
        'enterprise_name', 'uscc', 'region_name', 'status', 'address', { key: 'industry', dictionary: 'industries' },
        { key: 'staff_count', as: 'number' }, 'is_registered', 'contact',
        { key: 'contact_phone', sealed: 'enterprises.Site' }, 'lon', 'lat',
      ],
    },
  ],
  create: { step: 'open_site', form: { enterprise: 'enterprise', region: 'region', ...PLACE } },
  commands: {
    edit: PLACE,
    move: { region: 'region', moved_on: 'date', address: 'text', ...POINT },
    close: { reason: 'textarea' },
  },
  permissions: { edit: 'edit_site', move: 'move_site', close: 'close_site' },
  stepLabels: { edit: '修改场所', move: '场所迁移', close: '关闭场所' },
  explain: {
    move: '迁移后由新属地管辖；以前月份的统计仍记在原属地。',
    close: '场所关闭后不再产生任务；历史记录保留。',
  },
  listed: ['edit', 'move'],
  danger: ['close'],
}, {}, permissions)
