import { ApiError } from '@changqian/api'
import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h, KeepAlive, ref } from 'vue'
import { pace, useFollowed } from './useFollowed'

interface Job { done: number, open: boolean }

beforeEach(() => { vi.useFakeTimers() })
afterEach(() => { vi.useRealTimers() })

function following(answers: (Job | Error)[]) {
  const ask = vi.fn<(quiet: boolean) => Promise<Job>>(async () => {
    const next = answers.length > 1 ? answers.shift()! : answers[0]!
    if (next instanceof Error)
      throw next
    return next
  })
  let used!: ReturnType<typeof useFollowed<Job>>
  const page = defineComponent({
    setup() {
      used = useFollowed<Job>({ ask, atWork: (job) => job.open })
      void used.look()
      return () => h('i')
    },
  })
  const shown = ref(true)
  mount({ render: () => h(KeepAlive, () => (shown.value ? h(page) : null)) })
  return { ask, used, shown }
}

it('looks soon while something moves, seldom while nothing does, patiently when nobody answers', () => {
  expect(pace(5000, 'moved')).toBe(700)
  const still = [1, 2, 3, 4, 5, 6, 7, 8].reduce((waits) => [...waits, pace(waits.at(-1)!, 'still')], [700])
  expect(still).toEqual([700, 1050, 1575, 2363, 3545, 5318, 7977, 8000, 8000])
  expect(pace(16_000, 'failed')).toBe(20_000)
})

describe('following', () => {
  it('ends with the work', async () => {
    const { ask, used } = following([{ done: 1, open: true }, { done: 2, open: true }, { done: 3, open: false }])
    await vi.advanceTimersByTimeAsync(60_000)
    expect(ask).toHaveBeenCalledTimes(3)
    expect(used.data.value).toEqual({ done: 3, open: false })
  })

  it('keeps what was told when nobody answers, and goes on', async () => {
    const { used } = following([{ done: 1, open: true }, new ApiError({ status: 502, detail: '正在启动' }), { done: 2, open: false }])
    await vi.advanceTimersByTimeAsync(1000)
    expect(used.data.value?.done).toBe(1)
    expect(used.error.value?.detail).toBe('正在启动')
    await vi.advanceTimersByTimeAsync(5000)
    expect(used.data.value?.done).toBe(2)
    expect(used.error.value).toBeNull()
  })

  it('rests while the tab is in the background and looks at once when it comes back', async () => {
    const { ask, shown } = following([{ done: 1, open: true }])
    await flushPromises()
    shown.value = false
    await vi.advanceTimersByTimeAsync(60_000)
    expect(ask).toHaveBeenCalledTimes(1)
    shown.value = true
    await flushPromises()
    expect(ask).toHaveBeenCalledTimes(2)
  })
})
