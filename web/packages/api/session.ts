/** Who is signed in. One store for every app. */
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { api } from './client'
import { isTouched } from './presence'
import type { Captcha, Config, Doorway, Me } from './types'

export interface Credentials { username: string, password: string, captcha_key: string, captcha: string }

export function newCaptcha(): Promise<Captcha> {
  return api.get<Captcha>('/api/captcha/', {}, { quiet: true })
}

/** Somebody who fills in a long form sends nothing for a while: the server is told that he is there. */
const HEARTBEAT = 4 * 60_000

export const useSession = defineStore('session', () => {
  const me = shallowRef<Me | null>(null)
  const config = shallowRef<Config | null>(null)
  const permissions = computed(() => new Set(me.value?.permissions))

  setInterval(() => {
    if (me.value && isTouched())
      api.get('/api/me/', {}, { quiet: true }).catch(() => undefined)
  }, HEARTBEAT)

  /** At the start of an app: the configuration, and the user if the session still lives. */
  async function start(): Promise<void> {
    config.value = await api.get<Config>('/api/config/', {}, { quiet: true })
    me.value = config.value.signed_in ? await api.get<Me>('/api/me/', {}, { quiet: true }) : null
  }

  /** One step of coming in: what is still to do, or null when one is in. */
  async function step(path: string, given: object): Promise<Doorway | null> {
    const said = await api.post<Me | Doorway>(path, given, { quiet: true })
    if ('next' in said)
      return said
    await start()
    return null
  }

  function signIn(given: Credentials): Promise<Doorway | null> {
    return step('/api/session/', given)
  }

  /** By a one-time link: /sign-in?link=TOKEN. */
  function signInByLink(token: string): Promise<Doorway | null> {
    return step('/api/session/link/', { token })
  }

  /** Out here; and the browser leaves the system one came by, if there is one. */
  async function signOut(): Promise<void> {
    const { url } = await api.post<{ url: string }>('/api/sso/leave/', {}, { quiet: true })
    me.value = null
    if (url)
      location.assign(url)
  }

  /** The firm of somebody whose every role is in that one firm. */
  const ownFirm = computed(() => {
    const firm = me.value?.enterprise ?? null
    return firm && me.value?.roles.every((held) => held.enterprise === firm.id) ? firm : null
  })

  /** Whether some role of the user carries the permission. On which rows, the server decides. */
  function may(permission: string): boolean {
    return permissions.value.has(permission)
  }

  return { me, config, ownFirm, start, step, signIn, signInByLink, signOut, may }
})
