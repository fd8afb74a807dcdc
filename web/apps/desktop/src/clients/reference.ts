/** An OpenAPI document, read for people: what there is, what it takes, what it answers. */
export interface Schema {
  '$ref'?: string
  'type'?: string | string[]
  'title'?: string
  'description'?: string
  'format'?: string
  'enum'?: unknown[]
  'items'?: Schema
  'properties'?: Record<string, Schema>
  'required'?: string[]
  'allOf'?: Schema[]
  'oneOf'?: Schema[]
  'nullable'?: boolean
  'maxLength'?: number
  'minimum'?: number
  'maximum'?: number
  'x-enum-labels'?: Record<string, string>
}
interface Parameter { name: string, in: string, required?: boolean, description?: string, schema?: Schema }
interface Told {
  operationId: string
  summary?: string
  tags?: string[]
  parameters?: Parameter[]
  requestBody?: { content: Record<string, { schema?: Schema }> }
  responses: Record<string, { description?: string, content?: Record<string, { schema?: Schema }> }>
}
export interface Reference {
  info: { title: string, version: string }
  paths: Record<string, Record<string, Told>>
  components: { schemas: Record<string, Schema> }
}
export interface Entry { id: string, verb: string, path: string, label: string, group: string, told: Told }
export interface Line { name: string, kind: string, required: boolean, words: string, depth: number }

export function entries(reference: Reference): Entry[] {
  return Object.entries(reference.paths).flatMap(([path, verbs]) => Object.entries(verbs).map(([verb, told]) => ({
    id: told.operationId, verb: verb.toUpperCase(), path, told, label: told.summary ?? '', group: told.tags?.[0] ?? '',
  })))
}

const DEEPEST = 4

/** The fields of a schema, one line each, those of inner objects indented below; a schema inside itself is named only. */
export function lines(schema: Schema | undefined, all: Reference['components']['schemas'], depth = 0, within: string[] = []): Line[] {
  if (!schema)
    return []
  if (schema.$ref) {
    const name = schema.$ref.split('/').pop()!
    return within.includes(name) || depth > DEEPEST ? [] : lines(all[name], all, depth, [...within, name])
  }
  const parts = schema.allOf ?? schema.oneOf
  if (parts)
    return parts.flatMap((part) => lines(part, all, depth, within))
  if (schema.items)
    return lines(schema.items, all, depth, within)
  return Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => [
    { name, depth, kind: kindOf(inner, all), required: schema.required?.includes(name) ?? false, words: wordsOf(inner, all) },
    ...lines(inner, all, depth + 1, within),
  ])
}

function resolved(schema: Schema, all: Reference['components']['schemas']): Schema {
  const part = schema.allOf?.[0] ?? schema.oneOf?.[0]
  const name = (part ?? schema).$ref?.split('/').pop()
  return name ? { ...all[name], ...(schema.title && { title: schema.title }) } : schema
}

const KINDS: Readonly<Record<string, string>> = {
  string: '文本', integer: '整数', number: '数', boolean: '是或否', array: '列表', object: '对象',
}
const FORMATS: Readonly<Record<string, string>> = { 'date': '日期', 'date-time': '时间', 'uuid': 'UUID', 'binary': '文件', 'decimal': '小数' }

export function kindOf(given: Schema | undefined, all: Reference['components']['schemas']): string {
  if (!given)
    return ''
  const schema = resolved(given, all)
  if (schema.enum)
    return '选项'
  if (schema.items)
    return `${kindOf(schema.items, all)}列表`
  const type = [schema.type].flat().find((one) => one && one !== 'null') ?? 'object'
  return FORMATS[schema.format ?? ''] ?? KINDS[type] ?? type
}

export function wordsOf(given: Schema | undefined, all: Reference['components']['schemas']): string {
  if (!given)
    return ''
  const schema = resolved(given, all)
  const labels = schema['x-enum-labels']
  const choices = schema.enum?.filter((one) => one !== '' && one !== null).map((one) => {
    const label = labels?.[String(one)]
    return label ? `${String(one)} ${label}` : String(one)
  })
  return [
    given.title ?? schema.title, schema.description, choices?.join('、'),
    schema.maxLength !== undefined && `最长 ${schema.maxLength}`,
    schema.maximum !== undefined && schema.maximum < 2 ** 31 && `${schema.minimum ?? 0}–${schema.maximum}`,
    schema.nullable && '可为空',
  ].filter(Boolean).join('；')
}

export const bodyOf = ({ told }: Entry): Schema | undefined => Object.values(told.requestBody?.content ?? {})[0]?.schema
export function answerOf({ told }: Entry): [string, Schema | undefined] {
  const [status = '', said] = Object.entries(told.responses).find(([code]) => code.startsWith('2')) ?? []
  return [status, Object.values(said?.content ?? {})[0]?.schema]
}
