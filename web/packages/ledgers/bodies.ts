/** The bodies of a ledger's forms, named once: their types for the compiler, their labels and rules for the page. */
import { labels } from '@changqian/api'
import type { components } from '@changqian/api'
import type { BodyFacts } from '@changqian/ledger'

export type Schemas = components['schemas']
export type Body = keyof typeof labels.fields & keyof Schemas
export type Bodies<Names extends Readonly<Record<string, Body>>> = { [Step in keyof Names]: Schemas[Names[Step]] }

const FIELDS: Readonly<Record<string, Readonly<Record<string, string>>>> = labels.fields
const INPUTS: Readonly<Record<string, BodyFacts['inputs']>> = labels.inputs

export function bodyFacts(names: Readonly<Record<string, Body>>): Record<string, BodyFacts> {
  return Object.fromEntries(Object.entries(names).map(([step, name]) => [step, {
    labels: FIELDS[name] ?? {}, inputs: INPUTS[name] ?? {},
  }]))
}

/** The province's catalogue, and with it our risk points, still name accidents by the codes of GB 6441-1986. */
export const ACCIDENT_TYPES = 'accident_types@GB 6441-1986'
