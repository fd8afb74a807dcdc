/** Asking to be corrected or erased, and what came of it. */
import { computed, reactive, ref, shallowRef } from 'vue'
import { api } from './client'
import { useCodeSending } from './entering'
import { asApiError } from './errors'
import { options } from './labels'
import type { components } from './schema'

type OwnRequests = components['schemas']['OwnRequests']
type OwnRequest = components['schemas']['OwnRequest']
type Kind = OwnRequest['kind']

const PATH = '/api/me/about/requests/'
const RUNNING = ['pending', 'returned']

export function useOwnRequests() {
  const told = shallowRef<OwnRequests | null>(null)
  const asking = ref<Kind | null>(null)
  const refusal = ref('')
  const busy = ref(false)
  const given = reactive({ words: '', password: '', code: '' })
  const sms = useCodeSending(() => api.post('/api/me/account/code/', { purpose: 'confirm' }))
  const erasing = computed(() => asking.value === 'privacy.erase')
  const title = computed(() => (asking.value ? `申请${options.AdministrationOwn[asking.value]}` : ''))
  const ready = computed(() => (erasing.value ? !!(given.password || given.code) : !!given.words.trim()))

  async function attempt(work: () => Promise<unknown>): Promise<void> {
    busy.value = true
    refusal.value = ''
    try {
      await work()
    } catch (thrown) {
      const { fields, detail } = asApiError(thrown)
      refusal.value = Object.values(fields).flat()[0] ?? detail
    } finally {
      busy.value = false
    }
  }

  const look = (): Promise<void> => attempt(async () => { told.value = await api.get<OwnRequests>(PATH) })

  function ask(kind: Kind | null): void {
    asking.value = kind
    refusal.value = ''
    Object.assign(given, { words: '', password: '', code: '' })
  }

  const send = (): Promise<void> => attempt(async () => {
    told.value = await api.post<OwnRequests>(PATH, { kind: asking.value, ...given })
    ask(null)
  })

  const withdraw = ({ id, version }: OwnRequest): Promise<void> => attempt(async () => {
    await api.post(`/api/approvals/${id}/withdraw/`, { version })
    await look()
  })

  /** May be asked, and is not asked already. */
  function open(kind: Kind): boolean {
    return !!told.value?.may_ask && !told.value.requests.some((one) => one.kind === kind && runs(one))
  }

  async function sendCode(): Promise<void> {
    refusal.value = (await sms.ask())?.detail ?? ''
  }

  void look()
  return reactive({ told, asking, erasing, title, ready, refusal, busy, given, sms, ask, send, withdraw, open, sendCode })
}

export const titleOf = ({ kind }: OwnRequest): string => options.AdministrationOwn[kind]
export const saidOf = ({ status }: OwnRequest): string => options.ApprovalsStatus[status]
export const runs = (one: OwnRequest): boolean => RUNNING.includes(one.status)
