import { beforeEach, describe, expect, it, vi } from 'vitest'
import { AacDecoder } from './aac'

/** Decodes a frame, whose bytes are all the same, to four samples of a hundredth of that. */
class Offline {
  static decode: (bytes: number[]) => Promise<number[][]> = (bytes) =>
    Promise.resolve([bytes.filter((_, i) => i % 2 === 0).flatMap((each) => [each, each, each, each].map((one) => one / 100))])

  constructor(readonly channels: number, readonly length: number, readonly rate: number) {}
  async decodeAudioData(data: ArrayBuffer) {
    const channels = await Offline.decode([...new Uint8Array(data)])
    return { numberOfChannels: channels.length, getChannelData: (which: number) => Float32Array.from(channels[which]!) }
  }
}

const frame = (value: number): Uint8Array => new Uint8Array([value, value])
const settled = async (): Promise<void> => {
  for (let i = 0; i < 20; i += 1)
    await Promise.resolve()
}

describe('AAC', () => {
  const plain = Offline.decode
  beforeEach(() => {
    Offline.decode = plain
    vi.stubGlobal('OfflineAudioContext', Offline)
  })

  function made() {
    const heard: [number, number[]][] = []
    const hopeless = vi.fn()
    const hear = (at: number, samples: Float32Array): unknown =>
      heard.push([at, [...samples].map((each) => Math.round(each * 100))])
    const decoder = new AacDecoder(16_000, hear, hopeless)
    return { decoder, heard, hopeless }
  }

  it('is decoded behind the frame before, which is heard once only', async () => {
    const { decoder, heard } = made()
    for (let n = 1; n <= 5; n += 1)
      decoder.push(n, frame(n))
    await settled()
    expect(heard).toEqual([[1, [1, 1, 1, 1, 2, 2, 2, 2]], [3, [3, 3, 3, 3, 4, 4, 4, 4]]])
  })

  it('is heard in order, however long a piece takes', async () => {
    const { decoder, heard } = made()
    const waiting: (() => void)[] = []
    Offline.decode = (bytes) => new Promise((resolve) => waiting.push(() => resolve([bytes.map(() => 0.01)])))
    for (let n = 1; n <= 4; n += 1)
      decoder.push(n, frame(n))
    await settled()
    expect(waiting.length).toBe(1)
    waiting[0]!()
    await settled()
    waiting[1]!()
    await settled()
    expect(heard.map(([at]) => at)).toEqual([1, 3])
  })

  it('in two channels is laid together', async () => {
    const { decoder, heard } = made()
    Offline.decode = () => Promise.resolve([[0.1, 0.1], [0.3, 0.3]])
    decoder.push(0, frame(1))
    decoder.push(1, frame(1))
    await settled()
    expect(heard).toEqual([[0, [20, 20]]])
  })

  it('that the browser cannot decode is given up, and said', async () => {
    const { decoder, heard, hopeless } = made()
    Offline.decode = () => Promise.reject(new Error('EncodingError'))
    for (let n = 0; n < 12; n += 1)
      decoder.push(n, frame(n))
    await settled()
    await settled()
    expect([heard.length, hopeless.mock.calls.length]).toEqual([0, 1])
  })

  it('is silent once it is closed', async () => {
    const { decoder, heard } = made()
    decoder.push(0, frame(1))
    decoder.push(1, frame(1))
    decoder.close()
    await settled()
    expect(heard).toEqual([])
  })
})
