import { describe, expect, it } from 'vitest'
import type { State } from './live'
import { clock, fileName, wordsOf } from './words'

describe('Words', () => {
  const failure = { step: '取流', reason: '设备没有应答', remedy: '请确认设备在线。' }

  it.each<[State, string | null]>([
    [{ name: 'playing' }, null],
    [{ name: 'connecting', attempt: 0 }, '正在连接'],
    [{ name: 'connecting', attempt: 2 }, '正在重新连接（第 2 次）'],
    [{ name: 'stalled', seconds: 3 }, '画面停住 3 秒'],
    [{ name: 'failed', again: 4, ...failure }, '没有画面：取流'],
    [{ name: 'ended' }, '播放已结束'],
  ])('%o', (state, title) => expect(wordsOf(state)?.title ?? null).toBe(title))

  it('end with one full stop, whoever wrote them', () => {
    const said = (reason: string, remedy: string) => wordsOf({ name: 'failed', again: null, step: '取流', reason, remedy })?.hint
    expect(said('设备没有应答', '请重启。')).toBe('设备没有应答。请重启。')
    expect(said('设备没有应答。', '请重启')).toBe('设备没有应答。请重启。')
  })
})

it('A file is named after the place and the time in China', () => {
  expect(fileName('东门/1 号', new Date('2026-03-09T16:05:09Z'), 'png')).toBe('东门 1 号 2026-03-10 000509.png')
  expect(fileName(' ', new Date('2026-03-09T06:05:09Z'), 'mp4')).toBe('画面 2026-03-09 140509.mp4')
})

it('A length is said in minutes', () => expect([0, 65.4, 3600].map(clock)).toEqual(['00:00', '01:05', '60:00']))
