/** When the outbox is emptied: at start, when the network or the page comes back, at the user's word, and in between. */
import type { Outbox, Round } from './outbox'

/** Milliseconds before the n-th attempt after a failure: 5 s, 10 s, 20 s … 5 min. */
export function backoff(failures: number): number {
  return Math.min(300_000, 5_000 * 2 ** Math.min(failures, 6))
}

export interface Sending {
  /** Now, whatever the backoff says. */
  now: () => Promise<Round>
  stop: () => void
}

export function keepSending(outbox: Pick<Outbox, 'send'>, onRound: (round: Round) => void = () => undefined): Sending {
  let failures = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let stopped = false

  async function now(): Promise<Round> {
    clearTimeout(timer)
    const round = await outbox.send().catch((): Round => 'later')
    if (stopped)
      return round
    onRound(round)
    // A session that ended is noticed by its sign-in; nothing is gained by asking again and again.
    if (round === 'later' || round === 'elsewhere') {
      timer = setTimeout(() => void now(), backoff(failures))
      failures += 1
    } else {
      failures = 0
    }
    return round
  }

  const wake = () => {
    failures = 0
    if (document.visibilityState !== 'hidden')
      void now()
  }
  window.addEventListener('online', wake)
  window.addEventListener('focus', wake)
  document.addEventListener('visibilitychange', wake)
  void now()

  return {
    now: () => {
      failures = 0
      return now()
    },
    stop: () => {
      stopped = true
      clearTimeout(timer)
      window.removeEventListener('online', wake)
      window.removeEventListener('focus', wake)
      document.removeEventListener('visibilitychange', wake)
    },
  }
}
