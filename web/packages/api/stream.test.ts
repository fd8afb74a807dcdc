import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { followNotices } from './stream'

class Source {
  static all: Source[] = []
  onopen: (() => void) | null = null
  onerror: (() => void) | null = null
  closed = false
  private heard: { name: string, hear: (event: MessageEvent<string>) => void }[] = []

  constructor(readonly url: string) { Source.all.push(this) }

  addEventListener(name: string, hear: (event: MessageEvent<string>) => void): void { this.heard.push({ name, hear }) }
  close(): void { this.closed = true }

  say(id: number): void {
    const data = JSON.stringify({ id, title: `消息${id}` })
    this.tell('notice', { data, lastEventId: String(id) } as MessageEvent<string>)
  }

  tell(what: string, event = {} as MessageEvent<string>): void {
    this.heard.forEach(({ name, hear }) => name === what && hear(event))
  }
}

let tickets = 0
let serving = true
const answer = (body: unknown) => new Response(JSON.stringify(body), { status: 200 })
const fetched = vi.fn(async (path: string) => {
  if (path.startsWith('/api/notices/'))
    return answer({ count: 1, results: [{ id: 9, title: '轮询' }] })
  if (!serving)
    throw new TypeError('Failed to fetch')
  tickets += 1
  return answer({ ticket: `t${tickets}`, expires_at: '' })
})

beforeEach(() => {
  vi.useFakeTimers()
  Source.all = []
  tickets = 0
  serving = true
  vi.stubGlobal('fetch', fetched)
  vi.stubGlobal('EventSource', Source)
})
afterEach(() => vi.useRealTimers())

async function follow() {
  const got: number[] = []
  const states: string[] = []
  const stirred = vi.fn()
  const stop = followNotices({
    pushUrl: 'http://push', after: 5, delay: () => 1000, onTodos: stirred,
    onNotice: (notice) => got.push(notice.id), onState: (state) => states.push(state),
  })
  await vi.advanceTimersByTimeAsync(0)
  return { got, states, stirred, stop }
}

describe('messages', () => {
  it('say that to-dos have changed, and once more after the stream was away', async () => {
    const { got, stirred, stop } = await follow()
    Source.all[0]?.onopen?.()
    Source.all[0]?.tell('todos')
    expect(stirred).toHaveBeenCalledTimes(1)
    Source.all[0]?.onerror?.()
    await vi.advanceTimersByTimeAsync(1000)
    Source.all[1]?.onopen?.()
    expect(stirred).toHaveBeenCalledTimes(2)
    expect(got).toEqual([])
    stop()
  })

  it('go on where they stopped, with a fresh ticket', async () => {
    const { got, stop } = await follow()
    expect(Source.all[0]?.url).toBe('http://push/events?ticket=t1&after=5')
    Source.all[0]?.onopen?.()
    Source.all[0]?.say(6)
    Source.all[0]?.onerror?.()
    expect(Source.all[0]?.closed).toBe(true)
    await vi.advanceTimersByTimeAsync(1000)
    expect(Source.all[1]?.url).toBe('http://push/events?ticket=t2&after=6')
    Source.all[1]?.say(6)
    Source.all[1]?.say(7)
    expect(got).toEqual([6, 7])
    stop()
    expect(Source.all[1]?.closed).toBe(true)
  })

  it('are fetched when the stream does not get through, and the stream is tried again', async () => {
    serving = false
    const { got, states, stop } = await follow()
    await vi.advanceTimersByTimeAsync(3000)
    expect(states).toContain('polling')
    expect(got).toEqual([9])
    serving = true
    await vi.advanceTimersByTimeAsync(1000)
    Source.all[0]?.onopen?.()
    expect(states.at(-1)).toBe('live')
    stop()
  })
})
