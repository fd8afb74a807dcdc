/** Two people changed one row: what differs, field by field, and what comes of the user's choices. Pure. */
import type { Field } from './define'
import { isVeiled, startValues } from './forms'
import type { Values } from './forms'

export type Side = 'mine' | 'theirs'
export type Sides = Readonly<Record<string, Side>>
type Row = Readonly<Record<string, unknown>>

export interface Difference {
  field: Field
  before: unknown
  mine: unknown
  theirs: unknown
  /** Who changed it since the user read it. */
  by: 'me' | 'them' | 'both'
  /** What was filled in cannot be sent: a sealed value as it was shown. */
  bound: boolean
}

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)

/** The fields of the form in which the user's version is not the one that is there now. */
export function differences(fields: readonly Field[], before: Row, mine: Values, theirs: Row): Difference[] {
  const [was, is] = [startValues(fields, before), startValues(fields, theirs)]
  return fields.filter(({ key }) => key in theirs && !same(mine[key], is[key])).map((field) => {
    const { key } = field
    const iDid = !same(mine[key], was[key])
    const by = !iDid ? 'them' : same(was[key], is[key]) ? 'me' : 'both'
    return { field, before: was[key], mine: mine[key], theirs: is[key], by, bound: isVeiled(mine[key], before[key]) }
  })
}

/** Whoever changed a field alone is taken at his word; where both did, the user's own version is proposed. */
export function proposed(found: readonly Difference[]): Record<string, Side> {
  return Object.fromEntries(found.map(({ field, by }) => [field.key, by === 'them' ? 'theirs' : 'mine']))
}

/** The form's values with each field taken from the side that was chosen. */
export function merged(fields: readonly Field[], mine: Values, theirs: Row, sides: Sides): Values {
  const is = startValues(fields, theirs)
  return { ...mine, ...Object.fromEntries(fields.filter(({ key }) => sides[key] === 'theirs').map(({ key }) => [key, is[key]])) }
}
