import { labels } from '@changqian/api'
import { defineLedger } from '@changqian/ledger'
import { bodyFacts } from './bodies'
import type { Bodies, Schemas } from './bodies'

const { fields, options, permissions } = labels

const BODIES = { change_role: 'MembershipChangeRole', remove: 'MembershipRemove' } as const
const { principal: _, ...GIVEN } = options.JoiningPlace

export default defineLedger<Schemas['Membership'], object, Bodies<typeof BODIES>, Schemas['MembershipDetail']>()({
  name: 'joining',
  path: 'members',
  title: '成员',
  purpose: '谁能以本企业的身份登录、担任什么、怎么来的；移除后对方立刻看不到企业内容。',
  unit: '人',
  search: '姓名',
  empty: '点“邀请成员”，用手机号或二维码把安管员和员工请进来。',
  heading: 'name',
  labels: { ...fields.MembershipDetail, former: '曾经的成员' },
  bodies: bodyFacts(BODIES),
  options: { place: options.JoiningPlace, how: options.JoiningHow },
  columns: [
    { key: 'name', width: 140 },
    { key: 'place', width: 130 },
    { key: 'phone', width: 140 },
    { key: 'enterprise_name', width: 240 },
    { key: 'how', width: 130 },
    { key: 'invited_by_name', width: 120 },
    { key: 'since', as: 'date', sortable: true, width: 120 },
    { key: 'active', as: 'yesno', hidden: true },
    { key: 'ended_at', hidden: true },
    { key: 'end_reason', hidden: true },
  ],
  filters: [
    { key: 'place', input: 'multiselect' },
    { key: 'how', input: 'multiselect' },
    { key: 'enterprise', input: 'enterprise', label: '企业' },
    { key: 'region', input: 'region', label: '属地' },
    { key: 'former', input: 'switch' },
  ],
  sections: [
    {
      title: '成员',
      fields: [
        { key: 'place' }, 'phone', 'enterprise_name', { key: 'how' }, 'invited_by_name', { key: 'since', as: 'datetime' },
        { key: 'active', as: 'yesno' }, 'ended_at', 'end_reason',
      ],
    },
  ],
  commands: {
    change_role: { place: { input: 'radio', options: GIVEN, label: '改任' } },
    remove: { reason: 'textarea' },
  },
  explain: {
    change_role: '立即生效，对方会收到消息。主要负责人用“移交”产生。',
    remove: '立即失去企业的全部权限，办过的记录保留；人员台账里的离职请另行登记。',
  },
  fits: {
    change_role: (row) => row.place !== 'principal' && !row.ended_at,
    remove: (row) => row.place !== 'principal' && !row.ended_at,
  },
  danger: ['remove'],
}, {}, permissions)
