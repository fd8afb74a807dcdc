/** The phone's own store: what waits to be sent, its photos, and what was read last. One IndexedDB for the app. */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb'

/** draft: still being filled in · waiting: to be sent · refused: the server said no, the user corrects · sent. */
export type State = 'draft' | 'waiting' | 'refused' | 'sent'

/** What the server, or the way to it, said last. Status 0: it was not reached. */
export interface Refusal {
  status: number
  detail: string
  fields: Readonly<Record<string, readonly string[]>>
}

export type Answer = { id?: number } & Readonly<Record<string, unknown>>

export interface Submission {
  /** The server's idempotency key: the same one again never makes a second row. */
  client_uuid: string
  /** Who filled it in. Only the same user's session ever sends it. */
  user: number
  user_name: string
  /** Which form it came from, and which one corrects it: patrol, hazard… */
  kind: string
  /** What it is about, so that the half-filled form is found again: point:12. Empty when one may be begun many times. */
  subject: string
  title: string
  path: string
  /** What is posted. A photo's place is held by `{ photo: id }` until its file has a number. */
  body: Readonly<Record<string, unknown>>
  /** The form exactly as the user left it. */
  form: unknown
  /** Its files travel inside it, so that none of them is stored under the user's name. */
  whole?: boolean
  captured_at: string
  /** Order of sending; 0 for drafts. */
  seq: number
  state: State
  tries: number
  error: Refusal | null
  changed_at: number
  /** The row that the server made of it; of a record that travels whole, all that it answered. */
  answer: Answer | null
}

export interface Photo {
  id: string
  /** The submission that it belongs to. */
  owner: string
  blob: Blob
  name: string
  added_at: number
  /** The server's file number, and when it was given: files that no row uses are swept after a day. */
  file: number | null
  file_at: number
}

export interface Kept { key: string, user: number, value: unknown, at: number }
interface Lease { name: string, holder: string, until: number }

interface Schema extends DBSchema {
  submissions: { key: string, value: Submission, indexes: { seq: number } }
  photos: { key: string, value: Photo, indexes: { owner: string } }
  kept: { key: string, value: Kept, indexes: { user: number } }
  leases: { key: string, value: Lease }
}

export type Store = IDBPDatabase<Schema>

/** Reloads, updates and crashes keep it; the user can only lose it by clearing the site's data. */
export function openStore(name = 'changqian'): Promise<Store> {
  return openDB<Schema>(name, 1, {
    upgrade(db) {
      db.createObjectStore('submissions', { keyPath: 'client_uuid' }).createIndex('seq', 'seq')
      db.createObjectStore('photos', { keyPath: 'id' }).createIndex('owner', 'owner')
      db.createObjectStore('kept', { keyPath: 'key' }).createIndex('user', 'user')
      db.createObjectStore('leases', { keyPath: 'name' })
    },
    // Another tab with a newer version waits for this one otherwise.
    blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
  })
}

/** `crypto.randomUUID` exists on secure origins only; a phone on the factory's LAN may have none. */
export function uuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6]! & 0x0f) | 0x40
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
