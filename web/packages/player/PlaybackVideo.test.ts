import { mount } from '@vue/test-utils'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { fakeBrowser } from './fakes'
import type { State } from './live'
import PlaybackVideo from './PlaybackVideo.vue'

/** The player behind it: what it is asked, and what it tells. */
const player = vi.hoisted(() => ({
  tell: {} as Record<string, (given: unknown) => unknown>,
  playFrom: vi.fn(), stop: vi.fn(), retry: vi.fn(), setSound: vi.fn(), snapshot: vi.fn(), pause: vi.fn(), resume: vi.fn(),
  seek: vi.fn(), speed: vi.fn(), step: vi.fn(), back: vi.fn(),
}))
vi.mock('./recorded', async (original) => ({
  ...await original<object>(),
  RecordedPlayer: function (_video: unknown, options: Record<string, (given: unknown) => unknown>) {
    player.tell = options
    return player
  },
}))

beforeEach(() => {
  fakeBrowser()
  vi.clearAllMocks()
})

const at = (clock: string): string => `2026-03-09T${clock}+08:00`
const ms = (clock: string): number => Date.parse(at(clock))
const files = [
  { start: at('08:00:00'), stop: at('08:05:00'), type: 'time' },
  { start: at('08:05:00'), stop: at('08:10:00'), type: 'alarm' },
  { start: at('09:00:00'), stop: at('09:05:00'), type: 'time' },
]

async function opened(props: object = {}) {
  const keep = vi.fn()
  const address = vi.fn((of: { at: number }) => Promise.resolve(`wss://x?at=${of.at}`))
  const wrapper = mount(PlaybackVideo, { props: { address, name: '东门', files, keep, downloads: true, ...props }, attachTo: document.body })
  const say = async (state: State): Promise<void> => {
    player.tell['onState']!(state)
    await nextTick()
  }
  const stands = async (more: object): Promise<void> => {
    player.tell['onStanding']!({ position: 0, scale: 1, paused: false, seeking: false, ...more })
    await nextTick()
  }
  const press = async (key: string): Promise<void> => {
    await wrapper.trigger('keydown', { key })
    await new Promise((resolve) => setTimeout(resolve))
  }
  const button = (label: string) => wrapper.get(`[aria-label="${label}"]`)
  await say({ name: 'playing' })
  return { wrapper, keep, address, say, stands, press, button }
}

describe('A playback', () => {
  it('begins with the first recording, asks for all that follows it, and ends with the page', async () => {
    const { address, wrapper } = await opened()
    expect(player.playFrom).toHaveBeenCalledWith(0)
    await player.tell['address']!(12.34)
    expect(address).toHaveBeenCalledWith({ start: '2026-03-09T00:00:00.000Z', stop: '2026-03-09T00:10:00.000Z', at: 12.3 })
    wrapper.unmount()
    expect(player.stop).toHaveBeenCalledTimes(1)
  })

  it('is ordered about by keys', async () => {
    const { press, stands, wrapper } = await opened()
    await stands({ position: 100 })
    expect(wrapper.get('time').text()).toBe('2026-03-09 08:01:40')
    await press(' ')
    expect(player.pause).toHaveBeenCalled()
    await stands({ position: 100, paused: true })
    expect(wrapper.text()).toContain('已暂停')
    await press(' ')
    expect(player.resume).toHaveBeenCalled()
    await press('ArrowRight')
    await press('ArrowLeft')
    expect(player.seek.mock.calls).toEqual([[110], [90]])
    await press('ArrowUp')
    await stands({ position: 100, scale: 2 })
    await press('ArrowDown')
    expect(player.speed.mock.calls).toEqual([[2], [1]])
    await press('.')
    expect(player.step).toHaveBeenCalled()
    player.back.mockReturnValue(false)
    await press(',')
    expect(wrapper.text()).toContain('已不在缓冲中')
  })

  it('says that it is on its way', async () => {
    const { stands, wrapper } = await opened()
    await stands({ position: 100, seeking: true })
    expect(wrapper.get('.state').text()).toBe('正在定位')
    await stands({ position: 100 })
    expect(wrapper.find('.state').exists()).toBe(false)
  })

  it('leaves keys to a button that has them, and to the browser', async () => {
    const { button, wrapper } = await opened()
    await button('抓拍').trigger('keydown', { key: ' ' })
    await wrapper.trigger('keydown', { key: 's', ctrlKey: true })
    expect([player.pause.mock.calls.length, player.snapshot.mock.calls.length]).toEqual([0, 0])
  })

  it('goes where the track is clicked; where nothing is, to what comes next', async () => {
    const { wrapper } = await opened()
    const track = wrapper.get('[role="slider"]')
    vi.spyOn(track.element, 'getBoundingClientRect').mockReturnValue({ left: 100, width: 650 } as DOMRect)
    // 65 minutes on 650 pixels.
    await track.trigger('click', { clientX: 150 })
    expect(player.seek).toHaveBeenLastCalledWith(300)
    await track.trigger('click', { clientX: 400 })
    expect(player.playFrom).toHaveBeenLastCalledWith(0)
    expect(wrapper.get('.notice').text()).toContain('从 2026-03-09 09:00:00 开始播放')
    expect(wrapper.findAll('.piece').map((each) => each.classes()[1])).toEqual(['time', 'alarm', 'time'])
  })

  it('is a slider for who cannot see it', async () => {
    const { stands, wrapper } = await opened()
    await stands({ position: 60 })
    const track = wrapper.get('[role="slider"]')
    expect(track.attributes()).toMatchObject({ 'aria-valuetext': '2026-03-09 08:01:00', 'aria-valuenow': String(ms('08:01:00') / 1000) })
    await track.trigger('keydown', { key: 'End' })
    expect(player.playFrom).toHaveBeenLastCalledWith(290)
    await track.trigger('keydown', { key: 'Home' })
    expect(player.playFrom).toHaveBeenLastCalledWith(0)
  })

  it('goes on with the next recording, and ends behind the last', async () => {
    const { say, stands, wrapper } = await opened()
    await stands({ position: 599.8 })
    await say({ name: 'ended' })
    expect(player.playFrom.mock.calls).toEqual([[0], [0]])
    await say({ name: 'playing' })
    await stands({ position: 299.9 })
    await say({ name: 'ended' })
    expect(player.playFrom).toHaveBeenCalledTimes(2)
    expect(wrapper.get('[role="status"]').text()).toContain('录像已播放完')
    await wrapper.get('.state button').trigger('click')
    expect(player.playFrom).toHaveBeenCalledTimes(3)
  })

  it('says what the device did not do, and which step failed', async () => {
    const { say, wrapper } = await opened()
    player.tell['onFailure']!({ step: 'ignored', reason: '实际约 1 倍速', remedy: '换用其他倍速' })
    await nextTick()
    expect(wrapper.get('.notice').text()).toBe('实际约 1 倍速。换用其他倍速。')
    await say({ name: 'failed', step: 'no_rtp', reason: '没有收到数据', remedy: '检查防火墙', again: null })
    expect(wrapper.get('.state').text()).toMatch(/没有画面：等待媒体数据.*没有收到数据。检查防火墙。/)
    await wrapper.get('.state button').trigger('click')
    expect(player.retry).toHaveBeenCalled()
  })

  it('names a snapshot by the time of the recording, and offers the file that is played', async () => {
    const { keep, press, stands, wrapper } = await opened()
    await stands({ position: 330 })
    player.snapshot.mockResolvedValueOnce(new Blob(['x']))
    await press('s')
    expect(keep).toHaveBeenCalledWith(expect.any(Blob), '东门 2026-03-09 080530.png')
    await press('d')
    expect(wrapper.emitted('download')).toEqual([[files[1]]])
  })

  it('stops when it is told to', async () => {
    const { press, say, wrapper } = await opened()
    await press('x')
    expect(player.stop).toHaveBeenCalled()
    await say({ name: 'ended' })
    expect(wrapper.get('.state').text()).toContain('已停止')
  })

  it('says that there is nothing', async () => {
    const { wrapper } = await opened({ files: [] })
    expect(wrapper.text()).toContain('这段时间没有录像')
    expect([player.playFrom.mock.calls.length, wrapper.find('[role="slider"]').exists()]).toEqual([0, false])
    await wrapper.setProps({ files })
    expect(player.playFrom).toHaveBeenCalledWith(0)
  })

  it('names every button and tells the speed that is chosen', async () => {
    const { stands, wrapper } = await opened()
    await stands({ scale: 4 })
    expect(wrapper.findAll('.controls button').map((each) => each.attributes('aria-label'))).toEqual([
      ...['上一帧', '暂停', '下一帧', '停止', '没有声音', '抓拍', '下载这个录像文件', '全屏'],
      ...['0.5倍速', '1倍速', '2倍速', '4倍速', '8倍速'],
    ])
    expect(wrapper.findAll('[aria-pressed="true"]').map((each) => each.text())).toEqual(['4×'])
    await wrapper.get('[aria-label="8倍速"]').trigger('click')
    expect(player.speed).toHaveBeenCalledWith(8)
  })
})
