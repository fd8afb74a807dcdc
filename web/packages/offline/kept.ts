/** What was read last, so that pages open without a network. Each user's is his own. */
import type { Store } from './db'

export class Shelf {
  constructor(private readonly store: Store, private readonly now: () => number = Date.now) {}

  async keep(user: number, name: string, value: unknown): Promise<void> {
    await this.store.put('kept', { key: `${user}:${name}`, user, value, at: this.now() })
  }

  /** The value and when it was read. */
  async get<T>(user: number, name: string): Promise<{ value: T, at: number } | null> {
    const found = await this.store.get('kept', `${user}:${name}`)
    return found ? { value: found.value as T, at: found.at } : null
  }

  /** On signing out: the phone may be somebody else's tomorrow. The outbox is untouched. */
  async forget(user: number): Promise<void> {
    const tx = this.store.transaction('kept', 'readwrite')
    for (const key of await tx.store.index('user').getAllKeys(user))
      await tx.store.delete(key)
    await tx.done
  }
}
