/** What concerns whole firms is done in three steps: choose, see exactly what moves, say why. */
import { asApiError } from '@changqian/api'
import type { ApiError } from '@changqian/api'
import { complaints } from '@changqian/ledger'
import type { Command, Values } from '@changqian/ledger'
import type { Schemas } from '@changqian/ledgers'
import { computed, ref, shallowRef } from 'vue'
import { useForm } from '../ledger/useForm'

export interface FlowTask {
  command: Pick<Command<never>, 'step' | 'form'>
  row: Schemas['EnterpriseDetail']
  /** What is wrong with the choice beyond its fields. */
  check?: (values: Values) => Record<string, string>
  ask: (values: Values) => Promise<Schemas['RestructuringPreview']>
  send: (body: Values, version: number) => Promise<Schemas['Restructuring']>
}

export type Flow = ReturnType<typeof useFlow>

export function useFlow({ command, row, check = () => ({}), ask, send }: FlowTask) {
  const choice = command.form.filter((field) => field.key !== 'reason')
  const last = command.form.filter((field) => field.key === 'reason')
  const form = useForm({
    name: `enterprises.${command.step}.${row.id}`, fields: command.form, row: { version: row.version },
    send: (body, version) => send(body, version ?? row.version),
  })
  const at = ref<0 | 1 | 2>(0)
  const asking = ref(false)
  const told = shallowRef<Schemas['RestructuringPreview'] | null>(null)
  /** Somebody else changed a firm meanwhile: what is shown was asked for anew. */
  const changed = ref(false)
  const blocked = computed(() => at.value === 1 && (!told.value || told.value.conflicts.length > 0))

  /** Back to the choice, where something is wrong with it. */
  function refuse(refused: ApiError): void {
    form.error.value = refused
    form.errors.value = Object.fromEntries(
      choice.flatMap(({ key }) => (refused.fields[key] ? [[key, refused.fields[key].join('；')]] : [])),
    )
    at.value = 0
  }

  async function look(): Promise<void> {
    asking.value = true
    form.error.value = told.value = null
    at.value = 1
    try {
      told.value = await ask(form.values.value)
    } catch (thrown) {
      refuse(asApiError(thrown))
    }
    asking.value = false
  }

  function choose(): Promise<void> | void {
    changed.value = false
    form.errors.value = { ...complaints(choice, form.values.value), ...check(form.values.value) }
    if (!Object.keys(form.errors.value).length)
      return look()
  }

  async function submit(): Promise<Schemas['Restructuring'] | null> {
    const [result] = await form.submit() ?? []
    if (result)
      return result
    if (form.current.value) {
      form.settle()
      changed.value = true
      await look()
    } else if (form.error.value && choice.some(({ key }) => form.error.value!.fields[key])) {
      refuse(form.error.value)
    }
    return null
  }

  /** The one button: on to the next step, at the last one the result. */
  async function go(): Promise<Schemas['Restructuring'] | null> {
    if (at.value === 2)
      return submit()
    if (at.value === 0)
      await choose()
    else
      at.value = 2
    return null
  }

  return { form, choice, last, at, asking, told, changed, blocked, look, go }
}
