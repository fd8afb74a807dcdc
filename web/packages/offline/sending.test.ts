import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Round } from './outbox'
import { backoff, keepSending } from './sending'

beforeEach(() => { vi.useFakeTimers() })
afterEach(() => { vi.useRealTimers() })

describe('When the outbox is emptied', () => {
  it('waits longer and longer, up to five minutes', () => {
    expect([0, 1, 2, 3].map(backoff)).toEqual([5_000, 10_000, 20_000, 40_000])
    expect(backoff(50)).toBe(300_000)
  })

  it('at start, again after a failure, at once when the network comes back, and not after stop', async () => {
    const rounds: Round[] = ['later', 'later', 'done', 'done']
    const send = vi.fn(async () => rounds.shift() ?? 'done')
    const sending = keepSending({ send })
    await vi.advanceTimersByTimeAsync(0)
    expect(send).toHaveBeenCalledTimes(1)
    await vi.advanceTimersByTimeAsync(5_000)
    expect(send).toHaveBeenCalledTimes(2)
    window.dispatchEvent(new Event('online'))
    await vi.advanceTimersByTimeAsync(0)
    expect(send).toHaveBeenCalledTimes(3)
    await vi.advanceTimersByTimeAsync(600_000)
    expect(send).toHaveBeenCalledTimes(3)
    sending.stop()
    window.dispatchEvent(new Event('online'))
    await vi.advanceTimersByTimeAsync(600_000)
    expect(send).toHaveBeenCalledTimes(3)
  })

  it('a session that ended is not asked again until somebody says so', async () => {
    const send = vi.fn(async (): Promise<Round> => 'signed-out')
    const seen: Round[] = []
    const sending = keepSending({ send }, (round) => seen.push(round))
    await vi.advanceTimersByTimeAsync(600_000)
    expect(send).toHaveBeenCalledTimes(1)
    await sending.now()
    expect(seen).toEqual(['signed-out', 'signed-out'])
    sending.stop()
  })
})
