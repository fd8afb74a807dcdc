import { api } from '@changqian/api'
import { flushPromises, mount } from '@vue/test-utils'
import { expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import FilesInput from './FilesInput.vue'

const file = (name: string) => new File(['x'], name)
const stored = (id: number) => ({ id, name: `${id}.pdf`, kind: 'application/pdf', size: 1 })

/** A form that follows what it is told a moment later, as a drawn one does. */
function held() {
  const form = mount(FilesInput, {
    props: { 'modelValue': [] as never[], 'onUpdate:modelValue': (files: unknown) => void nextTick(() => form.setProps({ modelValue: files as never[] })) },
  })
  const input = form.find('input').element
  return { form, input, take: (...files: File[]) => {
    Object.defineProperty(input, 'files', { value: files, configurable: true })
    void form.find('input').trigger('change')
  } }
}

it('keeps every one of the files that arrive at the same time', async () => {
  const arrive: ((file: unknown) => void)[] = []
  vi.spyOn(api, 'upload').mockImplementation(() => new Promise((done) => arrive.push(done as never)))
  const { form, input, take } = held()
  take(file('a.pdf'), file('b.pdf'))
  await nextTick()
  expect(input.validationMessage).toBe('文件还在上传，请稍候再提交')
  arrive.forEach((done, n) => done(stored(n + 1)))
  await flushPromises()
  expect(form.props('modelValue')).toHaveLength(2)
  expect(input.validationMessage).toBe('')
})

it('does not let a form go without a file that did not arrive', async () => {
  vi.spyOn(api, 'upload').mockRejectedValue(new Error('断网'))
  const { form, input, take } = held()
  take(file('a.pdf'))
  await flushPromises()
  expect(input.validationMessage).toBe('有文件没有上传成功，请重试或者移除')
  await form.find('button[title=移除]').trigger('click')
  await nextTick()
  expect(input.validationMessage).toBe('')
})
