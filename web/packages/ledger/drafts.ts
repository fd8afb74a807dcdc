/** Half-typed forms survive a closed tab, a crash and an expired session. They stay on this computer, per user. */

export interface Draft { values: Record<string, unknown>, savedAt: string }

const PREFIX = 'changqian.draft.'
const KEPT_FOR = 14 * 86_400_000

export interface Drafts {
  read: (form: string) => Draft | null
  save: (form: string, values: Record<string, unknown>) => void
  discard: (form: string) => void
}

export function draftsOf(user: number, store: Storage = localStorage, now: () => Date = () => new Date()): Drafts {
  const key = (form: string) => `${PREFIX}${user}.${form}`
  return {
    read(form) {
      const text = store.getItem(key(form))
      if (!text)
        return null
      try {
        const draft = JSON.parse(text) as Draft
        if (now().getTime() - new Date(draft.savedAt).getTime() < KEPT_FOR)
          return draft
      } catch {
        // Written by an older version, or cut off: worth nothing.
      }
      store.removeItem(key(form))
      return null
    },
    save(form, values) {
      try {
        store.setItem(key(form), JSON.stringify({ values, savedAt: now().toISOString() }))
      } catch {
        // The store is full or forbidden. The form itself still holds what was typed.
      }
    },
    discard(form) {
      store.removeItem(key(form))
    },
  }
}
