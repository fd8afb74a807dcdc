/** Registering by real name, claiming firms, inviting and joining: what the pages of desktop and phone share. */
import { computed, reactive, ref, shallowRef, watch } from 'vue'
import { api, type Page } from './client'
import { useCodeSending } from './entering'
import { type ApiError, asApiError } from './errors'
import type { components } from './schema'
import { newCaptcha, useSession } from './session'
import type { Captcha, FileRef } from './types'

type Schemas = components['schemas']
export type Claim = Schemas['ClaimDetail']
export type Membership = Schemas['Membership']
export type Invitation = Schemas['InvitationDetail']
export type FirmFound = Schemas['FirmFound']
export type Offer = Schemas['OfferAnswer']
type Place = Membership['place']

const QUIET = { quiet: true }
const TYPED = 'changqian.registering'
const CLAIMING = 'changqian.claiming'
const INVITED = 'changqian.invitation'
const LEAVING = {
  hand_over: {
    title: '移交给接任者', does: '发出移交', told: '已发给接任者，接受后生效',
    means: '接任者用这个手机号的账号接受后，他成为主要负责人；在那之前一切不变，可以撤销。属地会收到通知。',
  },
  resign: {
    title: '没有接任者，向属地申请离任', does: '提交离任申请', told: '已提交属地',
    means: '属地确认后您不再是主要负责人，在那之前仍由您负责。',
  },
  leave: {
    title: '直接退出（企业另有主要负责人时）', does: '退出企业', told: '已退出',
    means: '退出后立刻看不到这家企业的内容，您办过的记录保留；要再加入须重新邀请。',
  },
} as const
export const WAYS_OUT = (Object.keys(LEAVING) as (keyof typeof LEAVING)[]).map((value) => ({ value, word: LEAVING[value].title }))

export function stored<T extends object>(key: string): Partial<T> {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? '{}') as Partial<T>
  } catch {
    return {}
  }
}

/** One attempt after the other, with what went wrong. */
export function useAttempts() {
  const error = shallowRef<ApiError | null>(null)
  const busy = ref(false)

  async function attempt(work: () => Promise<void>): Promise<boolean> {
    busy.value = true
    error.value = null
    try {
      await work()
      return true
    } catch (thrown) {
      error.value = asApiError(thrown)
      return false
    } finally {
      busy.value = false
    }
  }

  return { error, busy, attempt }
}

/** Phone, real name, password: one after the other. What is typed stays in this tab, but the number and the password. */
export function useRegistration(done: () => void) {
  const session = useSession()
  const at = ref<'phone' | 'identity' | 'password'>('phone')
  const kept = stored<{ phone: string, name: string }>(TYPED)
  const given = reactive({
    phone: kept.phone ?? '', captcha: '', code: '', name: kept.name ?? '', id_number: '', agreed: false, password: '', again: '',
  })
  const proved = ref('')
  const captcha = shallowRef<Captcha | null>(null)
  const { error, busy, attempt } = useAttempts()
  watch(() => [given.phone, given.name], ([phone, name]) => sessionStorage.setItem(TYPED, JSON.stringify({ phone, name })))

  async function refresh(): Promise<void> {
    given.captcha = ''
    captcha.value = await newCaptcha().catch((thrown: unknown) => {
      error.value = asApiError(thrown)
      return null
    })
  }

  const sms = useCodeSending(() => api.post('/api/join/code/', {
    phone: given.phone, captcha: given.captcha, captcha_key: captcha.value?.key ?? '',
  }, QUIET))

  async function sendCode(): Promise<void> {
    error.value = await sms.ask()
    await refresh()
  }

  function submit(): Promise<boolean> {
    return attempt(async () => {
      if (at.value === 'phone') {
        const { phone, code } = given
        proved.value = (await api.post<Schemas['Registration']>('/api/join/phone/', { phone, code }, QUIET)).phone
        at.value = 'identity'
      } else if (at.value === 'identity') {
        const { name, id_number, agreed } = given
        await api.post('/api/join/identity/', { name, id_number, agreed }, QUIET)
        at.value = 'password'
      } else {
        await session.step('/api/join/account/', { password: given.password })
        sessionStorage.removeItem(TYPED)
        done()
      }
    })
  }

  /** A page that was loaded again goes on where it was. */
  void attempt(async () => {
    const far = await api.get<Schemas['Registration']>('/api/join/', {}, QUIET)
    proved.value = far.phone
    at.value = far.name ? 'password' : far.phone ? 'identity' : 'phone'
    if (at.value === 'phone')
      await refresh()
  })
  return reactive({ at, given, proved, captcha, error, busy, sms, refresh, sendCode, submit })
}

/** Somebody whose account was made for him shows who he is. */
export function useRealName(done: () => void) {
  const session = useSession()
  const given = reactive({ name: session.me?.name ?? '', id_number: '', agreed: false })
  const { error, busy, attempt } = useAttempts()
  const submit = () => attempt(async () => {
    await api.post('/api/me/real-name/', { ...given })
    await session.start()
    done()
  })
  return reactive({ given, error, busy, submit })
}

/** The token of an invitation waits in this tab while somebody registers or signs in. */
export function rememberInvitation(token: string): void {
  if (token)
    sessionStorage.setItem(INVITED, token)
  else
    sessionStorage.removeItem(INVITED)
}

export function rememberedInvitation(): string {
  return sessionStorage.getItem(INVITED) ?? ''
}

export function invitationAt(token: string): Promise<Offer> {
  return api.post<Offer>('/api/join/invitation/', { token }, QUIET)
}

/** One's own firms, claims that are under way, and who asks one to join. */
export function useMyFirms() {
  const session = useSession()
  const firms = shallowRef<Membership[]>([])
  const claims = shallowRef<Claim[]>([])
  const invited = shallowRef<Invitation[]>([])
  const loaded = ref(false)
  const { error, busy, attempt } = useAttempts()
  const several = computed(() => firms.value.length > 1)

  async function look(): Promise<void> {
    const [mine, asked, toMe] = await Promise.all([
      api.get<Page<Membership>>('/api/members/', { mine: true, limit: 50 }),
      api.get<Page<Claim>>('/api/claims/', { mine: true, limit: 20, ordering: '-id' }),
      api.get<Invitation[]>('/api/invitations/to_me/'),
    ])
    firms.value = mine.results
    claims.value = asked.results
    invited.value = toMe
    loaded.value = true
  }

  /** Rights have changed with it: who one is, is asked anew. */
  const done = (work: () => Promise<unknown>) => attempt(async () => {
    await work()
    await Promise.all([session.start(), look()])
  })
  const accept = (given: { token?: string, invitation?: number }) => done(() => api.post('/api/invitations/accept/', given))
  const leave = ({ id, version }: Membership, reason: string) => done(
    () => api.post(`/api/members/${id}/leave/`, { version, reason }),
  )
  const withdraw = ({ id, version }: Claim) => done(() => api.post(`/api/claims/${id}/withdraw/`, { version }))
  const resign = (enterprise: number, message: string) => done(() => api.post('/api/claims/resign/', { enterprise, message }))
  const handOver = (given: object) => done(() => api.post('/api/invitations/hand_over/', given))
  /** Which firm one works for just now, on every device. */
  const choose = (enterprise: number) => done(() => api.put('/api/me/settings/firm/', { value: enterprise }))

  void attempt(look)
  return reactive({
    firms, claims, invited, loaded, error, busy, several, look, accept, leave, withdraw, resign, handOver, choose,
  })
}

/** Leaving a firm; for a principal also handing it over, or telling the town that he goes. */
export function useLeaving(membership: Membership, own: ReturnType<typeof useMyFirms>, done: (told: string) => void) {
  const boss = membership.place === 'principal'
  const given = reactive({
    way: (boss ? 'hand_over' : 'leave') as keyof typeof LEAVING, phone: '', invitee: '', stays_as: '', reason: '',
  })
  const words = computed(() => LEAVING[given.way])
  const ready = computed(() => (given.way === 'hand_over' ? !!given.phone : !!given.reason))

  async function submit(): Promise<void> {
    const { way, phone, invitee, stays_as, reason } = given
    const left = way === 'hand_over'
      ? await own.handOver({ enterprise: membership.enterprise, phone, invitee, stays_as })
      : way === 'leave' ? await own.leave(membership, reason) : await own.resign(membership.enterprise, reason)
    if (left)
      done(words.value.told)
  }
  return reactive({ boss, given, words, ready, submit })
}

interface Asking {
  uscc: string
  place: Place | ''
  firm_name: string
  address: string
  region: number | null
  message: string
  licence: FileRef[]
}

/** Claiming a firm, or asking to be let in; the code of the firm says which ways there are. */
export function useClaiming(done: (claim: Claim) => void) {
  const empty: Asking = { uscc: '', place: '', firm_name: '', address: '', region: null, message: '', licence: [] }
  const given = reactive<Asking>({ ...empty, ...stored<Asking>(CLAIMING) })
  const found = shallowRef<FirmFound | null>(null)
  const { error, busy, attempt } = useAttempts()
  watch(given, () => sessionStorage.setItem(CLAIMING, JSON.stringify(given)))
  watch(() => given.uscc, (typed) => {
    if (found.value && found.value.uscc !== typed)
      found.value = null
  })

  const look = () => attempt(async () => {
    found.value = await api.post<FirmFound>('/api/claims/firm/', { uscc: given.uscc })
    given.uscc = found.value.uscc
  })

  /** Workers, and officers of a firm that has a principal, ask the firm; who speaks for it, the town says. */
  const asksFirm = computed(() => given.place === 'worker' || (given.place === 'officer' && !!found.value?.has_principal))

  const submit = () => attempt(async () => {
    const { uscc, place, firm_name, address, region, message, licence } = given
    const claim = asksFirm.value
      ? await api.post<Claim>('/api/claims/wish/', { uscc, place, message })
      : await api.post<Claim>('/api/claims/', {
          uscc, place, message, licence: licence.map(({ id }) => id),
          ...(found.value?.enterprise ? {} : { firm_name, address, region: region ?? undefined }),
        })
    Object.assign(given, empty, { licence: [] })
    sessionStorage.removeItem(CLAIMING)
    done(claim)
  })

  return reactive({ given, found, error, busy, asksFirm, look, submit })
}

/** Asking somebody in: by the number of his phone, or by a code for workers. */
export function useInviting(enterprise: () => number | null, made: (invitation: Invitation) => void) {
  const given = reactive({ by: 'qr' as 'qr' | 'phone', place: 'worker' as Place, phone: '', invitee: '', days: 7, uses: 20 })
  const { error, busy, attempt } = useAttempts()
  watch(() => given.by, (by) => {
    if (by === 'qr')
      given.place = 'worker'
  })
  const submit = () => attempt(async () => {
    const { phone, invitee, days, uses, by, place } = given
    const how = by === 'qr' ? { days, uses } : { phone, invitee }
    const row = await api.post<Invitation>('/api/invitations/', { enterprise: enterprise(), by, place, ...how })
    Object.assign(given, { phone: '', invitee: '' })
    made(row)
  })
  return reactive({ given, error, busy, submit })
}
