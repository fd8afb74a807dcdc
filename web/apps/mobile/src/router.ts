import { useSession } from '@changqian/api'
import { createRouter, createWebHistory } from 'vue-router'
import Home from './home/Home.vue'

declare module 'vue-router' {
  interface RouteMeta {
    /** With the bar at the bottom. */
    tabs?: boolean
    /** Without the strip that says what waits: sign-in and the public card. */
    bare?: boolean
    /** Readable without signing in. */
    open?: boolean
  }
}

const tabs = { tabs: true }

export const router = createRouter({
  history: createWebHistory('/m/'),
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  routes: [
    { path: '/sign-in', name: 'sign-in', component: () => import('./session/SignIn.vue'), meta: { bare: true, open: true } },
    { path: '/register', name: 'register', component: () => import('./session/Register.vue'), meta: { bare: true, open: true } },
    // What the code and the short message of an invitation open.
    { path: '/join', name: 'join', component: () => import('./joining/Join.vue'), meta: { bare: true, open: true } },
    // The address inside a printed 常安码 is /c/<token>, outside /m/; the router takes it as it is.
    { path: '/c/:token', name: 'card', component: () => import('./card/Card.vue'), props: true, meta: { bare: true, open: true } },
    { path: '/w/:token', name: 'posted', component: () => import('./whistle/Posted.vue'), props: true, meta: { bare: true, open: true } },
    { path: '/whistle', name: 'whistle-state', component: () => import('./whistle/Ask.vue'), meta: { bare: true, open: true } },
    { path: '/whistle/new', name: 'blow', component: () => import('./whistle/Blow.vue') },
    { path: '/whistle/mine', name: 'my-whistles', component: () => import('./whistle/Mine.vue') },
    { path: '/', name: 'home', component: Home, meta: tabs },
    { path: '/tasks', name: 'tasks', component: () => import('./tasks/Tasks.vue'), meta: tabs },
    { path: '/scan', name: 'scan', component: () => import('./scan/Scan.vue'), meta: { bare: true } },
    { path: '/patrol/:point(\\d+)', name: 'patrol', component: () => import('./patrol/Patrol.vue'), props: true },
    {
      path: '/check/:plan(\\d+)/:point(\\d+)', name: 'check', component: () => import('./patrol/Patrol.vue'), props: true,
    },
    { path: '/machines', name: 'machines', component: () => import('./equipment/Machines.vue') },
    { path: '/guidance/:code?', name: 'guidance', component: () => import('./equipment/Guidance.vue'), props: true },
    { path: '/drills', name: 'drills', component: () => import('./drills/Drills.vue') },
    { path: '/drills/:id(\\d+)', name: 'drill', component: () => import('./drills/Drill.vue'), props: true },
    { path: '/drills/:id(\\d+)/hold', name: 'hold', component: () => import('./drills/Hold.vue'), props: true },
    { path: '/accidents', name: 'accidents', component: () => import('./accidents/Accidents.vue') },
    { path: '/accidents/new', name: 'report-accident', component: () => import('./accidents/Report.vue') },
    { path: '/accidents/:id(\\d+)', name: 'accident', component: () => import('./accidents/Accident.vue'), props: true },
    { path: '/accident-cases', name: 'accident-cases', component: () => import('./cases/Cases.vue') },
    { path: '/accident-cases/:id(\\d+)', name: 'accident-case', component: () => import('./cases/Case.vue'), props: true },
    { path: '/hazards', name: 'hazards', component: () => import('./hazards/Hazards.vue'), meta: tabs },
    { path: '/hazards/new', name: 'report', component: () => import('./hazards/Report.vue') },
    { path: '/hazards/:id(\\d+)', name: 'hazard', component: () => import('./hazards/Hazard.vue'), props: true },
    {
      path: '/hazards/:id(\\d+)/:step', name: 'step', component: () => import('./hazards/StepForm.vue'), props: true,
    },
    { path: '/enterprises', name: 'enterprises', component: () => import('./enterprises/Enterprises.vue'), meta: tabs },
    {
      path: '/enterprises/:id(\\d+)', name: 'enterprise', component: () => import('./enterprises/Enterprise.vue'), props: true,
    },
    { path: '/supervise', name: 'supervise', component: () => import('./supervise/Supervise.vue') },
    { path: '/supervise/unreported', name: 'unreported', component: () => import('./supervise/Unreported.vue') },
    { path: '/supervise/cards', name: 'cards', component: () => import('./supervise/Cards.vue') },
    { path: '/supervise/tasks', name: 'month-tasks', component: () => import('./supervise/MonthTasks.vue') },
    { path: '/supervise/progress', name: 'year-progress', component: () => import('./supervise/YearProgress.vue') },
    { path: '/firm-summaries', name: 'months', component: () => import('./summaries/Months.vue') },
    { path: '/firm-summaries/:id(\\d+)', name: 'month', component: () => import('./summaries/Month.vue'), props: true },
    { path: '/notices', name: 'notices', component: () => import('./notices/Notices.vue'), meta: tabs },
    { path: '/notices/settings', name: 'notice-settings', component: () => import('./notices/Settings.vue') },
    { path: '/todos', name: 'todos', component: () => import('./approvals/Todos.vue') },
    { path: '/todos/:id(\\d+)', name: 'todo', component: () => import('./approvals/Todo.vue'), props: true },
    { path: '/laws', name: 'laws', component: () => import('./laws/Laws.vue') },
    { path: '/laws/:id(\\d+)', name: 'law', component: () => import('./laws/Law.vue'), props: true },
    { path: '/catalogue', name: 'catalogue', component: () => import('./catalogue/Catalogue.vue') },
    { path: '/site-plans', name: 'site-plans', component: () => import('./siteplans/Plans.vue') },
    { path: '/site-plans/:id(\\d+)', name: 'site-plan', component: () => import('./siteplans/Plan.vue'), props: true },
    { path: '/team-meetings', name: 'team-meetings', component: () => import('./floor/Meetings.vue') },
    { path: '/team-meetings/new', name: 'team-meeting', component: () => import('./floor/Meeting.vue') },
    { path: '/work-permits', name: 'work-permits', component: () => import('./floor/Permits.vue') },
    { path: '/my-post', name: 'my-post', component: () => import('./mine/MyPost.vue') },
    { path: '/regulations', name: 'regulations', component: () => import('./regulations/Regulations.vue') },
    { path: '/regulations/:id(\\d+)', name: 'regulation', component: () => import('./regulations/Regulation.vue'), props: true },
    { path: '/organisations/:id(\\d+)', name: 'organisation', component: () => import('./organisation/Tree.vue'), props: true },
    { path: '/mine', name: 'mine', component: () => import('./mine/Mine.vue'), meta: tabs },
    { path: '/mine/account', name: 'account', component: () => import('./mine/Account.vue') },
    { path: '/mine/about', name: 'about-me', component: () => import('./mine/AboutMe.vue') },
    { path: '/my-firms', name: 'my-firms', component: () => import('./joining/MyFirms.vue') },
    { path: '/admissions', name: 'admissions', component: () => import('./professionals/Admissions.vue') },
    { path: '/members', name: 'members', component: () => import('./joining/Members.vue') },
    { path: '/mine/waiting', name: 'waiting', component: () => import('./mine/Waiting.vue') },
    { path: '/:rest(.*)*', name: 'missing', component: () => import('./shell/Missing.vue') },
  ],
})

router.beforeEach((to) => {
  if (!useSession().me && !to.meta.open)
    return { name: 'sign-in', query: to.fullPath === '/' ? {} : { next: to.fullPath } }
  // Who belongs nowhere yet begins where one gets in.
  if (to.name === 'home' && useSession().me?.roles.length === 0)
    return { name: 'my-firms' }
  return true
})
