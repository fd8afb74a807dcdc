import { ApiError } from '@changqian/api'
import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { defineComponent, h, KeepAlive, ref } from 'vue'
import { usePolled } from './usePolled'

beforeEach(() => { vi.useFakeTimers() })
afterEach(() => { vi.useRealTimers() })

function polling(answers: (number | Error)[]) {
  const ask = vi.fn(async (_: { quiet: boolean }) => {
    const next = answers.length > 1 ? answers.shift()! : answers[0]!
    if (next instanceof Error)
      throw next
    return next
  })
  let used!: ReturnType<typeof usePolled<number>>
  const page = defineComponent({
    setup() {
      used = usePolled<number>(ask, 5000)
      return () => h('i')
    },
  })
  const shown = ref(true)
  const wrapper = mount({ render: () => h(KeepAlive, () => (shown.value ? h(page) : null)) })
  return { ask, shown, wrapper, used: () => used }
}

it('asks as the user first, then by itself', async () => {
  const { ask, used } = polling([1, 2])
  await vi.advanceTimersByTimeAsync(5100)
  expect(ask.mock.calls.map(([{ quiet }]) => quiet)).toEqual([false, true])
  expect(used().data.value).toBe(2)
})

it('keeps what it knows when nobody answers, and goes on asking', async () => {
  const { used } = polling([1, new ApiError({ status: 502, detail: '正在启动' }), 3])
  await vi.advanceTimersByTimeAsync(5100)
  expect([used().data.value, used().error.value?.detail]).toEqual([1, '正在启动'])
  await vi.advanceTimersByTimeAsync(5000)
  expect([used().data.value, used().error.value]).toEqual([3, null])
})

it('asks nothing while nobody sees the page, and at once when somebody does', async () => {
  const { ask, shown, wrapper } = polling([1])
  await flushPromises()
  shown.value = false
  await vi.advanceTimersByTimeAsync(60_000)
  expect(ask).toHaveBeenCalledTimes(1)
  shown.value = true
  await flushPromises()
  expect(ask).toHaveBeenCalledTimes(2)
  wrapper.unmount()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(ask).toHaveBeenCalledTimes(2)
})
