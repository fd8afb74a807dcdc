import { labels } from '@changqian/api'
import { defineLedger } from '@changqian/ledger'
import { bodyFacts } from './bodies'
import type { Bodies, Schemas } from './bodies'

const { fields, options, permissions, titles } = labels

const BODIES = { edit: 'SafetyOrganisationEdit', move: 'SafetyOrganisationMove', end: 'EndInput' } as const

const FORM = {
  name: { input: 'text', placeholder: '例如：安环部、一车间、甲班', group: '机构' },
  kind: 'select',
  grade: {
    input: 'select', help: '安委会、安全生产管理机构为企业级，生产车间为车间级，生产班组为班组级；职能部门和其他按实际选择。',
  },
  head: { input: 'person', group: '人员', help: '在“人员”里登记过的在册人员。' },
  members: { input: 'people', help: '可以选多人；离职后自动不再显示。' },
  established_on: { input: 'date', group: '成立与职责' },
  duties: 'textarea',
  documents: { input: 'files', help: '任命或成立机构的文件。' },
  address: { input: 'text', group: '位置' },
  lon: { input: 'number', placeholder: '119.97', help: '经度和纬度要一起填写。' },
  lat: { input: 'number', placeholder: '31.77' },
  datum: { input: 'select', initial: 'cgcs2000', help: '从高德、腾讯地图上取的坐标请选 GCJ-02，百度选 BD-09，系统自动换算。' },
} as const

export default defineLedger<
  Schemas['SafetyOrganisation'], Schemas['SafetyOrganisationForm'], Bodies<typeof BODIES>, Schemas['SafetyOrganisationDetail']
>()({
  name: 'organisation',
  path: 'organisations',
  title: titles.SafetyOrganisation,
  purpose: '企业设了哪些安全管理机构、隶属于谁、由谁负责、在哪里。',
  unit: '个',
  search: '机构、负责人、企业',
  empty: '先登记安委会和安全生产管理机构，再登记车间、班组。',
  heading: 'name',
  labels: { ...fields.SafetyOrganisationDetail, headed: '负责人情况', has_coordinates: '有坐标', region: '属地' },
  bodies: bodyFacts({ ...BODIES, create: 'SafetyOrganisationForm' }),
  options: {
    kind: options.OrganisationKind, grade: options.OrganisationGrade, datum: options.EnterprisesDatum,
  },
  columns: [
    { key: 'name', width: 170, sortable: true },
    { key: 'kind', width: 210 },
    { key: 'grade', width: 90 },
    { key: 'parent_name', width: 160 },
    { key: 'head_name', width: 130 },
    { key: 'head_post', width: 120 },
    { key: 'enterprise_name', width: 230 },
    { key: 'address', width: 200 },
    { key: 'established_on', sortable: true, hidden: true },
  ],
  filters: [
    { key: 'kind', input: 'multiselect' },
    { key: 'grade', input: 'multiselect' },
    { key: 'region', input: 'region' },
    { key: 'headed', input: 'select', options: { yes: '有负责人', no: '缺负责人' } },
    { key: 'has_coordinates', input: 'switch' },
    { key: 'enterprise', input: 'enterprise', label: '企业' },
  ],
  sections: [
    {
      title: '基本情况',
      fields: [
        'kind', 'grade', 'parent_name', 'head_name', 'head_post', 'head_left_on', 'enterprise_name', 'established_on', 'duties',
      ],
    },
    { title: '位置', fields: ['address', 'lon', 'lat', 'datum'] },
  ],
  create: { step: 'establish', form: { enterprise: 'enterprise', parent: { input: 'organisation', help: '不填为最上级。' }, ...FORM } },
  commands: {
    edit: FORM,
    move: { parent: { input: 'organisation', help: '清空则调整为最上级；下级机构随同调整。' } },
    end: { reason: 'textarea' },
  },
  stepLabels: { edit: '修改机构' },
  explain: { move: '下级机构随同调整。', end: '还有下级机构的不能撤销；历史记录保留。' },
  listed: ['edit', 'move'],
  danger: ['end'],
}, {}, permissions)
