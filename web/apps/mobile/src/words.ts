/** Labels are written once, in the models; here they are only looked up. */
import { labels } from '@changqian/api'

type Words = Readonly<Record<string, Readonly<Record<string, string>>>>
interface Facts { required?: boolean, max?: number }

/** 待整改 for HazardsStatus, assigned. */
export function word(of: string, value: string | null | undefined): string {
  return (labels.options as Words)[of]?.[value ?? ''] ?? value ?? ''
}

export function choices(of: string): { value: string, word: string }[] {
  return Object.entries((labels.options as Words)[of] ?? {}).map(([value, text]) => ({ value, word: text }))
}

/** 整改情况 for HazardSubmit, done. */
export function label(form: string, field: string): string {
  return (labels.fields as Words)[form]?.[field] ?? field
}

export function facts(form: string, field: string): Facts {
  return (labels.inputs as Readonly<Record<string, Readonly<Record<string, Facts>>>>)[form]?.[field] ?? {}
}
