/** What every ledger page is made of. A definition is data; a renderer (desktop, mobile) draws it. */
export type Options = Readonly<Record<string, string>>

export type InputKind
  = | 'text' | 'textarea' | 'number' | 'money' | 'date' | 'datetime' | 'month' | 'switch' | 'password'
    | 'select' | 'radio' | 'decision' | 'multiselect' | 'tags' | 'level'
    | 'enterprise' | 'site' | 'person' | 'people' | 'colleague' | 'account' | 'region' | 'risk' | 'emergency_plan' | 'equipment' | 'catalogue'
    | 'accident' | 'organisation' | 'recorder_model'
    | 'dictionary' | 'dictionaries'
    | 'photos' | 'files' | 'lines' | 'checklist' | 'criteria'

type Tone = 'plain' | 'brand' | 'good' | 'caution' | 'bad'

/** An input that needs saying more than its kind. */
export interface InputSpec {
  input: InputKind
  /** Only where the server's own label does not fit this form. */
  label?: string
  help?: string
  placeholder?: string
  required?: boolean
  options?: Options
  /** Name of the server's dictionary, for 'dictionary'. */
  dictionary?: string
  unit?: string
  /** Begins a group of inputs with this heading. */
  group?: string
  min?: number
  max?: number
  /** What a fresh form starts with; a function where that depends on the day. */
  initial?: unknown
  /** Shown, and sent, only while this holds of the rest of the form, and of the row it is about. */
  when?: (values: Readonly<Record<string, unknown>>, row: Readonly<Record<string, unknown>>) => boolean
}

/** What the renderer sends along by itself. */
type Sent = 'version' | 'ids' | 'client_uuid' | 'captured_at'
type Needed<Body> = { [K in keyof Body]-?: undefined extends Body[K] ? never : K }[keyof Body]

/** Every input the body needs, and those of the rest that the form offers. */
export type Form<Body> = { [K in Exclude<Needed<Body>, Sent>]: InputKind | InputSpec }
  & { [K in Exclude<keyof Body, Needed<Body> | Sent>]?: InputKind | InputSpec }

/** What the schema says of a body's fields: what they are called, and what is asked of them. */
export interface BodyFacts {
  labels: Readonly<Record<string, string>>
  inputs: Readonly<Record<string, { required?: boolean, max?: number, help?: string }>>
}

export interface Field extends InputSpec {
  key: string
  label: string
  required: boolean
}

export type ColumnKind
  = | 'text' | 'number' | 'money' | 'date' | 'datetime' | 'month' | 'ago' | 'deadline' | 'level' | 'status' | 'list'
    | 'yesno' | 'percent'

export interface ColumnSpec<Row> {
  key: keyof Row & string
  as?: ColumnKind
  label?: string
  width?: number
  sortable?: boolean
  /** Not shown until the user asks for it in the column settings. */
  hidden?: boolean
  /** The value is a code of this dictionary of the server; its name is shown. */
  dictionary?: string
  /** A deadline that no longer presses: only its day is shown, and of the opened row nothing. */
  settled?: (row: Row) => boolean
  /** The value says something of this row; else — stands there: who came to a drill still to be held. */
  when?: (row: Row) => boolean
  /** The value is sealed and shown masked; whoever may, reads it whole, one at a time: the record's name on the server. */
  sealed?: string
}

export interface Column {
  key: string
  as: ColumnKind
  label: string
  width?: number
  sortable?: boolean
  hidden?: boolean
  dictionary?: string
  settled?: (row: never) => boolean
  when?: (row: never) => boolean
  sealed?: string
  options?: Options
}

/** One condition of the list. Its key is the name of the query parameter. */
export interface FilterSpec {
  key: string
  input: 'text' | 'select' | 'multiselect' | 'level' | 'date' | 'dates' | 'month' | 'switch' | 'region' | 'enterprise'
    | 'recorder' | 'recorder_model' | 'dictionary' | 'dictionaries'
  label?: string
  options?: Options
  dictionary?: string
  /** Several values go as one parameter, separated by commas, instead of repeating it. */
  joined?: boolean
}

export interface Filter extends FilterSpec { label: string }

export interface Section {
  title: string
  /** The row has come so far that the section can hold something. */
  when?: (row: never) => boolean
  fields: Column[]
}

export interface Command<Row> {
  step: string
  label: string
  permission: string
  /** Whether the state table allows the step from the row's status. */
  when: (row: Row) => boolean
  form: Field[]
  /** Where the step is taken on many rows at once: POST /<path>/<batch>/ with ids. */
  batch?: string
  danger: boolean
  /** Offered beside the row in the list; else only where the row is read. */
  listed: boolean
  /** What the step does, in one sentence above its form. */
  explain?: string
}

export interface Definition<Row, Create, Bodies, Detail, Labelled> {
  /** App label of the server: prefix of permissions, key of the state table. */
  name: string
  /** Part of the address, when it is not the name: /api/<path>/. */
  path?: string
  title: string
  /** One sentence: what this page is for. */
  purpose: string
  /** What one row is called in a sentence: 条隐患, 家企业. */
  unit?: string
  /** What the search box looks into, in words. */
  search?: string
  /** What to do when there is nothing yet. */
  empty?: string
  /** Permission that opens the page; `<name>.view` unless said. */
  view?: string
  labels: Labelled & Partial<Record<keyof Row | keyof Detail, string>>
  /** What the schema says of each form, by its step; `create` for a new row. */
  bodies?: Readonly<Record<string, BodyFacts>>
  options: Partial<Record<keyof Row | keyof Detail | keyof Create, Options>> & Readonly<Record<string, Options>>
  columns: ((keyof Row & keyof Labelled & string) | ColumnSpec<Row>)[]
  filters: ((keyof Row & string) | FilterSpec)[]
  ordering?: string
  sections?: { title: string, when?: (row: Detail) => boolean, fields: ((keyof Detail & string) | ColumnSpec<Detail>)[] }[]
  tones?: Readonly<Record<string, Tone>>
  /** Which field names a row in titles: "隐患 · 配电箱门缺失". */
  heading?: keyof Detail & string
  create?: { step: string, label?: string, form: Form<Create> }
  commands: { [Step in keyof Bodies]: Form<Bodies[Step]> }
  explain?: Partial<Record<keyof Bodies, string>>
  /** Where a step is allowed by the permission of another: the step's name behind `<name>.`. */
  permissions?: { [Step in keyof Bodies]?: string }
  /** Where the button says more than the permission: 修改证书 for `people.certify`. */
  stepLabels?: { [Step in keyof Bodies]?: string }
  /** What else must hold of a row for a step to be offered, beside the state table. */
  fits?: { [Step in keyof Bodies]?: (row: Row) => boolean }
  /** The server answers GET /<path>/<id>/next/: which steps this user may do now, why not, and who may. */
  next?: boolean
  /** Steps that can be taken on many rows, and the address of the set step: POST /<path>/<address>/. */
  batch?: { [Step in keyof Bodies]?: string }
  danger?: (keyof Bodies & string)[]
  /** Steps offered beside each row of the list; all of them unless said. */
  listed?: (keyof Bodies & string)[]
  history?: boolean
  /** The list already says everything: there is no GET /<path>/<id>/. */
  whole?: boolean
}

export interface Ledger<Row> {
  name: string
  /** What each field of row, detail and forms is called. */
  labels: Readonly<Record<string, string | undefined>>
  path: string
  title: string
  purpose: string
  unit: string
  search: string
  empty: string
  view: string
  heading: string
  columns: Column[]
  filters: Filter[]
  ordering: string
  sections: Section[]
  tones: Readonly<Record<string, Tone>>
  create: { permission: string, label: string, form: Field[] } | null
  commands: Command<Row>[]
  history: boolean
  whole: boolean
  next: boolean
}

const KINDS: readonly [RegExp, ColumnKind][] = [
  [/_at$/, 'datetime'], [/(_on|_date|^date)$/, 'date'], [/(^|_)(deadline|due)(_|$)/, 'deadline'], [/^((assessed|declared|inherent)_)?level$/, 'level'],
  [/(^|_)status$/, 'status'], [/^month$/, 'month'], [/^(is|has)_/, 'yesno'],
]

function kindOf(key: string): ColumnKind {
  return KINDS.find(([pattern]) => pattern.test(key))?.[1] ?? 'text'
}

/** `steps` and `permissions` come from the server's tables, so a button cannot disagree with a rule. */
export function defineLedger<Row extends { id: number }, Create = object, Bodies = object, Detail = Row>() {
  return function <Labelled extends object>(
    definition: Definition<Row, Create, Bodies, Detail, Labelled>,
    steps: Readonly<Partial<Record<keyof Bodies, readonly string[]>>>,
    permissions: Readonly<Record<string, string>>,
  ): Ledger<Row> {
    const { name, title } = definition
    const labels: Readonly<Record<string, string | undefined>> = definition.labels
    const options = definition.options as Readonly<Record<string, Options | undefined>>

    function column(given: string | ColumnSpec<Row> | ColumnSpec<Detail>): Column {
      const spec: ColumnSpec<Row> | ColumnSpec<Detail> = typeof given === 'string' ? { key: given as never } : given
      const { key } = spec
      const shown = options[key]
      const label = spec.label ?? labels[key] ?? key
      return { ...spec, label, as: spec.as ?? kindOf(key), ...(shown && { options: shown }) }
    }

    function filter(given: string | FilterSpec): Filter {
      const spec: FilterSpec = typeof given === 'string'
        ? { key: given, input: options[given] ? (kindOf(given) === 'level' ? 'level' : 'select') : 'text' }
        : given
      const choices = spec.options ?? options[spec.key]
      return { ...spec, label: spec.label ?? labels[spec.key] ?? spec.key, ...(choices && { options: choices }) }
    }

    function form(step: string, given: object): Field[] {
      const body = definition.bodies?.[step]
      return Object.entries(given as Record<string, InputKind | InputSpec>).map(([key, value]) => {
        const spec = typeof value === 'string' ? { input: value } : value
        const fact = body?.inputs[key]
        const choices = spec.options ?? options[key]
        return {
          ...(fact?.max !== undefined && { max: fact.max }),
          ...(fact?.help && { help: fact.help }),
          ...spec,
          key,
          label: spec.label ?? body?.labels[key] ?? labels[key] ?? key,
          required: spec.required ?? fact?.required ?? false,
          ...(choices && { options: choices }),
        }
      })
    }

    const columns = definition.columns.map(column)
    return {
      name,
      labels,
      path: definition.path ?? name,
      title,
      purpose: definition.purpose,
      unit: definition.unit ?? '条',
      search: definition.search ?? title,
      empty: definition.empty ?? '',
      view: definition.view ?? `${name}.view`,
      heading: definition.heading ?? columns[0]!.key,
      columns,
      filters: definition.filters.map(filter),
      ordering: definition.ordering ?? '',
      sections: definition.sections?.map((section) => ({ ...section, fields: section.fields.map(column) }))
        ?? [{ title: '基本情况', fields: columns }],
      tones: definition.tones ?? {},
      create: definition.create
        ? {
            permission: `${name}.${definition.create.step}`,
            label: definition.create.label ?? permissions[`${name}.${definition.create.step}`] ?? '登记',
            form: form('create', definition.create.form),
          }
        : null,
      commands: (Object.keys(definition.commands) as (keyof Bodies & string)[]).map((step) => ({
        step,
        label: definition.stepLabels?.[step] ?? permissions[`${name}.${step}`] ?? step,
        permission: `${name}.${definition.permissions?.[step] ?? step}`,
        when: (row) => (steps[step]?.includes(String((row as { status?: unknown }).status ?? '')) ?? true)
          && (definition.fits?.[step]?.(row) ?? true),
        form: form(step, definition.commands[step]),
        ...(definition.batch?.[step] && { batch: definition.batch[step] }),
        danger: definition.danger?.includes(step) ?? false,
        listed: definition.listed?.includes(step) ?? true,
        ...(definition.explain?.[step] && { explain: definition.explain[step] }),
      })),
      history: definition.history ?? !definition.whole,
      whole: definition.whole ?? false,
      next: definition.next ?? false,
    }
  }
}

/** What everybody of one firm has in common says nothing in his lists: firm and region step back. */
const COMMON = ['enterprise_name', 'region_name', 'uscc']
const ASKED = ['enterprise', 'region']

export function forOwnFirm<Row>(ledger: Ledger<Row>): Ledger<Row> {
  return {
    ...ledger,
    columns: ledger.columns.map((column, n) => (n > 0 && COMMON.includes(column.key) ? { ...column, hidden: true } : column)),
    filters: ledger.filters.filter((filter) => !ASKED.includes(filter.key)),
  }
}

/** Who looks after many firms asks first whose a row is: the firm stands beside the name. */
export function forManyFirms<Row>(ledger: Ledger<Row>): Ledger<Row> {
  const [first, ...rest] = ledger.columns
  const firm = rest.filter((column) => column.key === 'enterprise_name' && !column.hidden)
  return first ? { ...ledger, columns: [first, ...firm, ...rest.filter((column) => !firm.includes(column))] } : ledger
}
