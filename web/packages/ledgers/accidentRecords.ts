import { labels } from '@changqian/api'
import { defineLedger, thisMinute, today } from '@changqian/ledger'
import { bodyFacts } from './bodies'
import type { Bodies, Schemas } from './bodies'

const { fields, options, permissions, steps, titles } = labels

const BODIES = {
  correct: 'AccidentCorrect',
  tell: 'AccidentTell',
  investigate: 'AccidentInvestigate',
  extend: 'AccidentExtend',
  conclude: 'AccidentConclude',
  close: 'AccidentClose',
  end: 'EndInput',
} as const

/** The types of the norm in force. */
export const TYPES = 'accident_types'
const after = (...reached: string[]) => ({ status }: { status?: string }): boolean => reached.includes(status ?? '')

const FORM = {
  happened_at: 'datetime',
  location: { input: 'text', placeholder: '例如：二车间 3 号冲床' },
  kind: { input: 'dictionary', dictionary: TYPES },
  description: { input: 'textarea', placeholder: '什么时间、什么作业、怎样发生、现场情况' },
  title: { input: 'text', help: '不填时按地点和经过生成。' },
  deaths: { input: 'number', min: 0, unit: '人', group: '伤亡和损失' },
  missing: { input: 'number', min: 0, unit: '人', help: '找到以前按死亡判定等级，找到后更正。' },
  serious: { input: 'number', min: 0, unit: '人', help: '包括急性工业中毒（条例第三条）。' },
  minor: { input: 'number', min: 0, unit: '人' },
  loss: { input: 'money', unit: '万元' },
  measures: { input: 'textarea', group: '处置' },
  photos: 'photos',
} as const

export default defineLedger<Schemas['Accident'], Schemas['AccidentForm'], Bodies<typeof BODIES>, Schemas['AccidentDetail']>()({
  name: 'accidents',
  title: titles.Accident,
  purpose: '发生了什么、报没报、谁来调查、四不放过做到没有。',
  unit: '起事故',
  search: '名称、地点、经过、企业',
  empty: '发生事故立即登记，企业负责人接报后 1 小时内上报；轻伤和险情也在这里登记。',
  heading: 'title',
  labels: { ...fields.AccidentDetail, region: '属地', late: '调查逾期', month: '月份' },
  bodies: bodyFacts({ ...BODIES, create: 'AccidentForm' }),
  options: {
    level: options.AccidentsLevel, status: options.AccidentsStatus, investigator: options.AccidentsInvestigator,
    nature: options.AccidentsNature,
  },
  columns: [
    { key: 'title', width: 260 },
    { key: 'level', as: 'status', width: 128 },
    'status',
    { key: 'kind', dictionary: TYPES, width: 140 },
    { key: 'happened_at', as: 'datetime', sortable: true, width: 150 },
    { key: 'deaths', as: 'number', width: 80, label: '死亡' },
    { key: 'serious', as: 'number', width: 80, label: '重伤' },
    { key: 'minor', as: 'number', width: 80, label: '轻伤' },
    { key: 'due_on', as: 'deadline', sortable: true, width: 160 },
    { key: 'enterprise_name', width: 230 },
    'region_name',
    { key: 'investigator', width: 150, hidden: true },
    { key: 'loss', as: 'number', sortable: true, hidden: true },
    { key: 'told_at', as: 'datetime', hidden: true, width: 150 },
    { key: 'told_late', as: 'yesno', hidden: true },
    { key: 'nature', hidden: true, width: 140 },
    { key: 'location', hidden: true },
    { key: 'site_name', hidden: true },
    { key: 'closed_on', as: 'date', hidden: true },
  ],
  filters: [
    { key: 'level', input: 'multiselect' },
    { key: 'status', input: 'multiselect' },
    { key: 'kind', input: 'dictionary', dictionary: TYPES },
    { key: 'happened_on', input: 'dates', label: '发生日期' },
    { key: 'region', input: 'region' },
    { key: 'late', input: 'switch' },
    { key: 'told_late', input: 'switch' },
    { key: 'investigator', input: 'multiselect' },
    { key: 'month', input: 'month' },
    { key: 'enterprise', input: 'enterprise', label: '企业' },
  ],
  ordering: '-happened_at',
  tones: {
    reported: 'bad', investigating: 'caution', concluded: 'brand', closed: 'good',
    below: 'plain', general: 'caution', larger: 'bad', major: 'bad', gravest: 'bad',
  },
  sections: [
    {
      title: '事故概况',
      fields: [
        { key: 'happened_at', as: 'datetime' }, 'location', { key: 'kind', dictionary: TYPES }, { key: 'level', as: 'status' },
        'enterprise_name', 'site_name', 'region_name', 'description', { key: 'deaths', as: 'number' }, { key: 'missing', as: 'number' },
        { key: 'serious', as: 'number' }, { key: 'minor', as: 'number' }, { key: 'loss', as: 'number' }, 'measures',
      ],
    },
    {
      title: '报告',
      fields: [
        { key: 'known_at', as: 'datetime' }, { key: 'report_by', as: 'datetime' }, { key: 'told_at', as: 'datetime' }, 'told_to',
        { key: 'told_late', as: 'yesno' },
      ],
    },
    {
      title: '调查处理',
      when: after('investigating', 'concluded', 'closed'),
      fields: [
        'investigator', 'team', { key: 'due_on', as: 'date' }, { key: 'more_days', as: 'number' }, 'nature', 'direct_cause',
        'indirect_cause', { key: 'concluded_on', as: 'date' },
      ],
    },
    {
      title: '四不放过',
      when: after('closed'),
      fields: ['handled', 'rectified', 'educated', { key: 'closed_on', as: 'date' }],
    },
  ],
  create: { step: 'report', form: { site: 'site', ...FORM, happened_at: { input: 'datetime', initial: thisMinute } } },
  commands: {
    tell: {
      told_at: { input: 'datetime', initial: thisMinute },
      told_to: { input: 'text', placeholder: '例如：武进区应急管理局' },
    },
    investigate: { team: { input: 'text', placeholder: '例如：应急、公安、工会、人社' } },
    conclude: {
      nature: 'radio',
      direct_cause: 'textarea',
      indirect_cause: 'textarea',
      concluded_on: { input: 'date', initial: today },
      papers: 'files',
    },
    close: {
      handled: { input: 'textarea', placeholder: '对责任人员、责任单位的处理' },
      rectified: { input: 'textarea', placeholder: '整改措施及落实、验证情况' },
      educated: { input: 'textarea', placeholder: '对责任人和职工的教育情况' },
    },
    correct: FORM,
    extend: { more_days: { input: 'number', min: 1, max: 60, unit: '天' } },
    end: { reason: 'textarea' },
  },
  explain: {
    tell: '单位负责人接到报告后，应当于 1 小时内向县级以上应急管理部门和有关部门报告（条例第九条）；时间以第一次上报为准。',
    correct: '自事故发生之日起 30 日内（道路交通、火灾 7 日内）伤亡人数有变化的，应当及时补报（条例第十三条）。等级随之重新判定。',
    investigate: '特别重大、重大、较大、一般事故分别由国务院、省、设区的市、县级人民政府组织调查；未造成人员伤亡的，可以由企业调查（条例第十九条）。',
    extend: '经负责调查的人民政府批准，延长最长不超过 60 日（条例第二十九条）。',
    conclude: '事故性质、直接原因和间接原因，依调查报告填写（条例第三十条）。',
    close: '原因未查清、责任人员未处理、整改措施未落实、有关人员未受到教育的，不能结案。',
    end: '只用于误报；开始调查后不能撤销。',
  },
  listed: ['tell', 'investigate', 'conclude', 'close'],
  danger: ['end'],
}, steps.accidents, permissions)
