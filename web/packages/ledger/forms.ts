/** A form's values: how they start, what is sent, and what is wrong with them before the server is asked. */
import type { Field } from './define'
import { isBlank } from './query'

export type Values = Record<string, unknown>

const LISTS: readonly Field['input'][] = ['multiselect', 'tags', 'people', 'photos', 'files', 'lines', 'checklist', 'criteria', 'dictionaries']
/** Tables that are written in the form; what else is a list there is chosen, and sent by number. */
const WRITTEN: readonly Field['input'][] = ['checklist', 'criteria']

function emptyOf(field: Field): unknown {
  if (field.initial !== undefined)
    return typeof field.initial === 'function' ? (field.initial as () => unknown)() : field.initial
  if (LISTS.includes(field.input))
    return []
  return field.input === 'switch' ? false : field.input === 'text' || field.input === 'textarea' ? '' : null
}

/** Attachments and people come back from the server as objects and are sent as ids. */
function idsOf(value: readonly unknown[]): unknown[] {
  return value.map((one) => (one !== null && typeof one === 'object' && 'id' in one ? one.id : one))
}

/** The values a form starts with: those of the row where it has them. */
export function startValues(fields: readonly Field[], row: Readonly<Record<string, unknown>> = {}): Values {
  return Object.fromEntries(fields.map((field) => [field.key, row[field.key] ?? emptyOf(field)]))
}

export function isShown(field: Field, values: Values, row: Readonly<Record<string, unknown>> = {}): boolean {
  return field.when?.(values, row) ?? true
}

/** 138****5229, as the server shows what it keeps sealed: it says nothing new. */
export function isVeiled(value: unknown, before: unknown): boolean {
  return typeof value === 'string' && value.includes('**') && value === before
}

/** What may be kept on a computer that others use too: everything but passwords. */
export function draftable(fields: readonly Field[], values: Values): Values {
  const secret = new Set(fields.filter((field) => field.input === 'password').map((field) => field.key))
  return Object.fromEntries(Object.entries(values).filter(([key]) => !secret.has(key)))
}

/** What is sent: the shown inputs, blank ones only where they clear something the row had. */
export function toBody(fields: readonly Field[], values: Values, row: Readonly<Record<string, unknown>> = {}): Values {
  const body: Values = {}
  for (const field of fields) {
    if (!isShown(field, values, row))
      continue
    const value = values[field.key]
    if ((isBlank(value) && isBlank(row[field.key])) || isVeiled(value, row[field.key]))
      continue
    const list = Array.isArray(value) && !WRITTEN.includes(field.input)
    body[field.key] = typeof value === 'string' ? value.trim() : list ? idsOf(value) : value ?? null
  }
  return body
}

/** Sentences that say what to do, per input. */
export function complaints(
  fields: readonly Field[], values: Values, row: Readonly<Record<string, unknown>> = {},
): Record<string, string> {
  const wrong: Record<string, string> = {}
  for (const field of fields) {
    if (!isShown(field, values, row))
      continue
    const value = values[field.key]
    if (field.required && (isBlank(value) || (typeof value === 'string' && !value.trim())))
      wrong[field.key] = `${verb(field)}${field.label}`
    else if (typeof value === 'string' && field.max !== undefined && isText(field) && value.length > field.max)
      wrong[field.key] = `最多 ${field.max} 个字，现在 ${value.length} 个`
    else if (typeof value === 'number' && field.min !== undefined && value < field.min)
      wrong[field.key] = `不能小于 ${field.min}`
    else if (typeof value === 'number' && field.max !== undefined && value > field.max)
      wrong[field.key] = `不能大于 ${field.max}`
  }
  return wrong
}

export function isText(field: Field): boolean {
  return field.input === 'text' || field.input === 'textarea'
}

function verb(field: Field): string {
  if (field.input === 'photos')
    return '请拍摄或上传'
  if (field.input === 'files')
    return '请上传'
  return isText(field) || ['number', 'money', 'lines', 'password'].includes(field.input) ? '请填写' : '请选择'
}
