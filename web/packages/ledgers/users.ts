import { labels } from '@changqian/api'
import { defineLedger } from '@changqian/ledger'
import { bodyFacts } from './bodies'
import type { Bodies, Schemas } from './bodies'

const { fields, permissions } = labels

const BODIES = { edit: 'AccountEdit' } as const

export default defineLedger<
  Schemas['Account'], Schemas['AccountForm'], Bodies<typeof BODIES> & { ask: object, link: object }, Schemas['AccountDetail']
>()({
  name: 'administration',
  path: 'users',
  title: '账号',
  purpose: '谁能登录、在哪个部门、有什么角色；授予角色、停用、重置密码、换手机号须经安全保密管理员批准。',
  unit: '个',
  search: '姓名、账号、部门、企业、完整手机号',
  empty: '新建账号时可以同时申请角色。',
  heading: 'name',
  labels: { ...fields.AccountDetail, state: '状态', role: '角色' },
  bodies: bodyFacts({ ...BODIES, create: 'AccountForm' }),
  options: { state: { active: '在用', dismissed: '已停用' } },
  columns: [
    { key: 'name', width: 140, sortable: true },
    { key: 'username', width: 140, sortable: true },
    { key: 'phone', width: 130 },
    { key: 'department_name', width: 160 },
    { key: 'role_names', as: 'list', width: 260 },
    { key: 'is_active', label: '状态', width: 130 },
    { key: 'last_sign_in', as: 'datetime', sortable: true },
    { key: 'created_at', hidden: true },
  ],
  filters: [
    { key: 'state', input: 'select' },
    { key: 'department', input: 'dictionary', dictionary: 'departments', label: '部门' },
    { key: 'is_online', input: 'switch', label: '在线' },
  ],
  sections: [
    {
      title: '账号',
      fields: [
        'username', 'phone', 'department_name', { key: 'last_sign_in', as: 'datetime' }, { key: 'created_at', as: 'datetime' },
      ],
    },
  ],
  create: {
    step: 'create_user',
    form: {
      name: 'text', username: 'text', phone: 'text',
      department: { input: 'dictionary', dictionary: 'departments', label: '部门' },
      roles: { input: 'lines', group: '申请的角色', label: '角色' },
      reason: { input: 'textarea' },
    },
  },
  commands: {
    ask: {},
    link: {},
    edit: { name: 'text', department: { input: 'dictionary', dictionary: 'departments', label: '部门' } },
  },
  permissions: { edit: 'edit_user', link: 'issue_link' },
  stepLabels: { ask: '提出申请', link: '签发登录链接', edit: '修改资料' },
  fits: { ask: (row) => !row.erased_at, edit: (row) => !row.erased_at, link: (row) => !!row.is_active },
  listed: [],
  history: false,
}, {}, permissions)
