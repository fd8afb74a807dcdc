/** The phone's queue and shelf, wired to the server and to the signed-in user. */
import { api, asApiError, useSession, useSignInAgain, type FileRef, type Me } from '@changqian/api'
import {
  keepSending, openStore, Outbox, Shelf, type Answer, type Draft, type Finished, type Refusal, type Round, type Sending,
  type Submission, type Transport,
} from '@changqian/offline'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

let outbox: Outbox | null = null
let shelf: Shelf | null = null

/** Whose session the server sees. Asked each time: another tab may have signed somebody else in. */
async function user(): Promise<number | null> {
  try {
    return (await api.get<Me>('/api/me/', {}, { quiet: true })).id
  } catch (thrown) {
    const error = asApiError(thrown)
    if (error.signedOut || error.forbidden)
      return null
    throw thrown
  }
}

const transport: Transport = {
  user,
  upload: async (blob, name) => (await api.upload<FileRef>(blob, name, { quiet: true })).id,
  post: (path, body) => api.post<Answer | null>(path, body, { quiet: true, number: String(body.client_uuid) }),
  whole: (path, form) => api.post<Answer | null>(path, form, { quiet: true }),
}

/** Before the app is mounted. Rejects where the browser keeps nothing (some private windows). */
export async function openPhone(): Promise<void> {
  const store = await openStore()
  outbox = new Outbox(store, transport)
  shelf = new Shelf(store)
  await outbox.tidy()
}

export function theOutbox(): Outbox {
  if (!outbox)
    throw new Error('openPhone first')
  return outbox
}

export function theShelf(): Shelf {
  if (!shelf)
    throw new Error('openPhone first')
  return shelf
}

/** How a submission ended for the person waiting in front of it. */
export type Outcome = { kind: 'sent', id: number | null } | { kind: 'saved' } | { kind: 'refused', error: Refusal }

/** So long the screen waits for the server before it says "已保存，联网后自动上传". */
const WAIT = 8_000

export const useOutbox = defineStore('outbox', () => {
  const session = useSession()
  const records = shallowRef<Submission[]>([])
  const round = ref<Round>('done')
  const busy = ref(false)
  let sending: Sending | null = null

  const mine = computed(() => records.value.filter((one) => one.user === session.me?.id))
  const waiting = computed(() => mine.value.filter((one) => one.state === 'waiting'))
  const refused = computed(() => mine.value.filter((one) => one.state === 'refused'))
  const drafts = computed(() => mine.value.filter((one) => one.state === 'draft'))
  const sent = computed(() => mine.value.filter((one) => one.state === 'sent').reverse())
  const others = computed(() => records.value.filter(
    (one) => one.user !== session.me?.id && (one.state === 'waiting' || one.state === 'refused'),
  ))

  async function refresh(): Promise<void> {
    records.value = await theOutbox().all()
  }

  async function start(): Promise<void> {
    theOutbox().onChange(() => void refresh())
    await refresh()
    sending = keepSending(theOutbox(), (ended) => { round.value = ended })
  }

  async function send(): Promise<Round> {
    busy.value = true
    try {
      return (await sending?.now()) ?? 'later'
    } finally {
      busy.value = false
    }
  }

  /** Save, then send, then say which of the two it was. */
  async function submit(draft: Draft, finished: Finished): Promise<Outcome> {
    await theOutbox().finish(draft, finished)
    // Once there is something to lose, the browser is asked not to clear it under pressure.
    navigator.storage?.persist?.().catch(() => false)
    const ended = await Promise.race([send(), new Promise((resolve) => setTimeout(resolve, WAIT))])
    // Saved it is; whoever signs in again at once also sees it taken.
    if (ended === 'signed-out')
      await useSignInAgain().ask().then(send, () => undefined)
    const now = await theOutbox().get(draft.client_uuid)
    if (now?.state === 'sent')
      return { kind: 'sent', id: now.answer?.id ?? null }
    return now?.state === 'refused' && now.error ? { kind: 'refused', error: now.error } : { kind: 'saved' }
  }

  return { records, mine, waiting, refused, drafts, sent, others, round, busy, start, refresh, send, submit }
})
