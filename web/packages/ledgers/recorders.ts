import { labels } from '@changqian/api'
import { defineLedger, thisMinute } from '@changqian/ledger'
import { bodyFacts } from './bodies'
import type { Bodies, Schemas } from './bodies'

const { fields, options, permissions, steps, titles } = labels

const BODIES = {
  hand_out: 'RecorderHandOut',
  take_back: 'RecorderTakeBack',
  edit: 'RecorderEdit',
  stop: 'RecorderStop',
  resume: 'RecorderResume',
  end: 'EndInput',
} as const

const PAPERS = {
  name: { input: 'text', placeholder: '例如：执法记录仪001', group: '设备' },
  department: {
    input: 'dictionary', dictionary: 'departments', required: true, help: '本单位和上级能看到这台记录仪；只有本单位的人能领用。',
  },
  model: { input: 'recorder_model', help: '没有要选的型号时，先在“记录仪型号”里登记。' },
  serial_number: { input: 'text', placeholder: '机身或包装上的序列号' },
  bought_on: 'date',
  note: 'textarea',
} as const

const ACCESS = {
  channels: { input: 'number', min: 1, max: 16, initial: 1, unit: '路', group: '接入', help: '执法记录仪一般为 1 路；占用接入许可。' },
  media: { input: 'radio', initial: 'udp', help: '画面经常花屏、断开时改为 TCP。' },
  digest: { input: 'radio', initial: 'md5', help: '多数设备只认 MD5；设备说明书写明支持时再改。' },
  charset: { input: 'radio', initial: '', help: '通道名称显示为乱码时改为设备实际用的字符集。' },
} as const

export default defineLedger<
  Schemas['Recorder'], Schemas['RecorderForm'], Bodies<typeof BODIES>, Schemas['RecorderDetail']
>()({
  name: 'recorders',
  title: titles.Recorder,
  purpose: '每台记录仪归哪个单位、谁在用、是否在线、在哪里。',
  unit: '台',
  search: '名称、编码、序号、持有人、单位、型号',
  empty: '登记一台，在设备里填好接入参数和同样的密码，几秒后就会上线；很多台时从 Excel 导入。',
  heading: 'name',
  labels: {
    ...fields.RecorderDetail, region: '属地', presence: '在线情况', held: '已领用', alarmed: '有未处理告警',
  },
  bodies: bodyFacts({ ...BODIES, create: 'RecorderForm' }),
  options: {
    status: options.RecordersStatus, media: options.RecordersMedia, digest: options.RecordersDigest,
    charset: options.RecordersCharset,
  },
  columns: [
    { key: 'name', width: 150, sortable: true },
    { key: 'online', label: '在线情况', width: 118 },
    { key: 'wearer_name', width: 100 },
    { key: 'department_name', width: 190 },
    { key: 'model_name', width: 120 },
    { key: 'explosion_proof', as: 'yesno', width: 70 },
    { key: 'located_at', as: 'ago', width: 116 },
    { key: 'alarm_at', as: 'ago', width: 122 },
    { key: 'status', width: 80 },
    { key: 'number', width: 190, sortable: true, hidden: true },
    { key: 'serial_number', hidden: true },
    { key: 'maker', hidden: true },
    { key: 'since', as: 'datetime', hidden: true },
    { key: 'channels', as: 'number', hidden: true },
    { key: 'media', hidden: true },
    { key: 'region_name', hidden: true },
    { key: 'bought_on', sortable: true, hidden: true },
  ],
  filters: [
    { key: 'presence', input: 'select', options: { online: '在线', offline: '离线', never: '从未接入' } },
    { key: 'department', input: 'dictionary', dictionary: 'departments' },
    { key: 'status', input: 'multiselect' },
    { key: 'model', input: 'recorder_model' },
    { key: 'held', input: 'switch' },
    { key: 'alarmed', input: 'switch' },
    { key: 'explosion_proof', input: 'switch' },
    { key: 'region', input: 'region' },
  ],
  ordering: 'name',
  tones: { in_use: 'good', stopped: 'plain' },
  sections: [
    {
      title: '设备',
      fields: [
        'number', 'serial_number', 'department_name', 'wearer_name', 'maker', 'model_name', { key: 'explosion_proof', as: 'yesno' },
        'region_name', 'bought_on', 'note',
      ],
    },
    {
      title: '接入',
      fields: [
        { key: 'since', as: 'datetime' }, 'reason', 'address', 'transport', 'protocol', 'agent',
        { key: 'channels', as: 'number' }, 'media', 'digest', 'charset',
      ],
    },
    { title: '位置', when: (row) => Boolean(row.located_at), fields: [{ key: 'located_at', as: 'ago' }, 'lon', 'lat'] },
  ],
  create: {
    step: 'register',
    form: {
      number: {
        input: 'text', placeholder: '32040000001327000001', group: '身份', help: '20 位国标编码，与设备里填的一致；登记后不能修改。',
      },
      password: { input: 'password', help: '8 至 64 位；设备里要填同样的密码，保存后不再显示。' },
      ...PAPERS,
      ...ACCESS,
    },
  },
  commands: {
    hand_out: {
      wearer: { input: 'dictionary', dictionary: 'wearers', required: true, help: '所属单位在用的账号。' },
      at: { input: 'datetime', initial: thisMinute },
    },
    take_back: { at: { input: 'datetime', initial: thisMinute } },
    edit: {
      ...PAPERS,
      ...ACCESS,
      password: { input: 'password', placeholder: '不改就不填', help: '改了这里，设备里也要改成同样的密码，否则接入会被拒绝。' },
    },
    stop: {},
    resume: {},
    end: { reason: 'textarea' },
  },
  fits: { take_back: (row) => row.wearer !== null },
  explain: {
    hand_out: '换人使用时直接选新的持有人，原持有人在同一时刻归还。',
    stop: '停用后设备不能接入，正在看的画面随即断开，接入许可空出来。',
    resume: '恢复后设备可以接入，占用接入许可。',
    end: '报废后不能恢复；正由人持有的随同归还，持有记录、日志和轨迹保留。',
  },
  danger: ['stop', 'end'],
}, steps.recorders, permissions)
