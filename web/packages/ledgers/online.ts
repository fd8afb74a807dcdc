import { labels } from '@changqian/api'
import { defineLedger } from '@changqian/ledger'
import { bodyFacts } from './bodies'
import type { Bodies, Schemas } from './bodies'

const { fields, permissions } = labels

const BODIES = { end: 'KickInput' } as const

export default defineLedger<Schemas['Online'], object, Bodies<typeof BODIES>>()({
  name: 'administration',
  path: 'online',
  title: '在线用户',
  purpose: '现在登录着的人；可疑的可以强制下线。以前的登录由安全审计员在登录日志中查看。',
  unit: '处',
  search: '姓名、账号、地址',
  heading: 'name',
  labels: { ...fields.Online },
  bodies: bodyFacts(BODIES),
  options: {},
  columns: [
    { key: 'name', width: 140 },
    { key: 'username', width: 140 },
    { key: 'department_name', width: 160 },
    { key: 'address', width: 150 },
    { key: 'last_input_at', as: 'ago', sortable: true },
    { key: 'started_at', sortable: true },
    { key: 'agent', hidden: true, width: 300 },
  ],
  filters: [],
  sections: [
    {
      title: '登录',
      fields: [
        'username', 'department_name', 'address', { key: 'started_at', as: 'datetime' },
        { key: 'last_input_at', as: 'datetime' }, 'agent',
      ],
    },
  ],
  commands: { end: { reason: 'textarea' } },
  permissions: { end: 'end_session' },
  stepLabels: { end: '强制下线' },
  explain: { end: '立即退出登录，没有提交的内容留在对方的电脑上。' },
  whole: true,
  history: false,
}, {}, permissions)
