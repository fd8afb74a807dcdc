import { beforeEach, describe, expect, it, vi } from 'vitest'
import { fakeBrowser, FakeMedia } from './fakes'
import { codecName, playable, supported } from './supported'

beforeEach(fakeBrowser)

describe('What the browser plays', () => {
  it('is asked of it', () => {
    FakeMedia.plays = (type) => type.includes('avc1')
    expect([supported('avc1.64001f'), supported('hvc1.1.6.L93.B0'), playable()]).toEqual([true, false, ['h264']])
  })

  it('either way of writing H.265 counts', () => {
    FakeMedia.plays = (type) => type.includes('hev1')
    expect(playable()).toEqual(['h265'])
  })

  it('is nothing where there is no MediaSource', () => {
    vi.stubGlobal('MediaSource', undefined)
    expect([supported('avc1.64001f'), playable()]).toEqual([false, []])
  })
})

it.each([
  ['avc1.64001f', 'H.264 High 3.1'], ['avc1.42E01E', 'H.264 Baseline 3.0'], ['avc1.4D4028', 'H.264 Main 4.0'],
  ['avc1.7a0028', 'H.264 4.0'], ['avc1', 'H.264'], ['hvc1.1.6.L93.B0', 'H.265'], ['hev1.1.6.L120.90', 'H.265'], ['av01.0.04M.08', 'av01.0.04M.08'],
])('%s is called %s', (codec, name) => expect(codecName(codec)).toBe(name))
