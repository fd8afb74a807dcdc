import { labels } from '@changqian/api'
import { defineLedger } from '@changqian/ledger'
import { bodyFacts } from './bodies'
import type { Bodies, Schemas } from './bodies'

const { fields, options, permissions, titles } = labels

const BODIES = { deal: 'AlarmDeal' } as const

export default defineLedger<Schemas['Alarm'], object, Bodies<typeof BODIES>>()({
  name: 'recorders',
  path: 'recorder-alarms',
  title: titles.Alarm,
  purpose: '记录仪发出的告警，处理以后地图上不再显示红色。',
  search: '告警、描述、记录仪、处理结果',
  empty: '执法人员按下报警键，或者设备自己发出告警时，会出现在这里和地图上。',
  heading: 'label',
  labels: { ...fields.Alarm, department: '所属单位', region: '属地' },
  bodies: bodyFacts(BODIES),
  options: { status: options.RecordersAlarmStatus },
  columns: [
    { key: 'label', width: 170 },
    { key: 'status', width: 96 },
    { key: 'recorder_name', width: 160 },
    { key: 'happened_at', width: 172, sortable: true },
    { key: 'description', width: 220 },
    { key: 'department_name', width: 190 },
    { key: 'result', width: 200 },
    { key: 'dealt_at', hidden: true },
    { key: 'priority', as: 'number', hidden: true },
  ],
  filters: [
    { key: 'status', input: 'multiselect' },
    { key: 'recorder', input: 'recorder' },
    { key: 'happened_at', input: 'dates' },
    { key: 'department', input: 'dictionary', dictionary: 'departments' },
    { key: 'region', input: 'region' },
  ],
  ordering: '-happened_at',
  tones: { open: 'bad', dealt: 'good' },
  sections: [
    {
      title: '告警',
      fields: ['happened_at', 'recorder_name', 'department_name', { key: 'priority', as: 'number' }, 'description', 'lon', 'lat'],
    },
    { title: '处理', when: (row) => row.status === 'dealt', fields: ['dealt_at', 'result'] },
  ],
  commands: { deal: { result: { input: 'textarea', placeholder: '联系了谁、情况怎样、怎样处置' } } },
  fits: { deal: (row) => row.status === 'open' },
  explain: { deal: '这台记录仪的告警都处理以后，地图上恢复正常。' },
}, {}, permissions)
