import { mount } from '@vue/test-utils'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import type { TalkState } from './talk'
import TalkButton from './TalkButton.vue'

const talk = vi.hoisted(() => ({ tell: (_: unknown): void => undefined, start: vi.fn(), stop: vi.fn() }))
vi.mock('./talk', () => ({
  Talk: function ({ onState }: { onState: (state: unknown) => void }) {
    talk.tell = onState
    return talk
  },
}))

beforeEach(() => vi.clearAllMocks())

describe('The button', () => {
  it('begins, says how it stands, and ends', async () => {
    vi.useFakeTimers()
    const wrapper = mount(TalkButton, { props: { address: () => Promise.resolve('wss://x'), name: '王队的记录仪' } })
    const button = wrapper.get('button')
    const to = async (state: TalkState): Promise<string> => {
      talk.tell(state)
      await nextTick()
      return wrapper.text()
    }
    expect(button.attributes('aria-label')).toBe('开始对讲：王队的记录仪')
    await button.trigger('click')
    expect(talk.start).toHaveBeenCalledTimes(1)
    expect(await to({ name: 'calling', before: null })).toBe('正在呼叫')
    await to({ name: 'talking', lacking: null, sound: true })
    await vi.advanceTimersByTimeAsync(65_000)
    expect(wrapper.text()).toBe('正在对讲 01:05')
    expect([button.attributes('aria-pressed'), button.attributes('title')]).toEqual(['true', '结束对讲'])
    await button.trigger('click')
    expect(talk.stop).toHaveBeenCalledTimes(1)
    const failure = { step: 'occupied', reason: '设备正被占用', remedy: '请等对方结束后再试' }
    expect(await to({ name: 'ended', failure })).toBe('设备正被占用。请等对方结束后再试。')
    expect(wrapper.emitted('state')!.length).toBe(3)
    wrapper.unmount()
    expect(talk.stop).toHaveBeenCalledTimes(2)
    vi.useRealTimers()
  })

  it('says why it calls in another way, and what is lacking', async () => {
    const wrapper = mount(TalkButton, { props: { address: () => Promise.resolve('wss://x'), name: '东门' } })
    const failure = { step: 'no_rtp', reason: '没有收到设备的声音', remedy: '请检查麦克风' }
    talk.tell({ name: 'calling', before: failure })
    await nextTick()
    expect(wrapper.get('[role="status"]').text()).toBe('换一种方式呼叫：没有收到设备的声音')
    talk.tell({ name: 'talking', lacking: failure, sound: true })
    await nextTick()
    expect(wrapper.get('[role="status"]').text()).toBe('没有收到设备的声音。请检查麦克风。')
  })
})
