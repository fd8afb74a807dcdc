import { labels } from '@changqian/api'
import { defineLedger, today } from '@changqian/ledger'
import { bodyFacts } from './bodies'
import type { Bodies, Schemas } from './bodies'

const { fields, options, permissions, steps, titles } = labels

const BODIES = {
  edit: 'RegulationEdit',
  consult: 'RegulationConsult',
  record_opinion: 'RegulationRecordOpinion',
  conclude: 'RegulationConclude',
  approve: 'RegulationApprove',
  publish: 'RegulationPublish',
  train: 'RegulationTrain',
  review: 'RegulationReview',
  revise: 'RegulationRevise',
  send_back: 'RegulationSendBack',
  discard: 'EndInput',
  repeal: 'RegulationRepeal',
  end: 'EndInput',
} as const

const FORM = {
  category: { input: 'select', group: '制度' },
  title: { input: 'text', placeholder: '例如：安全生产教育和培训制度' },
  code: { input: 'text', placeholder: '例如：AQ-05' },
  department: { input: 'text', placeholder: '例如：安环部' },
  responsible: { input: 'person', help: '在“人员”里登记过的在册人员。' },
  text: { input: 'textarea', group: '内容', help: '每条以“第一条”这样的条号开头，修订时可以逐条对照；也可以只上传文件。' },
  originals: { input: 'files', help: 'Word 或 PDF。' },
} as const

const TWO_WEEKS = 14 * 86_400_000
type Regulation = Schemas['Regulation']
const standing = ({ edition }: Regulation): boolean => edition !== null

export default defineLedger<Regulation, Schemas['RegulationForm'], Bodies<typeof BODIES>, Schemas['RegulationDetail']>()({
  name: 'regulations',
  title: titles.Regulation,
  purpose: '该有哪些制度、现行的是哪一版、征求过谁的意见、什么时候该评审。',
  unit: '项',
  search: '制度名称、编号、企业',
  empty: '先看“应建制度”里缺哪几类，再编制；已有的可以从 Excel 导入。',
  heading: 'title',
  labels: { ...fields.RegulationDetail, overdue: '评审逾期', standing: '有现行版本', region: '属地', unread: '我还没有学习' },
  bodies: bodyFacts({ ...BODIES, create: 'RegulationForm' }),
  options: {
    category: options.RegulationsCategory, status: options.RegulationsStatus, voice: options.RegulationsVoice,
    conclusion: options.RegulationsConclusion, cause: options.RegulationsCause,
  },
  columns: [
    { key: 'title', width: 250 },
    'status',
    { key: 'category', width: 220 },
    { key: 'edition', as: 'number', width: 92 },
    { key: 'effective_on', as: 'date', sortable: true, width: 120 },
    { key: 'review_due_on', as: 'deadline', sortable: true, width: 172 },
    { key: 'department', width: 110 },
    { key: 'responsible_name', width: 100 },
    { key: 'enterprise_name', width: 230 },
    { key: 'code', hidden: true },
    { key: 'reviewed_on', hidden: true },
    { key: 'repealed_on', hidden: true },
  ],
  filters: [
    { key: 'category', input: 'multiselect' },
    { key: 'status', input: 'multiselect' },
    { key: 'overdue', input: 'switch' },
    { key: 'standing', input: 'switch' },
    { key: 'region', input: 'region' },
    { key: 'effective_on', input: 'dates' },
    { key: 'enterprise', input: 'enterprise', label: '企业' },
  ],
  tones: { drafting: 'plain', consulting: 'brand', reviewing: 'caution', approved: 'caution', in_force: 'good', repealed: 'plain' },
  sections: [
    {
      title: '基本情况',
      fields: [
        'category', 'code', 'department', 'responsible_name', 'enterprise_name', { key: 'edition', as: 'number' },
        'effective_on', 'reviewed_on', { key: 'review_due_on', as: 'deadline' },
      ],
    },
    { title: '废止', when: ({ status }) => status === 'repealed', fields: ['repealed_on', 'repealed_because'] },
  ],
  create: { step: 'draft', form: { enterprise: 'enterprise', ...FORM } },
  commands: {
    edit: FORM,
    consult: { consulted_until: { input: 'date', initial: () => today(Date.now() + TWO_WEEKS) } },
    record_opinion: {
      voice: 'radio',
      by: { input: 'text', placeholder: '例如：工会主席 李建国' },
      said: { input: 'textarea', placeholder: '没有意见的写“无意见”' },
      said_on: { input: 'date', initial: today },
      notes: { input: 'files', help: '会议记录、签字表的扫描件。' },
    },
    conclude: {},
    approve: { approver: 'text', opinion: 'textarea' },
    publish: { effective_on: { input: 'date', initial: today } },
    train: {
      held_on: { input: 'date', initial: today },
      content: { input: 'textarea', placeholder: '讲了哪些章节、怎样考核' },
      teacher: 'text',
      attendees: 'people',
      others: { input: 'number', min: 0, unit: '人' },
      sheets: 'files',
    },
    review: { reviewed_on: { input: 'date', initial: today }, reviewers: 'text', conclusion: 'radio', note: 'textarea' },
    revise: { cause: 'select', note: { input: 'textarea', placeholder: '改哪些、为什么改' } },
    send_back: { opinion: 'textarea' },
    discard: { reason: 'textarea' },
    repeal: { repealed_on: { input: 'date', initial: today }, repealed_because: 'textarea' },
    end: { reason: 'textarea' },
  },
  permissions: { record_opinion: 'answer' },
  stepLabels: { record_opinion: '登记意见' },
  explain: {
    consult: '制定或者修改安全生产规章制度，应当听取工会的意见（《安全生产法》第七条）。全体有账号的员工会收到消息，可以在手机上提意见。',
    conclude: '工会意见已登记、每条意见都有答复后才能结束。',
    publish: '发布后这一版的文字和文件不能再改，要改请修订；有账号的员工会收到学习提醒。',
    revise: '从现行版本的文字开始修改；新版发布前，现行版本继续有效。',
    send_back: '退回后重新征求意见、重新审核。',
    review: '每三年至少评审一次（期限待核）；结论为“继续适用”的，重新计算下次评审日期。',
    discard: '修订稿作废，现行版本继续有效。',
    repeal: '废止后不再有效，各版本和记录都保留。',
  },
  fits: {
    record_opinion: ({ status }) => status === 'consulting',
    discard: standing,
    end: (row) => !standing(row),
  },
  listed: ['edit', 'consult', 'approve', 'publish'],
  danger: ['repeal', 'end', 'discard'],
}, steps.regulations, permissions)
