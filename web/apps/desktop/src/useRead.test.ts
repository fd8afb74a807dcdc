import { ApiError } from '@changqian/api'
import { mount } from '@vue/test-utils'
import { describe, expect, it, vi } from 'vitest'
import { defineComponent, nextTick, ref } from 'vue'
import { useRead } from './useRead'

type Ask = (signal: AbortSignal) => Promise<string>

function reading(ask: Ask, on?: Parameters<typeof useRead>[1]) {
  let made!: ReturnType<typeof useRead<string>>
  const wrapper = mount(defineComponent({
    setup() {
      made = useRead(ask, on)
      return () => null
    },
  }))
  return { ...made, wrapper }
}

describe('something read', () => {
  it('waits to be asked for', async () => {
    const read = reading(() => Promise.resolve('甲'))
    expect([read.data.value, read.loading.value]).toEqual([null, false])
    await read.load()
    expect([read.data.value, read.loading.value]).toEqual(['甲', false])
  })

  it('stays when it cannot be read again', async () => {
    const ask = vi.fn<Ask>().mockResolvedValueOnce('甲').mockRejectedValueOnce(new ApiError({ status: 500, detail: '出错了' }))
    const read = reading(ask)
    await read.load()
    await read.load()
    expect(read.data.value).toBe('甲')
    expect(read.error.value).toMatchObject({ detail: '出错了' })
  })

  it('is not overtaken by an older answer', async () => {
    const answers: ((said: string) => void)[] = []
    const read = reading(() => new Promise((resolve) => answers.push(resolve)))
    const both = [read.load(), read.load()]
    answers[1]!('新')
    answers[0]!('旧')
    await Promise.all(both)
    expect([read.data.value, read.loading.value]).toEqual(['新', false])
  })

  it('is void for another record, kept for another version, and nothing for none', async () => {
    const [id, version] = [ref<number | null>(1), ref(1)]
    const ask = vi.fn<Ask>(() => new Promise((resolve) => setTimeout(() => resolve(`${id.value}.${version.value}`), 5)))
    const read = reading(ask, { of: () => id.value, again: () => version.value })
    await vi.waitFor(() => expect(read.data.value).toBe('1.1'))
    version.value = 2
    await nextTick()
    expect(read.data.value).toBe('1.1')
    await vi.waitFor(() => expect(read.data.value).toBe('1.2'))
    id.value = 2
    await nextTick()
    expect(read.data.value).toBeNull()
    await vi.waitFor(() => expect(read.data.value).toBe('2.2'))
    id.value = null
    await nextTick()
    expect([read.data.value, ask.mock.calls.length]).toEqual([null, 3])
  })

  it('is given up with its page', () => {
    let given: AbortSignal | undefined
    const read = reading((signal) => {
      given = signal
      return new Promise(() => undefined)
    })
    void read.load()
    read.wrapper.unmount()
    expect(given?.aborted).toBe(true)
  })
})
