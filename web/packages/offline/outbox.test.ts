// @vitest-environment node
import 'fake-indexeddb/auto'
import { describe, expect, it, vi } from 'vitest'
import { openStore, uuid, type Store } from './db'
import { daysLeft, fill, Outbox, type Draft, type Locks, type Round, type Transport } from './outbox'

const 王小虎 = 7
const 陈安全 = 8
const NOON = Date.parse('2026-03-09T12:00:00+08:00')

/** A server with idempotent creates, and a network that can be cut before or after it has answered. */
class Server implements Transport {
  signedIn: number | null = 王小虎
  rows = new Map<string, Record<string, unknown>>()
  files: string[] = []
  posts: string[] = []
  /** What happens to the next posts: cut before the server, cut before the answer, or a status. */
  next: ('lost' | 'unanswered' | number)[] = []
  cut = false

  private refuse(status: number, detail = ''): never {
    throw Object.assign(new Error(detail), { status, detail, fields: {} })
  }

  async user() {
    if (this.cut)
      this.refuse(0, '连不上服务器')
    return this.signedIn
  }

  async upload(blob: Blob, name: string) {
    if (this.cut)
      this.refuse(0)
    const content = `${name}:${await blob.text()}`
    if (!this.files.includes(content))
      this.files.push(content)
    return this.files.indexOf(content) + 100
  }

  async post(path: string, body: Readonly<Record<string, unknown>>) {
    const fate = this.cut ? 'lost' : this.next.shift()
    if (fate === 'lost')
      this.refuse(0)
    if (typeof fate === 'number')
      this.refuse(fate, fate === 400 ? '请填写异常说明' : '')
    const key = String(body['client_uuid'])
    this.posts.push(key)
    if (!this.rows.has(key))
      this.rows.set(key, { ...body, path, id: this.rows.size + 1 })
    if (fate === 'unanswered')
      this.refuse(0)
    return { id: this.rows.get(key)!['id'] as number }
  }

  async whole(path: string, form: FormData) {
    const files = form.getAll('photos') as File[]
    return { ...await this.post(path, Object.fromEntries(form)), query_code: 'K7Q2', files: files.map(({ name }) => name) }
  }
}

/** The locks of a browser: held until the work ends or the page dies. */
class Browser implements Locks {
  private held: object | null = null

  async request(_name: string, _options: object, work: Parameters<Locks['request']>[2]): Promise<Round> {
    if (this.held)
      return work(null)
    const mine = this.held = {}
    try {
      return await work(mine)
    } finally {
      this.held = this.held === mine ? null : this.held
    }
  }

  kill(): void {
    this.held = null
  }
}

let number = 0
let now = NOON

async function phone(
  server = new Server(), locks: Locks | null = null,
): Promise<{ server: Server, box: Outbox, store: Store, again: () => Outbox }> {
  now = NOON
  const store = await openStore(`phone-${number += 1}`)
  const again = () => new Outbox(store, server, () => now, locks)
  return { server, box: again(), store, again }
}

function draft(over: Partial<Draft> = {}): Draft {
  return {
    client_uuid: uuid(), user: 王小虎, user_name: '王小虎', kind: 'patrol', subject: 'point:1', title: '巡查 · 1号行车',
    form: { answers: {} }, ...over,
  }
}

async function finished(box: Outbox, over: Partial<Draft> = {}, body: Record<string, unknown> = {}): Promise<string> {
  const one = draft(over)
  await box.finish(one, {
    title: one.title, form: one.form, path: '/api/patrols/', body, captured_at: '2026-03-09T11:58:00+08:00',
  })
  return one.client_uuid
}

describe('What has been saved is sent', () => {
  it('goes at once when the server is there, and leaves a receipt', async () => {
    const { server, box } = await phone()
    const key = await finished(box, {}, { point: 12 })
    expect(await box.send()).toBe('done')
    expect(server.rows.get(key)).toMatchObject({
      path: '/api/patrols/', point: 12, client_uuid: key, captured_at: '2026-03-09T11:58:00+08:00',
    })
    expect(await box.get(key)).toMatchObject({ state: 'sent', answer: { id: 1 } })
  })

  it('waits without a network and goes in the order of saving', async () => {
    const { server, box } = await phone()
    server.cut = true
    const keys = [await finished(box), await finished(box), await finished(box)]
    expect(await box.send()).toBe('later')
    expect((await box.all()).map((one) => one.state)).toEqual(['waiting', 'waiting', 'waiting'])
    server.cut = false
    expect(await box.send()).toBe('done')
    expect(server.posts).toEqual(keys)
  })

  it('keeps the order when the network goes in the middle', async () => {
    const { server, box } = await phone()
    const keys = [await finished(box), await finished(box)]
    server.next = ['lost']
    expect(await box.send()).toBe('later')
    expect(server.posts).toEqual([])
    expect(await box.send()).toBe('done')
    expect(server.posts).toEqual(keys)
  })

  it('two rounds at once are one', async () => {
    const { server, box } = await phone()
    await finished(box)
    await Promise.all([box.send(), box.send()])
    expect(server.posts).toHaveLength(1)
  })

  it('without locks a second tab leaves the sending to the first, and takes over soon after that one gave no more sign of life', async () => {
    const { server, box, again } = await phone()
    await finished(box)
    let release = (): void => undefined
    vi.spyOn(server, 'user').mockImplementationOnce(() => new Promise((resolve) => {
      release = () => resolve(王小虎)
    }))
    const first = box.send()
    await vi.waitFor(() => expect(server.user).toHaveBeenCalled())
    expect(await again().send()).toBe('elsewhere')
    now += 16_000
    expect(await again().send()).toBe('done')
    release()
    // The first wakes up again: it has lost its lease and sends nothing.
    await first
    expect(server.posts).toHaveLength(1)
  })

  it('a tab that lives keeps its lease however long a photo takes', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    const { server, box, again } = await phone()
    await finished(box)
    let release = (): void => undefined
    vi.spyOn(server, 'user').mockImplementationOnce(() => new Promise((resolve) => {
      release = () => resolve(王小虎)
    }))
    const first = box.send()
    await vi.waitFor(() => expect(server.user).toHaveBeenCalled())
    for (let seconds = 0; seconds < 60; seconds += 4) {
      now += 4_000
      vi.advanceTimersByTime(4_000)
      await new Promise((resolve) => setTimeout(resolve, 5))
      expect(await again().send()).toBe('elsewhere')
    }
    release()
    expect(await first).toBe('done')
    vi.useRealTimers()
    expect(server.posts).toHaveLength(1)
  })

  it('with locks the sending passes to the next tab the moment the page that held it is gone', async () => {
    const locks = new Browser()
    const { server, box, again } = await phone(new Server(), locks)
    await finished(box)
    vi.spyOn(server, 'user').mockImplementationOnce(() => new Promise(() => undefined))
    void box.send()
    await vi.waitFor(() => expect(server.user).toHaveBeenCalled())
    expect(await again().send()).toBe('elsewhere')
    locks.kill()
    expect(await again().send()).toBe('done')
    expect(server.posts).toHaveLength(1)
  })
})

describe('Crashes', () => {
  it('the app dies between the server’s work and its answer: sent again under the same uuid, one row', async () => {
    const { server, box, again } = await phone()
    const key = await finished(box)
    server.next = ['unanswered']
    expect(await box.send()).toBe('later')
    // A new process with the same disk.
    expect(await again().send()).toBe('done')
    expect(server.posts).toEqual([key, key])
    expect(server.rows.size).toBe(1)
  })

  it('it dies after one of two photos: the second only is stored', async () => {
    const { server, box, again } = await phone()
    const key = uuid()
    const photos = [await box.addPhoto(key, new Blob(['裂纹']), 'a.jpg'), await box.addPhoto(key, new Blob(['全景']), 'b.jpg')]
    await finished(box, { client_uuid: key }, { photos: photos.map((photo) => ({ photo })) })
    const upload = vi.spyOn(server, 'upload')
    upload.mockImplementationOnce(async () => 100)
    upload.mockImplementationOnce(async () => { throw Object.assign(new Error(), { status: 0 }) })
    expect(await box.send()).toBe('later')
    upload.mockClear()
    upload.mockImplementation(async () => 101)
    expect(await again().send()).toBe('done')
    expect(upload).toHaveBeenCalledTimes(1)
    expect([...(server.rows.get(key)!['photos'] as number[])].sort()).toEqual([100, 101])
  })

  it('a file that nobody used for a day is stored anew: the server has swept it', async () => {
    const { server, box } = await phone()
    const key = uuid()
    const photo = await box.addPhoto(key, new Blob(['裂纹']), 'a.jpg')
    await finished(box, { client_uuid: key }, { photos: [{ photo }] })
    server.next = ['lost']
    await box.send()
    const upload = vi.spyOn(server, 'upload')
    now += 24 * 3_600_000
    expect(await box.send()).toBe('done')
    expect(upload).toHaveBeenCalledTimes(1)
  })

  it('photos go when the server has them', async () => {
    const { box, store } = await phone()
    const key = uuid()
    const photo = await box.addPhoto(key, new Blob(['裂纹']), 'a.jpg')
    await finished(box, { client_uuid: key }, { items: [{ item: 3, photos: [{ photo }] }] })
    await box.send()
    expect(await store.count('photos')).toBe(0)
  })
})

describe('Refusals', () => {
  it('keeps the sentence with the record, and sends the others', async () => {
    const { server, box } = await phone()
    const refused = await finished(box)
    const taken = await finished(box)
    server.next = [400]
    expect(await box.send()).toBe('done')
    expect(await box.get(refused)).toMatchObject({ state: 'refused', error: { status: 400, detail: '请填写异常说明' } })
    expect(await box.get(taken)).toMatchObject({ state: 'sent' })
    // Nothing is sent again by itself.
    await box.send()
    expect(server.posts).toEqual([taken])
  })

  it('is corrected under the same uuid and goes to the end of the row', async () => {
    const { server, box } = await phone()
    const key = await finished(box, { form: { text: '' } })
    server.next = [400]
    await box.send()
    const opened = await box.reopen(key)
    expect(opened).toMatchObject({ state: 'draft', form: { text: '' } })
    await finished(box, { client_uuid: key, form: { text: '钢丝绳断丝' } }, { text: '钢丝绳断丝' })
    await box.send()
    expect(server.rows.get(key)).toMatchObject({ text: '钢丝绳断丝' })
    expect(server.rows.size).toBe(1)
  })

  it('a server in trouble is asked again, and after three times no longer holds up the rest', async () => {
    const { server, box } = await phone()
    const stuck = await finished(box)
    const behind = await finished(box)
    server.next = [500]
    expect(await box.send()).toBe('later')
    server.next = [500]
    expect(await box.send()).toBe('later')
    expect(server.rows.size).toBe(0)
    server.next = [500]
    expect(await box.send()).toBe('later')
    expect(server.rows.has(behind)).toBe(true)
    expect(await box.get(stuck)).toMatchObject({ state: 'waiting', tries: 3 })
    expect(await box.send()).toBe('done')
    expect(server.rows.has(stuck)).toBe(true)
  })

  it('an error of the phone itself does not lose the record', async () => {
    const { server, box } = await phone()
    const key = await finished(box)
    vi.spyOn(server, 'post').mockRejectedValueOnce(new TypeError('x is undefined'))
    expect(await box.send()).toBe('later')
    expect(await box.get(key)).toMatchObject({ state: 'waiting', error: { status: -1 } })
  })
})

describe('Users', () => {
  it('waits for a new sign-in of the same user when the session has ended', async () => {
    const { server, box } = await phone()
    const key = await finished(box)
    server.next = [401]
    expect(await box.send()).toBe('signed-out')
    expect(await box.get(key)).toMatchObject({ state: 'waiting', tries: 0 })
    expect(await box.send()).toBe('done')
    expect(server.rows.has(key)).toBe(true)
  })

  it('another user’s session never sends it', async () => {
    const { server, box } = await phone()
    const mine = await finished(box)
    const his = await finished(box, { user: 陈安全, user_name: '陈安全' })
    server.signedIn = 陈安全
    expect(await box.send()).toBe('done')
    expect(server.posts).toEqual([his])
    expect(await box.get(mine)).toMatchObject({ state: 'waiting', user_name: '王小虎' })
    server.signedIn = null
    expect(await box.send()).toBe('signed-out')
    server.signedIn = 王小虎
    expect(await box.send()).toBe('done')
    expect(server.posts).toEqual([his, mine])
  })
})

describe('Half-filled forms', () => {
  it('are found again by their subject, also after a crash, and only by their user', async () => {
    const { box, again } = await phone()
    await box.keep(draft({ form: { answers: { 1: 'ok' } } }))
    expect(await again().begun(王小虎, 'patrol', 'point:1')).toMatchObject({ form: { answers: { 1: 'ok' } } })
    expect(await again().begun(陈安全, 'patrol', 'point:1')).toBeUndefined()
    expect(await again().begun(王小虎, 'patrol', 'point:2')).toBeUndefined()
  })

  it('a late keep does not turn a finished record back into a draft', async () => {
    const { box } = await phone()
    const one = draft()
    await box.finish(one, { ...one, path: '/api/patrols/', body: {}, captured_at: '2026-03-09T11:58:00+08:00' })
    await box.keep(one)
    expect(await box.get(one.client_uuid)).toMatchObject({ state: 'waiting' })
  })

  it('go with their photos when thrown away', async () => {
    const { box, store } = await phone()
    const one = draft()
    await box.addPhoto(one.client_uuid, new Blob(['x']), 'x.jpg')
    await box.keep(one)
    await box.discard(one.client_uuid)
    expect(await store.count('photos')).toBe(0)
    expect(await box.all()).toEqual([])
  })

  it('receipts go after three days, stray photos after one, everything else stays', async () => {
    const { box, store } = await phone()
    await finished(box)
    await box.send()
    const waiting = await finished(box)
    await box.addPhoto(uuid(), new Blob(['x']), 'x.jpg')
    await box.addPhoto(waiting, new Blob(['y']), 'y.jpg')
    now += 4 * 86_400_000
    await box.tidy()
    expect((await box.all()).map((one) => one.client_uuid)).toEqual([waiting])
    expect(await store.count('photos')).toBe(1)
  })
})

describe('Seven days', () => {
  it.each([
    ['2026-03-09T12:00:00+08:00', 7],
    ['2026-03-04T13:00:00+08:00', 2],
    ['2026-03-02T12:00:00+08:00', 0],
    ['2026-03-02T11:00:00+08:00', -1],
  ])('captured %s: %i days left', (at, days) => expect(daysLeft(at, NOON)).toBe(days))
})

describe('fill', () => {
  it('puts file numbers where the photos were, deep inside too, and drops those that are gone', () => {
    const files = new Map([['a', 1], ['b', 2]])
    expect(fill({ photos: [{ photo: 'a' }, { photo: 'lost' }], items: [{ photos: [{ photo: 'b' }], text: null }] }, files))
      .toEqual({ photos: [1], items: [{ photos: [2], text: null }] })
  })
})

describe('What travels whole', () => {
  it('brings its files along, stores none of them before, and keeps what was answered', async () => {
    const { server, box } = await phone()
    const one = draft({ kind: 'whistle' })
    const photo = await box.addPhoto(one.client_uuid, new Blob(['x']), '现场.jpg')
    await box.finish(one, {
      title: one.title, form: one.form, path: '/api/my-whistles/', captured_at: '2026-03-09T11:58:00+08:00', whole: true,
      body: { place: '冲压车间', photos: [{ photo }, { photo: 'gone' }], voice: null },
    })
    expect(await box.send()).toBe('done')
    expect(server.rows.get(one.client_uuid)).toMatchObject({ place: '冲压车间', client_uuid: one.client_uuid })
    expect((await box.get(one.client_uuid))?.answer).toMatchObject({ query_code: 'K7Q2', files: ['现场.jpg'] })
    expect(await box.photo(photo)).toBeUndefined()
  })
})
