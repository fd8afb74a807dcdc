import { ApiError, useSession } from '@changqian/api'
import type { Me } from '@changqian/api'
import type { Field } from '@changqian/ledger'
import { flushPromises, mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import { useForm } from './useForm'

const fields: Field[] = [
  { key: 'done', label: '整改情况', input: 'textarea', required: true },
  { key: 'cost', label: '实际费用', input: 'money', required: false },
]
const row = { id: 7, version: 3, cost: '10.00' }

/** A form needs a component to live in. */
function form(send: (body: object, version: number | undefined) => Promise<unknown>) {
  let made: ReturnType<typeof useForm> | undefined
  const wrapper = mount(defineComponent({
    setup() {
      made = useForm({ name: 'hazards.submit.7', fields, row, send })
      return () => h('div')
    },
  }))
  return { form: made!, close: () => wrapper.unmount() }
}

beforeEach(() => {
  localStorage.clear()
  setActivePinia(createPinia())
  useSession().me = { id: 2 } as Me
})

describe('a form being filled in', () => {
  it('is not sent before it is complete, and says what is missing', async () => {
    const send = vi.fn(() => Promise.resolve({}))
    const { form: made } = form(send)
    expect(await made.submit()).toBeNull()
    expect(made.errors.value).toEqual({ done: '请填写整改情况' })
    expect(send).not.toHaveBeenCalled()
  })

  it('sends the version the user read, and forgets its draft', async () => {
    const send = vi.fn(() => Promise.resolve(undefined))
    const { form: made, close } = form(send)
    made.values.value = { ...made.values.value, done: '已更换' }
    expect(await made.submit()).toEqual([undefined])
    expect(send).toHaveBeenCalledWith({ done: '已更换', cost: '10.00' }, 3)
    close()
    expect(localStorage.length).toBe(0)
  })

  it('comes back as a draft when the drawer was closed half way', () => {
    const first = form(() => Promise.resolve({}))
    first.form.values.value = { ...first.form.values.value, done: '已更' }
    first.close()
    const second = form(() => Promise.resolve({}))
    expect(second.form.values.value['done']).toBe('已更')
    expect(second.form.restoredAt.value).not.toBe('')
    second.form.discardDraft()
    expect(second.form.values.value['done']).toBe('')
  })

  it('puts the server’s sentences beside their fields and the rest above the form', async () => {
    const refused = new ApiError({ status: 400, detail: '请检查', fields: { done: ['太短'], other: ['不行'] }, id: 'r1' })
    const { form: made } = form(() => Promise.reject(refused))
    made.values.value = { ...made.values.value, done: '好' }
    await made.submit()
    expect(made.errors.value).toEqual({ done: '太短' })
    expect(made.error.value).toMatchObject({ detail: '请检查', id: 'r1' })
    expect(localStorage.length).toBe(1)
  })

  it('shows the other version when somebody was faster, and sends again on top of it', async () => {
    const conflict = new ApiError({ status: 409, detail: '已被修改', current: { ...row, version: 4, cost: '99.00' } })
    const send = vi.fn<(body: object, version: number | undefined) => Promise<unknown>>()
      .mockRejectedValueOnce(conflict).mockResolvedValueOnce({ id: 7 })
    const { form: made } = form(send)
    made.values.value = { ...made.values.value, done: '已更换' }
    await made.submit()
    expect(made.current.value).toMatchObject({ version: 4, cost: '99.00' })
    made.settle()
    await made.submit()
    await flushPromises()
    expect(send).toHaveBeenLastCalledWith({ done: '已更换', cost: '10.00' }, 4)
  })

  it('takes each field from the side that was chosen', async () => {
    const conflict = new ApiError({ status: 409, detail: '已被修改', current: { ...row, version: 4, cost: '99.00' } })
    const send = vi.fn<(body: object, version: number | undefined) => Promise<unknown>>()
      .mockRejectedValueOnce(conflict).mockResolvedValueOnce({ id: 7 })
    const { form: made } = form(send)
    made.values.value = { done: '已更换', cost: null }
    await made.submit()
    made.settle({ done: 'mine', cost: 'theirs' })
    await made.submit()
    expect(send).toHaveBeenLastCalledWith({ done: '已更换', cost: '99.00' }, 4)
  })

  it('or takes over what is there now', async () => {
    const conflict = new ApiError({ status: 409, detail: '已被修改', current: { ...row, version: 4, cost: '99.00' } })
    const { form: made } = form(() => Promise.reject(conflict))
    made.values.value = { ...made.values.value, done: '已更换' }
    await made.submit()
    made.takeTheirs()
    expect(made.values.value).toEqual({ done: '', cost: '99.00' })
    expect(made.current.value).toBeNull()
  })
})
