/** What the user arranged for himself: kept on the server, with a copy here for the first moment and for want of a network. */
import { api, useSession } from '@changqian/api'
import { onBeforeUnmount, ref } from 'vue'
import type { Ref } from 'vue'

interface Copy { value: unknown, unsent?: boolean }

/** Until now some of it was kept on this computer only; what is found there is taken along. */
interface Before { key: string }

const SEND_AFTER = 800

function stored(key: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null')
  } catch {
    return null
  }
}

function store(key: string, copy: Copy): void {
  try {
    localStorage.setItem(key, JSON.stringify(copy))
  } catch {
    // A full store costs the copy, nothing else.
  }
}

/** `read` makes something sound of whatever was kept; null stands for nothing. */
export function useSetting<T>(
  name: string, read: (kept: unknown) => T, before?: Before,
): { value: Ref<T>, keep: (value: T) => void, arrived: Promise<void> } {
  const user = useSession().me?.id ?? 0
  const key = `changqian.setting.${user}.${name}`
  const path = `/api/me/settings/${name}/`
  const copy = stored(key) as Copy | null
  const early = before ? stored(before.key) : null
  // The generic type would leave the ref's own type undecided.
  const value = ref(read(copy ? copy.value : early)) as Ref<T>
  let timer: ReturnType<typeof setTimeout> | undefined
  let touched = false

  async function send(now: unknown): Promise<void> {
    timer = undefined
    try {
      await api.put(path, { value: now }, { quiet: true })
      store(key, { value: now })
      if (before)
        localStorage.removeItem(before.key)
    } catch {
      // Kept here as unsent; the next visit sends it.
    }
  }

  function keep(now: T): void {
    touched = true
    value.value = now
    store(key, { value: now, unsent: true })
    clearTimeout(timer)
    timer = setTimeout(() => void send(now), SEND_AFTER)
  }

  async function fetched(): Promise<void> {
    if (copy?.unsent)
      return send(copy.value)
    const told = await api.get<{ value: unknown } | null>(path, {}, { quiet: true }).catch(() => null)
    if (!told || touched)
      return
    if ((told.value ?? null) === null)
      return early === null ? undefined : send(early)
    value.value = read(told.value)
    store(key, { value: told.value })
  }

  onBeforeUnmount(() => {
    if (timer === undefined)
      return
    clearTimeout(timer)
    void send(value.value)
  })
  return { value, keep, arrived: fetched() }
}
