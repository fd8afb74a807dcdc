import { useSession } from '@changqian/api'
import { createRouter, createWebHistory } from 'vue-router'

export const router = createRouter({
  history: createWebHistory('/screen/'),
  routes: [
    { path: '/sign-in', name: 'sign-in', component: () => import('./SignIn.vue') },
    { path: '/:rest(.*)*', name: 'home', component: () => import('./Home.vue') },
  ],
})

router.beforeEach((to) => {
  if (!useSession().me && to.name !== 'sign-in')
    return { name: 'sign-in', query: { next: to.fullPath } }
  return true
})
