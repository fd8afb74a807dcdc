import { mount } from '@vue/test-utils'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { fakeBrowser } from './fakes'
import type { State } from './live'
import LiveVideo from './LiveVideo.vue'

/** The player behind the tile: what it is asked, and what it tells. */
const player = vi.hoisted(() => ({
  tell: {} as Record<string, (given: unknown) => void>,
  start: vi.fn(), stop: vi.fn(), retry: vi.fn(), setSound: vi.fn(), snapshot: vi.fn(), record: vi.fn(), stopRecording: vi.fn(),
  replay: vi.fn(), recording: false,
}))
vi.mock('./live', () => ({
  LivePlayer: function (_video: unknown, options: Record<string, (given: unknown) => void>) {
    player.tell = options
    return player
  },
}))

beforeEach(() => {
  fakeBrowser()
  vi.clearAllMocks()
  player.recording = false
})

async function tile(state: State = { name: 'playing' }, props: object = {}) {
  const keep = vi.fn()
  const wrapper = mount(LiveVideo, {
    props: { address: () => Promise.resolve('wss://x'), name: '东门', keep, ...props }, attachTo: document.body,
  })
  player.tell['onState']!(state)
  await nextTick()
  const press = async (key: string): Promise<void> => {
    await wrapper.trigger('keydown', { key })
    await new Promise((resolve) => setTimeout(resolve))
  }
  const button = (label: string) => wrapper.get(`[aria-label="${label}"]`)
  return { wrapper, keep, press, button }
}

describe('A tile', () => {
  it('begins by itself and ends with the page', async () => {
    const { wrapper } = await tile()
    expect(player.start).toHaveBeenCalledTimes(1)
    expect(wrapper.text()).toContain('东门')
    expect(wrapper.find('.state').exists()).toBe(false)
    wrapper.unmount()
    expect(player.stop).toHaveBeenCalledTimes(1)
  })

  it('says which step failed, what to do, and when it tries again', async () => {
    const failed: State = { name: 'failed', step: '取流', reason: '设备没有应答', remedy: '请确认设备在线', again: 4 }
    const { wrapper } = await tile(failed)
    expect(wrapper.get('[role="status"]').text()).toMatch(/没有画面：取流.*设备没有应答。请确认设备在线。.*4 秒后自动重试/)
    await wrapper.get('.state button').trigger('click')
    expect(player.retry).toHaveBeenCalled()
    expect(wrapper.emitted('state')).toEqual([[failed]])
  })

  it('asks for sound only when the user does', async () => {
    const { wrapper, press, button } = await tile()
    await press('m')
    expect(player.setSound).not.toHaveBeenCalled()
    expect(wrapper.text()).toContain('没有送来声音')
    player.tell['onSound']!('off')
    await nextTick()
    player.setSound.mockImplementation((on: boolean) => player.tell['onSound']!(on ? 'on' : 'off'))
    await button('打开声音').trigger('click')
    expect(player.setSound).toHaveBeenLastCalledWith(true)
    await press('M')
    expect(player.setSound).toHaveBeenLastCalledWith(false)
  })

  it('hands over a snapshot under the name of place and time', async () => {
    const { keep, press, wrapper } = await tile()
    player.snapshot.mockResolvedValueOnce(null)
    await press('s')
    expect([keep.mock.calls.length, wrapper.text().includes('还没有画面')]).toEqual([0, true])
    const picture = new Blob(['x'])
    player.snapshot.mockResolvedValueOnce(picture)
    await press('s')
    expect(keep).toHaveBeenCalledWith(picture, expect.stringMatching(/^东门 \d{4}-\d\d-\d\d \d{6}\.png$/))
  })

  it('records, shows that it does, and says what was not recorded', async () => {
    const { keep, press, wrapper } = await tile()
    player.record.mockReturnValue(true)
    await press('r')
    expect(wrapper.text()).toMatch(/录像中.*不录声音/)
    player.recording = true
    player.stopRecording.mockImplementation(() => player.tell['onRecorded']!({ blob: new Blob(), seconds: 65, why: 'asked' }))
    await press('r')
    expect(keep).toHaveBeenCalledWith(expect.any(Blob), expect.stringMatching(/\.mp4$/))
    expect(wrapper.text()).toContain('已保存录像 01:05')
    expect(wrapper.text()).not.toContain('录像中')
  })

  it('looks again from memory, and Escape leads back', async () => {
    const { press, wrapper } = await tile()
    player.replay.mockReturnValue({ pieces: [new Uint8Array(1)], seconds: 29.6, codec: 'avc1.64001f' })
    await press('b')
    expect(wrapper.text()).toContain('回看最近 30 秒')
    await press('s')
    expect(player.snapshot).not.toHaveBeenCalled()
    await press('Escape')
    expect(wrapper.find('.replay').exists()).toBe(false)
    expect(document.activeElement).toBe(wrapper.element)
  })

  it('shows its figures', async () => {
    const { press, wrapper } = await tile()
    player.tell['onFigures']!({ kilobits: 1840, frames: 24.96, delay: 0.44, width: 1280, height: 720, codec: 'H.264 High 3.1', playing: 5 })
    await press('i')
    expect(wrapper.get('.numbers').text()).toMatch(/1280×720.*H\.264 High 3\.1.*25\.0 帧\/秒.*1840 kbit\/s.*0\.44 秒/)
  })

  it('leaves the browser its own keys', async () => {
    const { wrapper } = await tile()
    await wrapper.trigger('keydown', { key: 's', ctrlKey: true })
    expect(player.snapshot).not.toHaveBeenCalled()
  })

  it('names every button, and keeps those of a tile that is not chosen out of the way of the tabulator', async () => {
    const { wrapper } = await tile({ name: 'playing' }, { reachable: false })
    const buttons = wrapper.findAll('.controls button')
    expect(buttons.map((each) => each.attributes('aria-label')))
      .toEqual(['没有声音', '抓拍', '录像', '回看 30 秒', '画面数据', '全屏'])
    expect(buttons.every((each) => each.attributes('tabindex') === '-1')).toBe(true)
  })
})
