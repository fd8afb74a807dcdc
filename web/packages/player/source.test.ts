import { beforeEach, describe, expect, it, vi } from 'vitest'
import { fakeBrowser, FakeMedia, fakeVideo } from './fakes'
import { Source, type SourceOptions } from './source'

beforeEach(fakeBrowser)

const quota = (): Error => Object.assign(new Error('full'), { name: 'QuotaExceededError' })
const piece = (value: number): Uint8Array<ArrayBuffer> => new Uint8Array([value])

function open(options: Partial<SourceOptions> = {}) {
  const onTrouble = vi.fn()
  const video = fakeVideo()
  const source = new Source(video, 'avc1.64001f', { onTrouble, ...options })
  const { buffer } = FakeMedia.last
  const appended = (): number[] => buffer.appended.map((each) => each[0]!)
  return { source, video, buffer, appended, onTrouble, begin: () => FakeMedia.last.tell('sourceopen') }
}

describe('The film', () => {
  it('takes what came before it was open, one piece after the other', () => {
    const { source, buffer, appended, begin } = open()
    source.append(piece(1))
    source.append(piece(2))
    expect(appended()).toEqual([])
    begin()
    expect(FakeMedia.last.type).toBe('video/mp4; codecs="avc1.64001f"')
    expect(appended()).toEqual([1])
    buffer.done()
    expect(appended()).toEqual([1, 2])
  })

  it('lets go whole groups only, and does not ask twice', () => {
    const { source, buffer, begin } = open({ keyBefore: () => 8 })
    begin()
    buffer.held = [{ start: 0, end: 20 }]
    source.append(piece(1))
    source.trim(9.5)
    source.trim(9.6)
    buffer.done()
    expect(buffer.removed).toEqual([[0, 8]])
    buffer.done()
    expect(buffer.removed.length).toBe(1)
  })

  it('lets nothing go where no key picture is known', () => {
    const { source, buffer, begin } = open({ keyBefore: () => null })
    begin()
    buffer.held = [{ start: 0, end: 20 }]
    source.trim(9.5)
    expect(buffer.removed).toEqual([])
  })

  it('makes room when the browser has none, and loses nothing', () => {
    const { source, video, buffer, appended, onTrouble, begin } = open({ keyBefore: (time) => Math.floor(time) })
    begin()
    buffer.held = [{ start: 0, end: 20 }]
    video.currentTime = 19.8
    buffer.refusals = [quota()]
    source.append(piece(1))
    source.append(piece(2))
    expect([appended(), buffer.removed]).toEqual([[], [[0, 19]]])
    buffer.done()
    buffer.done()
    expect(appended()).toEqual([1, 2])
    expect(onTrouble).not.toHaveBeenCalled()
  })

  it('says so when there is no room to make', () => {
    const { source, buffer, onTrouble, begin } = open()
    begin()
    buffer.refusals = [quota()]
    source.append(piece(1))
    expect(onTrouble).toHaveBeenCalledWith('full', expect.any(String))
  })

  it('has an end when nothing more comes', () => {
    const { source, buffer, begin } = open()
    source.append(piece(1))
    source.finish()
    begin()
    expect(FakeMedia.last.ended).toBe(false)
    buffer.done()
    expect(FakeMedia.last.ended).toBe(true)
  })
})

describe('Trouble is told once, and then it is silent', () => {
  it.each<[string, (opened: ReturnType<typeof open>) => void, string]>([
    ['the browser opens no decoder', ({ begin }) => {
      FakeMedia.last.addSourceBuffer = () => { throw new Error('no') }
      begin()
    }, 'open'],
    ['it throws a piece back', ({ source, buffer, begin }) => {
      begin()
      buffer.refusals = [new Error('InvalidStateError')]
      source.append(piece(1))
    }, 'append'],
    ['it refuses a piece later', ({ buffer, begin }) => {
      begin()
      buffer.tell('error')
    }, 'append'],
    ['it cannot decode', ({ video }) => video.tell('error'), 'decode'],
    ['it is too slow', ({ source }) => {
      for (let i = 0; i < 30; i += 1)
        source.append(new Uint8Array(2 ** 20))
    }, 'slow'],
  ])('%s', (_name, happen, trouble) => {
    const opened = open()
    happen(opened)
    opened.video.tell('error')
    opened.source.append(piece(9))
    expect(opened.onTrouble.mock.calls.map(([told]) => told)).toEqual([trouble])
  })
})

it('A closed film lets the video element go', () => {
  const { source, video, buffer, appended, begin } = open()
  begin()
  source.append(piece(1))
  source.append(piece(2))
  source.close()
  buffer.done()
  expect([video.src, appended()]).toEqual(['', [1]])
  expect(URL.revokeObjectURL).toHaveBeenCalled()
})

it('A closed film leaves the element of the next one alone', () => {
  const first = open()
  new Source(first.video, 'avc1.64001f', { onTrouble: vi.fn() })
  first.source.close()
  expect(first.video.src).toBe('blob:2')
})
