/** One form being filled in: draft, complaints, sending, and what to do when somebody else changed the row meanwhile. */
import { asApiError, useSession } from '@changqian/api'
import type { ApiError } from '@changqian/api'
import { complaints, draftable, draftsOf, isShown, merged, startValues, toBody } from '@changqian/ledger'
import type { Field, Sides, Values } from '@changqian/ledger'
import { computed, onBeforeUnmount, ref, shallowRef, watch } from 'vue'

export interface FormTask<Result> {
  /** Names the draft: ledger, step, row. */
  name: string
  fields: readonly Field[]
  row?: Readonly<Record<string, unknown>> | undefined
  initial?: Values | undefined
  send: (body: Values, version: number | undefined) => Promise<Result>
}

const SAVE_AFTER = 400

export function useForm<Result>({ name, fields, row, initial, send }: FormTask<Result>) {
  const drafts = draftsOf(useSession().me?.id ?? 0)
  const start = { ...startValues(fields, row), ...initial }
  const draft = drafts.read(name)
  const values = ref<Values>({ ...start, ...draft?.values })
  const restoredAt = ref(draft?.savedAt ?? '')
  /** The row that the form stands on: as it was read, or as it is since the user has chosen between two versions. */
  const basis = shallowRef(row ?? {})
  const version = ref(row?.['version'] as number | undefined)
  const errors = shallowRef<Record<string, string>>({})
  const error = shallowRef<ApiError | null>(null)
  /** The row as somebody else left it, while the user decides whose version holds. */
  const current = shallowRef<Readonly<Record<string, unknown>> | null>(null)
  const busy = ref(false)
  const changed = computed(() => JSON.stringify(values.value) !== JSON.stringify(start))
  let timer: ReturnType<typeof setTimeout> | undefined
  let done = false

  function saveDraft(): void {
    clearTimeout(timer)
    if (!done && changed.value)
      drafts.save(name, draftable(fields, values.value))
  }

  watch(values, () => {
    clearTimeout(timer)
    timer = setTimeout(saveDraft, SAVE_AFTER)
  })
  onBeforeUnmount(saveDraft)

  function discardDraft(): void {
    clearTimeout(timer)
    drafts.discard(name)
    values.value = { ...start }
    restoredAt.value = ''
  }

  /** The server's sentences beside their fields; those of no shown field above the form. */
  function place(refused: ApiError): void {
    const keys = new Set(fields.filter((field) => isShown(field, values.value, basis.value)).map((field) => field.key))
    errors.value = Object.fromEntries(
      Object.entries(refused.fields).filter(([key]) => keys.has(key)).map(([key, said]) => [key, said.join('；')]),
    )
    error.value = refused
  }

  /** The answer in an array, for it may be nothing; null when it was not accepted. */
  async function submit(): Promise<[Result] | null> {
    errors.value = complaints(fields, values.value, basis.value)
    if (Object.keys(errors.value).length)
      return null
    busy.value = true
    error.value = null
    try {
      const result = await send(toBody(fields, values.value, basis.value), version.value)
      done = true
      clearTimeout(timer)
      drafts.discard(name)
      return [result]
    } catch (thrown) {
      const refused = asApiError(thrown)
      if (refused.conflict && refused.current)
        current.value = refused.current as Record<string, unknown>
      else
        place(refused)
      saveDraft()
      return null
    } finally {
      busy.value = false
    }
  }

  /** Go on from the row as it now is, with what was typed but for the fields in which theirs was chosen. */
  function settle(sides: Sides = {}): void {
    const theirs = current.value ?? {}
    values.value = merged(fields, values.value, theirs, sides)
    basis.value = theirs
    version.value = theirs['version'] as number | undefined
    current.value = null
  }

  /** Give up what was typed. */
  function takeTheirs(): void {
    const theirs = current.value ?? {}
    settle()
    values.value = startValues(fields, theirs)
    clearTimeout(timer)
    drafts.discard(name)
  }

  return {
    values, errors, error, busy, changed, restoredAt, current, basis, submit, discardDraft, settle, takeTheirs,
  }
}
