import { useSession } from '@changqian/api'
import { createRouter, createWebHistory } from 'vue-router'
import type { RouteLocation } from 'vue-router'
import { PAGES } from './pages'
import Shell from './shell/Shell.vue'

declare module 'vue-router' {
  interface RouteMeta { permissions?: readonly string[] }
}

export const router = createRouter({
  history: createWebHistory('/'),
  routes: [
    { path: '/register', name: 'register', component: () => import('./session/Register.vue') },
    { path: '/sign-in', name: 'sign-in', component: () => import('./session/SignIn.vue') },
    {
      path: '/',
      component: Shell,
      children: [
        // Links in messages name one record: /hazards/728.
        ...PAGES.filter(({ path }) => path !== '/').map(({ path, single }) => (single
          ? { path: `${path}/:id(\\d+)`, component: single.component }
          : {
              path: `${path}/:open(\\d+)`,
              redirect: (to: RouteLocation) => ({ path, query: { id: to.params['open'] as string } }),
            })),
        ...PAGES.map(({ path, component, permissions }) => ({
          path, component, ...(permissions && { meta: { permissions } }),
        })),
        { path: '/:rest(.*)*', component: () => import('./pages/NotFound.vue') },
      ],
    },
  ],
})

router.beforeEach((to) => {
  if (!useSession().me && to.name !== 'sign-in' && to.name !== 'register')
    return { name: 'sign-in', query: to.fullPath === '/' ? {} : { next: to.fullPath } }
  // Who belongs nowhere yet begins where one gets in.
  if (to.path === '/' && useSession().me?.roles.length === 0)
    return '/my-firms'
  return true
})
