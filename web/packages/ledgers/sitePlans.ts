import { labels } from '@changqian/api'
import { defineLedger } from '@changqian/ledger'
import { bodyFacts } from './bodies'
import type { Bodies, Schemas } from './bodies'

const { fields, permissions } = labels

const BODIES = { edit: 'SitePlanEdit', end: 'EndInput' } as const

const FORM = {
  name: { input: 'text', placeholder: '例如：厂区总平面、一层' },
  picture: { input: 'photos', label: '底图', help: '一张图片，不超过 20 MB；图纸先导出为图片。没有底图的，填图上宽度，用场所所在的地图。' },
  metres: { input: 'number', min: 10, max: 5000, unit: '米', help: '图的左边到右边实际有多少米，填了图上有比例尺。' },
  north: { input: 'number', min: 0, max: 359, initial: 0, unit: '度', help: '正北从图的上方顺时针转多少度；上北下南填 0。' },
} as const

export default defineLedger<Schemas['SitePlan'], Schemas['SitePlanAdd'], Bodies<typeof BODIES>, Schemas['SitePlanDetail']>()({
  name: 'siteplans',
  path: 'site-plans',
  title: '四色分布图',
  purpose: '在场所平面图上标出风险点，区域颜色取区域内的最高等级，可打印张贴。',
  unit: '张',
  search: '图名、场所、企业',
  empty: '上传一张厂区或楼层平面图，把风险点拖到所在位置。',
  heading: 'name',
  labels: { ...fields.SitePlanDetail, region: '属地' },
  bodies: bodyFacts({ ...BODIES, create: 'SitePlanAdd' }),
  options: {},
  columns: [
    { key: 'name', width: 200 },
    { key: 'zone_count', as: 'number', width: 100 },
    { key: 'mark_count', as: 'number', width: 100 },
    { key: 'drawn_on', sortable: true },
    { key: 'revision', as: 'number', width: 90 },
    { key: 'site_name', width: 160 },
    { key: 'enterprise_name', width: 230 },
    'region_name',
    { key: 'metres', as: 'number', hidden: true },
  ],
  filters: [
    { key: 'drawn_on', input: 'dates' },
    { key: 'region', input: 'region' },
    { key: 'enterprise', input: 'enterprise', label: '企业' },
  ],
  sections: [
    {
      title: '基本情况',
      fields: [
        'enterprise_name', 'site_name', 'region_name', 'drawn_on', { key: 'revision', as: 'number' },
        { key: 'zone_count', as: 'number' }, { key: 'mark_count', as: 'number' }, { key: 'metres', as: 'number' },
        { key: 'north', as: 'number' },
      ],
    },
  ],
  create: { step: 'add', form: { site: 'site', ...FORM } },
  commands: { edit: FORM, end: { reason: 'textarea' } },
  danger: ['end'],
}, {}, permissions)
