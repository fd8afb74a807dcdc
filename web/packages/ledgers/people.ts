import { labels } from '@changqian/api'
import { defineLedger } from '@changqian/ledger'
import { bodyFacts } from './bodies'
import type { Bodies, Schemas } from './bodies'

const { fields, options, permissions, titles } = labels

const BODIES = { edit: 'PersonEdit', leave: 'PersonLeave', link: 'PersonLink', end: 'EndInput' } as const

const FORM = {
  name: 'text',
  roles: 'multiselect',
  site: 'site',
  workshop: 'text',
  post: 'text',
  phone: 'text',
  id_number: { input: 'text', help: '加密保存，只显示首尾几位。' },
  joined_on: 'date',
  duties: 'textarea',
} as const

export default defineLedger<Schemas['Person'], Schemas['PersonForm'], Bodies<typeof BODIES>, Schemas['PersonDetail']>()({
  name: 'people',
  title: titles.Person,
  purpose: '谁在什么岗位、负什么责、证书到期没有。',
  unit: '人',
  search: '姓名、手机号、企业',
  empty: '先登记主要负责人和安管员，再登记各岗位人员。',
  labels: { ...fields.PersonDetail, left: '已离职', linked: '有账号', role: '岗位角色', region: '属地' },
  bodies: bodyFacts({ ...BODIES, create: 'PersonForm' }),
  options: { roles: options.PeopleRole, role: options.PeopleRole },
  columns: [
    { key: 'name', width: 120, sortable: true },
    { key: 'roles', as: 'list', width: 200 },
    { key: 'enterprise_name', width: 240 },
    'site_name',
    'workshop',
    'post',
    { key: 'phone', width: 140 },
    'username',
    { key: 'joined_on', hidden: true },
    { key: 'left_on', hidden: true },
  ],
  filters: [
    { key: 'role', input: 'multiselect' },
    { key: 'region', input: 'region' },
    { key: 'linked', input: 'switch' },
    { key: 'enterprise', input: 'enterprise', label: '企业' },
    { key: 'left', input: 'switch' },
  ],
  sections: [
    {
      title: '基本情况',
      fields: [
        { key: 'roles', as: 'list' }, 'enterprise_name', 'site_name', 'workshop', 'post', { key: 'phone', sealed: 'people.Person' },
        { key: 'id_number', sealed: 'people.Person' }, 'username',
        'joined_on', 'left_on', 'duties',
      ],
    },
  ],
  create: { step: 'add', form: { enterprise: 'enterprise', ...FORM } },
  commands: {
    edit: FORM,
    link: { username: { input: 'text', help: '本企业人员的登录账号；清空则解除关联。' } },
    leave: { left_on: 'date' },
    end: { reason: 'textarea' },
  },
  fits: { leave: (row) => !row.left_on },
  explain: { leave: '离职后不再能被指定为责任人，历史记录保留。', end: '只用于误录；离职请用“登记离职”。' },
  stepLabels: { edit: '修改信息' },
  listed: ['edit', 'leave'],
  danger: ['end'],
}, {}, permissions)
