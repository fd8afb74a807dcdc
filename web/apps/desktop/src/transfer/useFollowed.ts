/** Follows something the server works on: looks soon while it moves, less and less often while it does not. */
import { asApiError, isAbort } from '@changqian/api'
import type { ApiError } from '@changqian/api'
import { onActivated, onBeforeUnmount, onDeactivated, shallowRef } from 'vue'
import type { ShallowRef } from 'vue'

const SOON = 700
const SELDOM = 8000
/** After failures: the server may be restarting. */
const PATIENT = 20_000

export type Seen = 'moved' | 'still' | 'failed'

/** Milliseconds until the next look. */
export function pace(before: number, seen: Seen): number {
  if (seen === 'moved')
    return SOON
  return Math.min(seen === 'still' ? SELDOM : PATIENT, Math.max(SOON, Math.round(before * (seen === 'still' ? 1.5 : 2))))
}

interface Followed<T> {
  ask: (quiet: boolean) => Promise<T>
  /** Whether there is something to wait for. */
  atWork: (told: T) => boolean
}

export function useFollowed<T>({ ask, atWork }: Followed<T>) {
  // The generic type would leave the ref's own type undecided.
  const data = shallowRef(null) as ShallowRef<T | null>
  const error = shallowRef<ApiError | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined
  let wait = SOON
  let asked = 0
  let away = false

  function take(told: T): void {
    wait = pace(wait, JSON.stringify(told) === JSON.stringify(data.value) ? 'still' : 'moved')
    data.value = told
    error.value = null
    plan()
  }

  function plan(): void {
    clearTimeout(timer)
    if (!away && data.value !== null && atWork(data.value))
      timer = setTimeout(() => void look(true), wait)
  }

  async function look(quiet = false): Promise<void> {
    const number = asked += 1
    try {
      const told = await ask(quiet)
      if (number === asked)
        take(told)
    } catch (thrown) {
      if (number !== asked || isAbort(thrown))
        return
      error.value = asApiError(thrown)
      wait = pace(wait, 'failed')
      plan()
    }
  }

  /** What a step answered stands for a look. */
  function put(told: T): void {
    asked += 1
    take(told)
  }

  onActivated(() => {
    if (!away)
      return
    away = false
    wait = SOON
    void look()
  })
  onDeactivated(() => {
    away = true
    clearTimeout(timer)
  })
  onBeforeUnmount(() => {
    away = true
    asked += 1
    clearTimeout(timer)
  })

  return { data, error, look, put }
}
