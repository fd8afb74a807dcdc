import { labels } from '@changqian/api'
import { defineLedger, today } from '@changqian/ledger'
import { bodyFacts } from './bodies'
import type { Bodies, Schemas } from './bodies'

const { fields, options, permissions, titles } = labels

const BODIES = { hang: 'WhistleChannelHang', amend: 'WhistleChannelAmend', close: 'EndInput' } as const
const REACHED = ['qr', 'app', 'in_person']

const FORM = {
  way: { input: 'select', help: '选“二维码”的，保存后生成吹哨二维码，打印张贴即可；扫码吹哨不需要账号。' },
  value: {
    input: 'text', placeholder: '电话、邮箱、微信号或信箱位置', required: true,
    when: ({ way }: Readonly<Record<string, unknown>>) => !REACHED.includes(String(way)),
  },
  contact: 'text',
  department: 'text',
  place: { input: 'text', placeholder: '例如：一号车间东门公告栏' },
} as const

export default defineLedger<
  Schemas['WhistleChannel'], Schemas['WhistleChannelForm'], Bodies<typeof BODIES>, Schemas['WhistleChannelDetail']
>()({
  name: 'whistle',
  path: 'whistle-channels',
  title: titles.WhistleChannel,
  purpose: '员工从哪里吹哨、贴在哪里；张贴后拍照登记。',
  unit: '处',
  search: '号码、位置、联系人、企业',
  empty: '先登记一个二维码，打印后贴在员工常经过的地方。',
  heading: 'place',
  labels: { ...fields.WhistleChannelDetail, region: '属地', posted: '已张贴' },
  bodies: bodyFacts({ ...BODIES, create: 'WhistleChannelForm' }),
  options: { way: options.WhistleWay },
  columns: [
    { key: 'place', width: 220 },
    { key: 'way', width: 96 },
    { key: 'value', width: 170 },
    { key: 'posted_on', sortable: true, width: 120 },
    { key: 'contact', width: 110 },
    { key: 'site_name', width: 140 },
    { key: 'enterprise_name', width: 240 },
    'region_name',
    { key: 'department', hidden: true },
  ],
  filters: [
    { key: 'way', input: 'multiselect' },
    { key: 'posted', input: 'switch' },
    { key: 'region', input: 'region' },
    { key: 'enterprise', input: 'enterprise', label: '企业' },
  ],
  sections: [
    {
      title: '途径',
      fields: ['way', 'value', 'contact', 'department', 'place', 'posted_on', 'enterprise_name', 'site_name', 'region_name'],
    },
  ],
  create: { step: 'open', form: { site: 'site', ...FORM } },
  commands: {
    hang: { posted_on: { input: 'date', initial: today }, photos: { input: 'photos', label: '张贴照片', required: true } },
    amend: FORM,
    close: { reason: 'textarea' },
  },
  explain: { close: '停用后二维码随之失效，请把张贴物取下。' },
  listed: ['hang'],
  danger: ['close'],
}, {}, permissions)
