/** Shapes that all ledgers share and that belong to no single schema. */
import type { components } from './schema'

export interface Config {
  name: string
  version: string
  public_url: string
  push_url: string
  tianditu_key: string
  signed_in: boolean
}

export interface RoleHeld {
  role: string
  role_label: string
  region: number | null
  region_name: string
  enterprise: number | null
  enterprise_name: string
}

export interface Me {
  id: number
  name: string
  username: string
  /** The register of persons has said that the name is his. */
  real_name: boolean
  roles: RoleHeld[]
  permissions: string[]
  home: 'desktop' | 'mobile'
  scope_label: string
  enterprise: { id: number, name: string } | null
  sites: { id: number, name: string, region_name: string }[]
}

/** What still has to be done between the first factor and being in. */
export interface Doorway {
  next: 'second_factor' | 'password' | 'enrol' | 'bind'
  username: string
  /** Why the password must be changed. */
  why: string
  /** With its middle hidden; empty when none is known. */
  phone: string
}

export interface Captcha { key: string, image: string }

export interface Ticket { ticket: string, expires_at: string }

export interface Notice {
  id: number
  title: string
  body: string
  link: string
  kind: string
  created_at: string
  read_at?: string | null
  seq?: number
  group?: string
  /** Waits for the digest of the day. */
  held?: boolean
  /** What became of the message to the phone; '' where none was sent. */
  sms?: string
}

export interface FileRef {
  id: number
  name: string
  kind: string
  size: number
  width?: number | null
  height?: number | null
}

export interface Region {
  id: number
  code: string | null
  name: string
  kind: string
  parent: number | null
  path: string
  center: [number, number] | null
}

export interface DictionaryItem {
  code: string
  name: string
  parent: string | null
  extra?: Readonly<Record<string, unknown>>
}

export interface Change { field: string, label: string, old: unknown, new: unknown }

export interface HistoryEntry {
  at: string
  actor: string
  action: string
  action_label: string
  changes: Change[]
}

/** One line of GET /<path>/<id>/next/: what can be done with the row now, by whom, and why not. Steps are the ledger's own. */
export type NextStep = Omit<components['schemas']['HazardNext'], 'step'> & { step: string }
