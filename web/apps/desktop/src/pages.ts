/** The pages of the desktop: one line each makes the route, the menu entry and the tab. */
import {
  AlarmClock, Bell, BellFilled, Box, Calendar, Checked, Collection, Connection, Cpu, DataAnalysis, Document,
  DocumentChecked, DocumentDelete, Download, Files, Finished, FirstAidKit, Flag, FullScreen, Grid, Guide, HomeFilled,
  Key, Link, List, Location, LocationInformation, MapLocation, Medal, Memo, Monitor, Notebook, OfficeBuilding,
  Operation, Picture, Postcard, Present, Reading, School, SetUp, Share, Stamp, Suitcase, Switch, Tickets, Timer,
  TrendCharts, Umbrella, Unlock, Upload, User, UserFilled, VideoCamera, Warning, WarningFilled, WarnTriangleFilled,
} from '@element-plus/icons-vue'
import type { Component } from 'vue'
import Home from './pages/Home.vue'

export interface Page {
  path: string
  title: string
  icon: Component
  /** The user needs one of these; none: everybody who is signed in. */
  permissions?: readonly string[]
  component: Component | (() => Promise<unknown>)
  /** Reached from elsewhere, not from the menu. */
  unlisted?: boolean
  /** One thing of this page has a page and a tab of its own, /imports/12, instead of a drawer. */
  single?: { title: string, component: () => Promise<unknown> }
}

export interface Group { title: string, pages: Page[] }

export const HOME: Page = {
  path: '/', title: '首页', icon: HomeFilled, component: Home,
}

/** By task, at most two levels. */
export const GROUPS: Group[] = [
  {
    title: '监管总览',
    pages: [
      {
        path: '/overview', title: '区域总览', icon: DataAnalysis, permissions: ['enterprises.confirm_status'],
        component: () => import('./pages/Overview.vue'),
      },
      {
        path: '/analysis', title: '风控分析', icon: TrendCharts, permissions: ['enterprises.confirm_status'],
        component: () => import('./pages/Analysis.vue'),
      },
      {
        path: '/region-summaries', title: '地区月度小结', icon: Memo, permissions: ['enterprises.confirm_status'],
        component: () => import('./pages/RegionSummaries.vue'),
      },
      {
        path: '/map', title: '企业地图', icon: MapLocation, permissions: ['enterprises.view'],
        component: () => import('./pages/Map.vue'),
      },
    ],
  },
  {
    title: '风险管控',
    pages: [
      {
        path: '/industrial-firms', title: '风控工业企业', icon: Suitcase, permissions: ['industrial.view'],
        component: () => import('./pages/IndustrialFirms.vue'),
      },
      {
        path: '/risks', title: '风险点', icon: WarningFilled, permissions: ['risks.view'],
        component: () => import('./pages/Risks.vue'),
      },
      {
        path: '/risk-cards', title: '安全风险告知卡', icon: Postcard, permissions: ['risks.view'],
        component: () => import('./pages/RiskCards.vue'),
      },
      {
        path: '/site-plans', title: '四色分布图', icon: Picture, permissions: ['siteplans.view'],
        component: () => import('./pages/SitePlans.vue'),
        single: { title: '四色分布图', component: () => import('./siteplans/Plan.vue') },
      },
      {
        path: '/risk-changes', title: '管控变更', icon: Switch, permissions: ['risks.view'],
        component: () => import('./pages/RiskChanges.vue'),
      },
      {
        path: '/tasks', title: '月度风控任务', icon: List, permissions: ['risks.view'],
        component: () => import('./pages/Tasks.vue'),
      },
      {
        path: '/patrols', title: '巡查记录', icon: Tickets, permissions: ['checks.view'],
        component: () => import('./pages/Patrols.vue'),
      },
      {
        path: '/firm-summaries', title: '企业月度小结', icon: Calendar, permissions: ['summaries.view'],
        component: () => import('./pages/FirmSummaries.vue'),
      },
      {
        path: '/documents', title: '文档管理', icon: Files, permissions: ['documents.view'],
        component: () => import('./pages/Documents.vue'),
      },
      {
        path: '/codes', title: '常安码', icon: FullScreen, permissions: ['codes.view'],
        component: () => import('./pages/Codes.vue'),
      },
      {
        path: '/province-declarations', title: '风险报告', icon: Memo, permissions: ['province.view'],
        component: () => import('./pages/ProvinceDeclarations.vue'),
      },
      {
        path: '/province-points', title: '申报风险点', icon: Flag, permissions: ['province.view'],
        component: () => import('./pages/ProvincePoints.vue'),
      },
      {
        path: '/catalogue', title: '安全风险目录', icon: Notebook, permissions: ['risks.view'],
        component: () => import('./pages/Catalogue.vue'),
      },
    ],
  },
  {
    title: '隐患治理',
    pages: [
      {
        path: '/hazards', title: '隐患', icon: Document, permissions: ['hazards.view'],
        component: () => import('./pages/Hazards.vue'),
      },
    ],
  },
  {
    title: '吹哨奖',
    pages: [
      {
        path: '/whistles', title: '吹哨处理', icon: BellFilled, permissions: ['whistle.read'],
        component: () => import('./pages/Whistles.vue'),
      },
      {
        path: '/whistle-escalations', title: '上报的吹哨', icon: BellFilled, permissions: ['whistle.supervise'],
        component: () => import('./pages/WhistleEscalations.vue'),
      },
      {
        path: '/whistle-policies', title: '吹哨奖制度', icon: DocumentChecked, permissions: ['whistle.view'],
        component: () => import('./pages/WhistlePolicies.vue'),
      },
      {
        path: '/whistle-channels', title: '吹哨途径', icon: Guide, permissions: ['whistle.view'],
        component: () => import('./pages/WhistleChannels.vue'),
      },
      {
        path: '/whistle-bulletins', title: '奖励公示', icon: Present, permissions: ['whistle.view'],
        component: () => import('./pages/WhistleBulletins.vue'),
      },
    ],
  },
  {
    title: '执法监督',
    pages: [
      {
        path: '/live-wall', title: '实时画面', icon: Grid, permissions: ['recorders.watch'],
        component: () => import('./pages/LiveWall.vue'),
      },
      {
        path: '/recorder-map', title: '执法地图', icon: LocationInformation, permissions: ['recorders.view'],
        component: () => import('./pages/RecorderMap.vue'),
      },
      {
        path: '/recorder-alarms', title: '记录仪告警', icon: WarnTriangleFilled, permissions: ['recorders.view'],
        component: () => import('./pages/RecorderAlarms.vue'),
      },
      {
        path: '/recorders', title: '执法记录仪', icon: VideoCamera, permissions: ['recorders.view'],
        component: () => import('./pages/Recorders.vue'),
      },
      {
        path: '/recorder-log', title: '设备日志', icon: Tickets, permissions: ['recorders.view'],
        component: () => import('./pages/RecorderLog.vue'),
      },
      {
        path: '/recorder-models', title: '记录仪型号', icon: Box, permissions: ['recorders.view'],
        component: () => import('./pages/RecorderModels.vue'),
      },
    ],
  },
  {
    title: '应急管理',
    pages: [
      {
        path: '/drills', title: '应急演练', icon: AlarmClock, permissions: ['drills.view'],
        component: () => import('./pages/Drills.vue'),
      },
      {
        path: '/emergency-plans', title: '应急预案', icon: Files, permissions: ['drills.view'],
        component: () => import('./pages/EmergencyPlans.vue'),
      },
    ],
  },
  {
    title: '培训和作业',
    pages: [
      {
        path: '/training', title: '安全培训', icon: School, permissions: ['training.view'],
        component: () => import('./pages/Training.vue'),
      },
      {
        path: '/team-meetings', title: '班组安全活动', icon: Memo, permissions: ['teamwork.view'],
        component: () => import('./pages/TeamMeetings.vue'),
      },
      {
        path: '/work-permits', title: '特殊作业', icon: Tickets, permissions: ['permits.view'],
        component: () => import('./pages/WorkPermits.vue'),
      },
      {
        path: '/safety-projects', title: '建设项目三同时', icon: OfficeBuilding, permissions: ['projects.view'],
        component: () => import('./pages/SafetyProjects.vue'),
      },
    ],
  },
  {
    title: '事故管理',
    pages: [
      {
        path: '/accidents', title: '事故', icon: Warning, permissions: ['accidents.view'],
        component: () => import('./pages/Accidents.vue'),
      },
      {
        path: '/injuries', title: '工伤事故', icon: FirstAidKit, permissions: ['accidents.view'],
        component: () => import('./pages/Injuries.vue'),
      },
      {
        path: '/insurance-accidents', title: '安责险事故', icon: Umbrella, permissions: ['accidents.view'],
        component: () => import('./pages/InsuranceAccidents.vue'),
      },
      {
        path: '/accident-cases', title: '典型事故案例', icon: Reading, permissions: ['cases.view'],
        component: () => import('./pages/AccidentCases.vue'),
      },
    ],
  },
  {
    title: '设备设施',
    pages: [
      {
        path: '/equipment', title: '设备设施', icon: Cpu, permissions: ['equipment.view'],
        component: () => import('./pages/Equipment.vue'),
      },
      {
        path: '/plans', title: '巡检保养计划', icon: Calendar, permissions: ['plans.view'],
        component: () => import('./pages/Plans.vue'),
      },
      {
        path: '/plan-tasks', title: '巡检保养任务', icon: Finished, permissions: ['plans.view'],
        component: () => import('./pages/PlanTasks.vue'),
      },
      {
        path: '/check-ins', title: '巡检保养记录', icon: Tickets, permissions: ['checks.view'],
        component: () => import('./pages/CheckIns.vue'),
      },
      {
        path: '/guidance', title: '设备安全指导', icon: Reading, permissions: ['equipment.view'],
        component: () => import('./pages/Guidance.vue'),
      },
    ],
  },
  {
    title: '企业档案',
    pages: [
      {
        path: '/enterprises', title: '企业', icon: OfficeBuilding, permissions: ['enterprises.view'],
        component: () => import('./pages/Enterprises.vue'),
      },
      {
        path: '/enterprise-files', title: '企业档案', icon: Files, permissions: ['enterprises.view'],
        component: () => import('./pages/EnterpriseFiles.vue'),
        single: { title: '企业档案', component: () => import('./enterprises/File.vue') },
      },
      {
        path: '/sites', title: '场所', icon: Location, permissions: ['enterprises.view'],
        component: () => import('./pages/Sites.vue'),
      },
      {
        path: '/province-firms', title: '省系统企业名录', icon: Postcard, permissions: ['province.view'],
        component: () => import('./pages/ProvinceFirms.vue'),
      },
      {
        path: '/status-changes', title: '状态变更', icon: Switch, permissions: ['enterprises.confirm_status', 'enterprises.report_status'],
        component: () => import('./pages/Statuses.vue'),
      },
      {
        path: '/restructurings', title: '企业变更记录', icon: Connection,
        permissions: ['enterprises.confirm_status', 'enterprises.merge', 'enterprises.take_over'],
        component: () => import('./pages/Restructurings.vue'),
      },
      {
        path: '/claims', title: '认领审核', icon: Postcard, permissions: ['joining.confirm', 'joining.admit'],
        component: () => import('./pages/Claims.vue'),
      },
      {
        path: '/members', title: '成员', icon: UserFilled, permissions: ['joining.invite', 'joining.confirm'],
        component: () => import('./pages/Members.vue'),
      },
      {
        path: '/professionals', title: '专家与机构', icon: Medal, permissions: ['professionals.approve', 'enterprises.merge'],
        component: () => import('./pages/Professionals.vue'),
      },
      {
        path: '/organisations', title: '安全管理机构', icon: Operation, permissions: ['organisation.view'],
        component: () => import('./pages/Organisations.vue'),
        single: { title: '组织机构图', component: () => import('./organisation/OrganisationChart.vue') },
      },
      {
        path: '/staffing', title: '机构与人员分析', icon: TrendCharts, permissions: ['organisation.view'],
        component: () => import('./pages/Staffing.vue'),
      },
      {
        path: '/posts', title: '岗位责任', icon: Suitcase, permissions: ['posts.view'],
        component: () => import('./pages/Posts.vue'),
      },
      {
        path: '/post-assessments', title: '岗位责任考核', icon: Finished, permissions: ['posts.results'],
        component: () => import('./pages/PostAssessments.vue'),
      },
      {
        path: '/regulations', title: '规章制度', icon: Notebook, permissions: ['regulations.view'],
        component: () => import('./pages/Regulations.vue'),
      },
      {
        path: '/people', title: '人员', icon: User, permissions: ['people.view'],
        component: () => import('./pages/People.vue'),
      },
      {
        path: '/province-personnel', title: '省系统人员核对', icon: Connection, permissions: ['province.view'],
        component: () => import('./pages/ProvincePersonnel.vue'),
      },
      {
        path: '/certificates', title: '证书', icon: Stamp, permissions: ['people.view'],
        component: () => import('./pages/Certificates.vue'),
      },
    ],
  },
  {
    title: '法律法规',
    pages: [
      {
        path: '/laws', title: '法律法规', icon: Collection, component: () => import('./pages/Laws.vue'),
        single: { title: '法律法规', component: () => import('./laws/Law.vue') },
      },
      {
        path: '/law-drafts', title: '导入法律法规', icon: Upload, permissions: ['laws.maintain'], unlisted: true,
        component: () => import('./pages/LawDrafts.vue'),
        single: { title: '导入法律法规', component: () => import('./laws/Draft.vue') },
      },
    ],
  },
  {
    title: '数据共享',
    pages: [
      {
        path: '/province', title: '共享数据', icon: Share, permissions: ['province.run'],
        component: () => import('./pages/Province.vue'),
      },
      {
        path: '/province-rejects', title: '共享拒收数据', icon: DocumentDelete, permissions: ['province.run'],
        component: () => import('./pages/ProvinceRejects.vue'),
      },
    ],
  },
  {
    title: '系统',
    pages: [
      {
        path: '/my-firms', title: '我的企业', icon: OfficeBuilding, permissions: ['joining.claim'],
        component: () => import('./pages/MyFirms.vue'),
      },
      {
        path: '/admissions', title: '入驻申请', icon: Medal, permissions: ['professionals.apply'],
        component: () => import('./pages/Admissions.vue'),
      },
      { path: '/todos', title: '待办审批', icon: Checked, component: () => import('./pages/Todos.vue') },
      { path: '/notices', title: '消息', icon: Bell, component: () => import('./pages/Notices.vue') },
    ],
  },
  {
    title: '系统管理',
    pages: [
      {
        path: '/admin-requests', title: '权限申请', icon: Checked, permissions: ['administration.view'],
        component: () => import('./pages/AdminRequests.vue'),
      },
      {
        path: '/users', title: '账号', icon: UserFilled, permissions: ['administration.view'],
        component: () => import('./pages/Users.vue'),
      },
      {
        path: '/roles', title: '角色', icon: Key, permissions: ['administration.view'],
        component: () => import('./pages/Roles.vue'),
      },
      {
        path: '/departments', title: '部门', icon: School, permissions: ['enterprises.edit_departments'],
        component: () => import('./pages/Departments.vue'),
      },
      {
        path: '/online', title: '在线用户', icon: Monitor, permissions: ['administration.view'],
        component: () => import('./pages/Online.vue'),
      },
      {
        path: '/dictionaries', title: '数据字典', icon: Collection, permissions: ['dictionaries.edit'],
        component: () => import('./pages/Dictionaries.vue'),
      },
      {
        path: '/parameters', title: '参数', icon: SetUp, permissions: ['parameters.view'],
        component: () => import('./pages/Parameters.vue'),
      },
      {
        path: '/jobs', title: '后台任务', icon: Timer, permissions: ['jobs.view'],
        component: () => import('./pages/Jobs.vue'),
      },
      {
        path: '/clients', title: '接口客户端', icon: Link, permissions: ['clients.view'],
        component: () => import('./pages/Clients.vue'),
      },
      {
        path: '/client-calls', title: '接口调用', icon: Tickets, permissions: ['clients.view'],
        component: () => import('./pages/ClientCalls.vue'),
      },
      {
        path: '/api-reference', title: '接口文档', icon: Document, permissions: ['clients.view'],
        component: () => import('./pages/ApiReference.vue'),
      },
    ],
  },
  {
    title: '安全审计',
    pages: [
      {
        path: '/alerts', title: '审计预警', icon: Warning, permissions: ['alerts.view'],
        component: () => import('./pages/Alerts.vue'),
      },
      {
        path: '/sign-ins', title: '登录日志', icon: Unlock, permissions: ['audit.view'],
        component: () => import('./pages/SignIns.vue'),
      },
      {
        path: '/audit', title: '审计日志', icon: Postcard, permissions: ['audit.view'],
        component: () => import('./pages/Audit.vue'),
      },
      {
        path: '/audit-analysis', title: '审计分析', icon: TrendCharts, permissions: ['audit.view'],
        component: () => import('./pages/AuditAnalysis.vue'),
      },
    ],
  },
]

const IMPORT = () => import('./pages/Import.vue')

/** One's own, from the account's menu and from the ledgers. */
const OWN: Page[] = [
  { path: '/account', title: '账号与安全', icon: Key, component: () => import('./pages/Account.vue') },
  { path: '/about-me', title: '关于我的信息', icon: UserFilled, component: () => import('./pages/AboutMe.vue') },
  { path: '/my-post', title: '我的岗位责任', icon: Suitcase, permissions: ['posts.acknowledge'], component: () => import('./pages/MyPost.vue') },
  { path: '/imports/new', title: '导入', icon: Upload, component: IMPORT },
  {
    path: '/imports', title: '我的导入', icon: Upload, component: () => import('./pages/Imports.vue'),
    single: { title: '导入', component: IMPORT },
  },
  { path: '/exports', title: '我的导出', icon: Download, component: () => import('./pages/Exports.vue') },
]

export const PAGES: Page[] = [HOME, ...GROUPS.flatMap((group) => group.pages), ...OWN]

export function pageAt(path: string): Page | undefined {
  const found = PAGES.find((page) => page.path === path)
  if (found)
    return found
  const [, list] = /^(.+)\/\d+$/.exec(path) ?? []
  const page = PAGES.find((one) => one.path === list)
  return page?.single && { ...page, ...page.single, path }
}

/** Groups and pages this user can open. */
export function menuFor(may: (permission: string) => boolean): Group[] {
  return GROUPS
    .map(({ title, pages }) => ({
      title, pages: pages.filter((page) => !page.unlisted && (page.permissions?.some(may) ?? true)),
    }))
    .filter((group) => group.pages.length > 0)
}
