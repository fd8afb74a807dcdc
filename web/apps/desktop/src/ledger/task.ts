/** What is being filled in beside a list: a new row, one step of a row, or one step of many rows. */
import type { Command, Values } from '@changqian/ledger'

export type Task<Row>
  = | { kind: 'create', initial?: Values }
    | { kind: 'step', command: Command<Row> }
    | { kind: 'set', command: Command<Row>, rows: Row[] }
