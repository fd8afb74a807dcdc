/** In which capacity somebody uses the phone: for a firm, or for an authority. Who is both chooses in 我的. */
import { useSession } from '@changqian/api'
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import type { IconName } from './shell/icons'

export type Hat = 'firm' | 'authority'
export interface TabOf { to: string, word: string, icon: IconName }

const KEY = 'changqian.hat'
const TABS: Readonly<Record<Hat, readonly TabOf[]>> = {
  firm: [
    { to: '/', word: '首页', icon: 'home' },
    { to: '/tasks', word: '任务', icon: 'tasks' },
    { to: '/scan', word: '扫一扫', icon: 'scan' },
    { to: '/notices', word: '消息', icon: 'bell' },
    { to: '/mine', word: '我的', icon: 'me' },
  ],
  authority: [
    { to: '/', word: '首页', icon: 'home' },
    { to: '/enterprises', word: '企业', icon: 'building' },
    { to: '/scan', word: '扫一扫', icon: 'scan' },
    { to: '/hazards', word: '隐患', icon: 'hazard' },
    { to: '/mine', word: '我的', icon: 'me' },
  ],
}

export const useHat = defineStore('hat', () => {
  const session = useSession()
  const chosen = ref(localStorage.getItem(KEY))
  const hats = computed<Hat[]>(() => {
    const roles = session.me?.roles ?? []
    const found: Hat[] = []
    if (roles.some((role) => role.enterprise !== null))
      found.push('firm')
    if (roles.some((role) => role.enterprise === null))
      found.push('authority')
    return found
  })
  const hat = computed<Hat>(() => hats.value.find((one) => one === chosen.value) ?? hats.value[0] ?? 'firm')
  const tabs = computed(() => TABS[hat.value])

  function wear(one: Hat): void {
    chosen.value = one
    localStorage.setItem(KEY, one)
  }

  /** What lists are narrowed by: who acts for a firm sees its rows only, also if an office or another firm shows him more. */
  const several = computed(() => new Set((session.me?.roles ?? []).flatMap(({ enterprise }) => enterprise ?? [])).size > 1)
  const bounds = computed<{ enterprise?: number }>(() => (
    hat.value === 'firm' && (hats.value.length > 1 || several.value) && session.me?.enterprise
      ? { enterprise: session.me.enterprise.id }
      : {}
  ))

  return { hat, hats, tabs, bounds, wear }
})
