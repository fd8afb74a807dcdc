/** A form that is never lost: every change is kept on the phone, photos too, until it is submitted or thrown away. */
import { useSession, type ApiError } from '@changqian/api'
import { compress, daysLeft, jpegName, uuid, type Submission } from '@changqian/offline'
import { onBeforeUnmount, ref, shallowRef, toRaw, watch, type Ref } from 'vue'
import { theOutbox, useOutbox, type Outcome } from '.'

export interface KeptForm<F> {
  form: Ref<F>
  /** The form was begun earlier and found again. */
  found: Ref<boolean>
  ready: Ref<boolean>
  /** Why the server refused it the last time. */
  refusal: Ref<Pick<ApiError, 'detail' | 'fields'> | null>
  addPhoto: (file: Blob, name: string) => Promise<string>
  /** A file as it is: a recording. */
  addFile: (file: Blob, name: string) => Promise<string>
  /** `whole`: its files travel inside it. */
  submit: (path: string, body: Record<string, unknown>, whole?: boolean) => Promise<Outcome>
  /** Now, before the page goes. */
  keep: () => Promise<void>
  discard: () => Promise<void>
}

export interface FormOf<F> {
  kind: string
  subject: string
  title: (form: F) => string
  fresh: () => F
  /** What an older version of the form, or a changed world, makes of it. */
  restore?: (kept: F) => F
  /** Whether there is something to lose; until then nothing is kept. */
  worth: (form: F) => boolean
  /** Correct this record instead of beginning or continuing one. */
  correct?: string
}

function plain<F>(value: F): F {
  return JSON.parse(JSON.stringify(toRaw(value))) as F
}

export function useKeptForm<F extends object>(of: FormOf<F>): KeptForm<F> {
  const session = useSession()
  const outbox = useOutbox()
  const form = ref(of.fresh()) as Ref<F>
  const found = ref(false)
  const ready = ref(false)
  const refusal = shallowRef<Pick<ApiError, 'detail' | 'fields'> | null>(null)
  let key = uuid()
  let timer: ReturnType<typeof setTimeout> | undefined
  let touched = false
  let over = false
  /** When it was first finished: a correction does not make it a later observation. */
  let capturedAt = ''

  const draft = () => ({
    client_uuid: key, user: session.me?.id ?? 0, user_name: session.me?.name ?? '', kind: of.kind, subject: of.subject,
    title: of.title(form.value), form: plain(form.value),
  })

  async function open(): Promise<void> {
    const before: Submission | undefined = of.correct
      ? await theOutbox().reopen(of.correct)
      : await theOutbox().begun(session.me?.id ?? 0, of.kind, of.subject)
    if (before?.state === 'draft') {
      key = before.client_uuid
      capturedAt = before.captured_at
      const kept = before.form as F
      form.value = of.restore ? of.restore(kept) : { ...of.fresh(), ...kept }
      found.value = true
      refusal.value = before.error
    }
    ready.value = true
    watch(form, () => {
      touched = true
      clearTimeout(timer)
      timer = setTimeout(() => void keep(), 250)
    }, { deep: true })
  }

  async function keep(): Promise<void> {
    clearTimeout(timer)
    if (touched && !over && (found.value || of.worth(form.value)))
      await theOutbox().keep(draft())
  }

  async function addPhoto(file: Blob, name: string): Promise<string> {
    const small = await compress(file)
    return theOutbox().addPhoto(key, small, jpegName(name))
  }

  const addFile = (file: Blob, name: string): Promise<string> => theOutbox().addPhoto(key, file, name)

  async function submit(path: string, body: Record<string, unknown>, whole = false): Promise<Outcome> {
    clearTimeout(timer)
    over = true
    const now = Date.now()
    if (!capturedAt || daysLeft(capturedAt, now) < 0)
      capturedAt = new Date(now).toISOString()
    const outcome = await outbox.submit(draft(), {
      title: of.title(form.value), form: plain(form.value), path, body: plain(body), captured_at: capturedAt, whole,
    })
    if (outcome.kind === 'refused') {
      // Still in front of the user: he corrects it here, under the same uuid.
      refusal.value = outcome.error
      await theOutbox().reopen(key)
      over = false
    }
    return outcome
  }

  async function discard(): Promise<void> {
    over = true
    clearTimeout(timer)
    await theOutbox().discard(key)
  }

  const hidden = () => void keep()
  document.addEventListener('visibilitychange', hidden)
  window.addEventListener('pagehide', hidden)
  onBeforeUnmount(() => {
    document.removeEventListener('visibilitychange', hidden)
    window.removeEventListener('pagehide', hidden)
    void keep()
  })
  void open()

  return { form, found, ready, refusal, addPhoto, addFile, submit, keep, discard }
}
