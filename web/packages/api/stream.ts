/** Messages as they happen: server-sent events, a fresh ticket per connection; polling when they do not get through. */
import { api, type Page } from './client'
import type { Notice, Ticket } from './types'

export type StreamState = 'connecting' | 'live' | 'polling' | 'stopped'

export interface Follow {
  pushUrl: string
  /** Read on from here: the highest number already seen. */
  after?: number
  onNotice: (notice: Notice) => void
  /** The user's to-dos changed: something reached him, or a colleague has done it. Also after a time without a stream. */
  onTodos?: () => void
  onState?: (state: StreamState) => void
  /** Milliseconds before the n-th attempt to connect again. */
  delay?: (attempt: number) => number
}

const TRIES_BEFORE_POLLING = 3
export const backoff = (attempt: number): number => Math.min(60_000, 1000 * 2 ** attempt)

/** Follow the signed-in user's notices until the returned function is called. Each notice arrives once. */
export function followNotices({ pushUrl, after = 0, onNotice, onTodos, onState, delay = backoff }: Follow): () => void {
  let seen = after
  let failures = 0
  let source: EventSource | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let stopped = false

  function take(notice: Notice, seq: number): void {
    if (seq <= seen)
      return
    seen = seq
    onNotice(notice)
  }

  async function poll(): Promise<void> {
    onTodos?.()
    const page = await api.get<Page<Notice>>('/api/notices/', { after: seen }, { quiet: true })
    for (const notice of [...page.results].sort((a, b) => a.id - b.id))
      take(notice, notice.seq ?? notice.id)
  }

  function again(): void {
    source?.close()
    source = null
    if (stopped)
      return
    failures += 1
    if (failures >= TRIES_BEFORE_POLLING) {
      onState?.('polling')
      // Its failure changes nothing: the next attempt comes anyway.
      poll().catch(() => undefined)
    }
    timer = setTimeout(() => void connect(), delay(failures))
  }

  async function connect(): Promise<void> {
    if (failures < TRIES_BEFORE_POLLING)
      onState?.('connecting')
    try {
      const { ticket } = await api.post<Ticket>('/api/tickets/', { audience: 'push' }, { quiet: true })
      if (stopped)
        return
      // The browser's own reconnection would present the same, by then expired, ticket.
      const url = `${pushUrl}/events?ticket=${encodeURIComponent(ticket)}&after=${seen}`
      source = new EventSource(url)
      source.onopen = () => {
        if (failures)
          onTodos?.()
        failures = 0
        onState?.('live')
      }
      source.addEventListener('notice', (event: MessageEvent<string>) => {
        const notice = JSON.parse(event.data) as Notice
        take(notice, Number(event.lastEventId) || notice.id)
      })
      source.addEventListener('todos', () => onTodos?.())
      source.onerror = again
    } catch {
      again()
    }
  }

  void connect()
  return () => {
    stopped = true
    clearTimeout(timer)
    source?.close()
    onState?.('stopped')
  }
}
