/**
 * What the user has finished waits here until the server has it.
 *
 * A record is written to disk before the screen says so, is sent under the same `client_uuid` until it is answered, and
 * leaves only when the server has taken it or its user throws it away.
 */
import { uuid, type Answer, type Photo, type Refusal, type State, type Store, type Submission } from './db'

/** The way to the server. Errors carry `status` (0: not reached), `detail` and `fields`. */
export interface Transport {
  /** Whose session it is; null when nobody is signed in. */
  user: () => Promise<number | null>
  /** Store a photo, answer its number. Storing the same one twice does no harm. */
  upload: (blob: Blob, name: string) => Promise<number>
  post: (path: string, body: Readonly<Record<string, unknown>>) => Promise<Answer | null>
  /** Post a record together with its files. */
  whole: (path: string, form: FormData) => Promise<Answer | null>
}

export type Draft = Pick<Submission, 'client_uuid' | 'user' | 'user_name' | 'kind' | 'subject' | 'title' | 'form'>
export type Finished = Pick<Submission, 'title' | 'path' | 'body' | 'form' | 'captured_at' | 'whole'>

/** The part of the Web Locks API that is used. */
export interface Locks {
  request: (name: string, options: { ifAvailable: true }, held: (lock: unknown) => Round | Promise<Round>) => Promise<Round>
}

/** How a round of sending ended: all gone, nobody signed in, server unreachable or failing, or another tab sends. */
export type Round = 'done' | 'signed-out' | 'later' | 'elsewhere'

/** 江苏: offline records are taken for seven days, marked as synced late. */
export const ACCEPTED_DAYS = 7
const DAY = 86_400_000
/** Files nobody refers to are swept after a day; a little earlier they are stored anew. */
const FILE_LIVES = 20 * 3_600_000
/** Where the browser has no locks: so long a killed tab is waited for, and so often a living one says that it lives. */
const LEASE = 15_000
const SIGN_OF_LIFE = 4_000
const LOCK = 'changqian-send'
/** So long a record that the server fails on (5xx) may hold up those behind it. */
const PATIENCE = 3
const STRICT: IDBTransactionOptions = { durability: 'strict' }

/** Whole days until the server no longer takes it; negative afterwards. */
export function daysLeft(capturedAt: string, now: number): number {
  return Math.floor((Date.parse(capturedAt) + ACCEPTED_DAYS * DAY - now) / DAY)
}

/** The body with file numbers in place of photos. A photo that is no longer there leaves its list. */
export function fill(value: unknown, files: ReadonlyMap<string, number>): unknown {
  if (Array.isArray(value))
    return value.map((one) => fill(one, files)).filter((one) => one !== undefined)
  if (value === null || typeof value !== 'object')
    return value
  if ('photo' in value && Object.keys(value).length === 1)
    return files.get(String(value.photo))
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, fill(one, files)]))
}

/** The body as a form, with the files themselves in the places of photos; lists repeat their name. */
export function formOf(body: Readonly<Record<string, unknown>>, photos: readonly Pick<Photo, 'id' | 'blob' | 'name'>[]): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(body)) {
    for (const one of Array.isArray(value) ? value as unknown[] : [value]) {
      const photo = photos.find(({ id }) => id === (one as { photo?: string } | null)?.photo)
      if (photo)
        form.append(name, photo.blob, photo.name)
      else if (typeof one === 'string' || typeof one === 'number' || typeof one === 'boolean')
        form.append(name, String(one))
    }
  }
  return form
}

function told(thrown: unknown): Refusal {
  const known = thrown as Partial<Refusal> | null
  return typeof known?.status === 'number'
    ? { status: known.status, detail: known.detail ?? '', fields: { ...known.fields } }
    : { status: -1, detail: '手机上出错了，记录还在，稍后会再试', fields: {} }
}

/** Whether the same record may be taken later as it is. Everything else, the user has to correct. */
function passing({ status }: Refusal): boolean {
  return status <= 0 || status === 408 || status === 425 || status === 429 || status >= 500
}

export class Outbox {
  private running: Promise<Round> | null = null
  private readonly holder = uuid()
  private readonly listeners = new Set<() => void>()

  constructor(
    private readonly store: Store,
    private readonly transport: Transport,
    private readonly now: () => number = Date.now,
    /** Missing on origins that are not secure. */
    private readonly locks: Locks | null = (navigator.locks as Locks | undefined) ?? null,
  ) {}

  onChange(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  private changed(): void {
    this.listeners.forEach((listener) => listener())
  }

  /** Everything, in the order of sending; drafts first. */
  all(): Promise<Submission[]> {
    return this.store.getAllFromIndex('submissions', 'seq')
  }

  get(clientUuid: string): Promise<Submission | undefined> {
    return this.store.get('submissions', clientUuid)
  }

  /** The half-filled form of this user about this subject. */
  async begun(user: number, kind: string, subject: string): Promise<Submission | undefined> {
    const drafts = await this.store.getAllFromIndex('submissions', 'seq', 0)
    return drafts.find((one) => one.user === user && one.kind === kind && one.subject === subject)
  }

  /** Keep a form as it is now. Called at every answer, so that nothing typed depends on the page staying alive. */
  async keep(draft: Draft): Promise<void> {
    const tx = this.store.transaction('submissions', 'readwrite')
    const before = await tx.store.get(draft.client_uuid)
    if (!before || before.state === 'draft') {
      await tx.store.put({
        path: '', body: {}, captured_at: '', seq: 0, tries: 0, error: null, answer: null,
        ...before, ...draft, state: 'draft', changed_at: this.now(),
      })
    }
    await tx.done
    this.changed()
  }

  /** Finished: from now on it is sent by itself. Resolves when it is on disk, whatever the network does. */
  async finish(draft: Draft, finished: Finished): Promise<void> {
    const tx = this.store.transaction('submissions', 'readwrite', STRICT)
    const last = await tx.store.index('seq').openCursor(null, 'prev')
    await tx.store.put({
      ...draft, ...finished,
      seq: (last?.value.seq ?? 0) + 1, state: 'waiting', tries: 0, error: null, answer: null, changed_at: this.now(),
    })
    await tx.done
    this.changed()
  }

  /** Open a refused or waiting record again: it becomes a draft under the same uuid. */
  async reopen(clientUuid: string): Promise<Submission | undefined> {
    await this.running
    return this.update(clientUuid, (one) => (one.state === 'sent' ? one : { ...one, state: 'draft', seq: 0 }))
  }

  /** Send a refused record once more as it is: whoever refused it may have been told otherwise since. */
  async retry(clientUuid: string): Promise<void> {
    await this.update(clientUuid, (one) => (one.state === 'refused' ? { ...one, state: 'waiting', tries: 0 } : one))
  }

  /** Throw a record away with its photos: only at its user's word. */
  async discard(clientUuid: string): Promise<void> {
    const tx = this.store.transaction(['submissions', 'photos'], 'readwrite', STRICT)
    await tx.objectStore('submissions').delete(clientUuid)
    for (const id of await tx.objectStore('photos').index('owner').getAllKeys(clientUuid))
      await tx.objectStore('photos').delete(id)
    await tx.done
    this.changed()
  }

  async addPhoto(owner: string, blob: Blob, name: string): Promise<string> {
    const photo: Photo = { id: uuid(), owner, blob, name, added_at: this.now(), file: null, file_at: 0 }
    const tx = this.store.transaction('photos', 'readwrite', STRICT)
    await tx.store.put(photo)
    await tx.done
    return photo.id
  }

  photo(id: string): Promise<Photo | undefined> {
    return this.store.get('photos', id)
  }

  async dropPhoto(id: string): Promise<void> {
    await this.store.delete('photos', id)
  }

  /** Send what waits, oldest first, for whoever is signed in. Rounds never overlap, not even between tabs. */
  send(): Promise<Round> {
    this.running ??= this.round().finally(() => {
      this.running = null
      this.changed()
    })
    return this.running
  }

  private async round(): Promise<Round> {
    return (await this.next(null, 0)) ? this.alone(() => this.sendAll()) : 'done'
  }

  /** One tab at a time. A lock ends with its page; without locks a lease is prolonged as long as the page lives. */
  private async alone(work: () => Promise<Round>): Promise<Round> {
    if (this.locks)
      return this.locks.request(LOCK, { ifAvailable: true }, (lock) => (lock ? work() : 'elsewhere'))
    if (!(await this.lease(LEASE)))
      return 'elsewhere'
    const alive = setInterval(() => void this.lease(LEASE).catch(() => undefined), SIGN_OF_LIFE)
    try {
      return await work()
    } finally {
      clearInterval(alive)
      await this.lease(0)
    }
  }

  private async sendAll(): Promise<Round> {
    try {
      const user = await this.transport.user()
      if (user === null)
        return 'signed-out'
      let delayed: Round = 'done'
      for (let one = await this.next(user, 0); one; one = await this.next(user, one.seq)) {
        // A page that was frozen in its pocket may have lost its lease meanwhile.
        if (!this.locks && !(await this.lease(LEASE)))
          return 'elsewhere'
        const round = await this.deliver(one)
        if (round === 'signed-out' || (round === 'later' && !(await this.mayPass(one.client_uuid))))
          return round
        delayed = round === 'later' ? round : delayed
      }
      return delayed
    } catch {
      // Asking whose session it is already failed: no network.
      return 'later'
    }
  }

  /** The first record behind `seq` that waits, of this user; of anybody for null. */
  private async next(user: number | null, seq: number): Promise<Submission | undefined> {
    const rest = await this.store.getAllFromIndex('submissions', 'seq', IDBKeyRange.lowerBound(seq, true))
    return rest.find((one) => one.state === 'waiting' && (user === null || one.user === user))
  }

  /** A record the server stumbles over does not hold up the others for ever; a lost network does. */
  private async mayPass(clientUuid: string): Promise<boolean> {
    const one = await this.get(clientUuid)
    return (one?.error?.status ?? 0) >= 500 && (one?.tries ?? 0) >= PATIENCE
  }

  private async deliver(one: Submission): Promise<Round> {
    try {
      const answer = one.whole ? await this.postWhole(one) : await this.postWithNumbers(one)
      await this.taken(one.client_uuid, answer)
      return 'done'
    } catch (thrown) {
      const error = told(thrown)
      if (error.status === 401)
        return 'signed-out'
      const state: State = passing(error) ? 'waiting' : 'refused'
      await this.update(one.client_uuid, (now) => ({ ...now, state, error, tries: now.tries + 1 }))
      return state === 'waiting' ? 'later' : 'done'
    }
  }

  private async postWithNumbers(one: Submission): Promise<Answer | null> {
    const files = await this.storePhotos(one.client_uuid)
    const body = fill(one.body, files) as Record<string, unknown>
    return this.transport.post(one.path, { ...body, client_uuid: one.client_uuid, captured_at: one.captured_at })
  }

  private async postWhole(one: Submission): Promise<Answer | null> {
    const photos = await this.store.getAllFromIndex('photos', 'owner', one.client_uuid)
    const form = formOf({ ...one.body, client_uuid: one.client_uuid, captured_at: one.captured_at }, photos)
    return this.transport.whole(one.path, form)
  }

  private async storePhotos(owner: string): Promise<Map<string, number>> {
    const files = new Map<string, number>()
    for (const photo of await this.store.getAllFromIndex('photos', 'owner', owner)) {
      let file = this.now() - photo.file_at < FILE_LIVES ? photo.file : null
      if (file === null) {
        file = await this.transport.upload(photo.blob, photo.name)
        await this.store.put('photos', { ...photo, file, file_at: this.now() })
      }
      files.set(photo.id, file)
    }
    return files
  }

  /** The server has it: its photos go, a receipt stays for the user to see. */
  private async taken(clientUuid: string, answer: Answer | null): Promise<void> {
    const tx = this.store.transaction(['submissions', 'photos'], 'readwrite')
    const one = await tx.objectStore('submissions').get(clientUuid)
    if (one) {
      await tx.objectStore('submissions').put({
        ...one, state: 'sent', error: null, body: {}, form: null, changed_at: this.now(),
        answer: one.whole ? answer : typeof answer?.id === 'number' ? { id: answer.id } : null,
      })
    }
    for (const id of await tx.objectStore('photos').index('owner').getAllKeys(clientUuid))
      await tx.objectStore('photos').delete(id)
    await tx.done
    this.changed()
  }

  private async update(clientUuid: string, change: (one: Submission) => Submission): Promise<Submission | undefined> {
    const tx = this.store.transaction('submissions', 'readwrite', STRICT)
    const before = await tx.store.get(clientUuid)
    const after = before && { ...change(before), changed_at: this.now() }
    if (after)
      await tx.store.put(after)
    await tx.done
    this.changed()
    return after
  }

  /** Take, prolong or (0) give back the right to send: a crashed holder loses it after LEASE. */
  private async lease(time: number): Promise<boolean> {
    const tx = this.store.transaction('leases', 'readwrite')
    const held = await tx.store.get('send')
    const free = !held || held.holder === this.holder || held.until < this.now()
    if (free)
      await tx.store.put({ name: 'send', holder: this.holder, until: time && this.now() + time })
    await tx.done
    return free
  }

  /** Receipts older than three days, and photos without a form, go. */
  async tidy(): Promise<void> {
    const before = this.now() - 3 * DAY
    const known = new Set<string>()
    for (const one of await this.all()) {
      if (one.state === 'sent' && one.changed_at < before)
        await this.store.delete('submissions', one.client_uuid)
      else
        known.add(one.client_uuid)
    }
    for (const photo of await this.store.getAll('photos')) {
      // A form keeps itself only after its first photo.
      if (!known.has(photo.owner) && photo.added_at < this.now() - DAY)
        await this.store.delete('photos', photo.id)
    }
  }
}
