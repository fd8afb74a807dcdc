import { labels } from '@changqian/api'
import { defineLedger } from '@changqian/ledger'
import type { Schemas } from './bodies'

const { fields, options, permissions, titles } = labels

export default defineLedger<Schemas['DeviceEntry']>()({
  name: 'recorders',
  path: 'recorder-log',
  title: titles.DeviceEntry,
  purpose: '每台记录仪什么时候上线、离线，接入为什么被拒绝，画面为什么打不开，远程操作结果怎样。',
  search: '说明、记录仪、编码',
  empty: '记录仪接入以后，上线、离线和远程操作会记在这里。',
  heading: 'recorder_name',
  labels: { ...fields.DeviceEntry, department: '所属单位', region: '属地' },
  options: { kind: options.RecordersTold },
  columns: [
    { key: 'at', as: 'datetime', width: 160, sortable: true },
    { key: 'recorder_name', width: 160 },
    { key: 'kind', as: 'status', width: 130 },
    { key: 'text', width: 420 },
    { key: 'department_name', width: 200 },
    { key: 'recorder_number', width: 190, hidden: true },
  ],
  filters: [
    { key: 'recorder', input: 'recorder' },
    { key: 'kind', input: 'multiselect' },
    { key: 'at', input: 'dates' },
    { key: 'department', input: 'dictionary', dictionary: 'departments' },
    { key: 'region', input: 'region' },
  ],
  ordering: '-at',
  tones: { came: 'good', done: 'good', went: 'plain', refused: 'bad', no_picture: 'caution', failed: 'bad', moved: 'plain', catalogue: 'plain' },
  sections: [
    {
      title: '日志',
      fields: [
        { key: 'at', as: 'datetime' }, { key: 'kind', as: 'status' }, 'recorder_name', 'recorder_number', 'department_name', 'text',
      ],
    },
  ],
  commands: {},
  whole: true,
}, {}, permissions)
