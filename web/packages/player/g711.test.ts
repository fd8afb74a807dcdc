import { describe, expect, it } from 'vitest'
import { decode } from './g711'

const sample = (code: number, codec: 'alaw' | 'ulaw'): number => decode(new Uint8Array([code]), codec)[0]! * 32_768

describe('G.711', () => {
  // Values of the reference decoder (ITU-T G.191, as in Sun's g711.c), 16 bit.
  it.each([
    [0xd5, 8], [0x55, -8], [0xd4, 24], [0xc5, 264], [0x80, 5504], [0x00, -5504], [0xaa, 32_256], [0x2a, -32_256],
  ])('A-law %i is %i', (code, value) => expect(sample(code, 'alaw')).toBe(value))

  it.each([
    [0xff, 0], [0x7f, 0], [0xfe, 8], [0x7e, -8], [0xef, 132], [0x80, 32_124], [0x00, -32_124],
  ])('µ-law %i is %i', (code, value) => expect(sample(code, 'ulaw')).toBeCloseTo(value, 6))

  it('is symmetric and never leaves -1 to 1', () => {
    const all = Uint8Array.from({ length: 256 }, (_, code) => code)
    for (const codec of ['alaw', 'ulaw'] as const) {
      const samples = decode(all, codec)
      expect(Math.max(...samples.map(Math.abs))).toBeLessThan(1)
      expect(samples.slice(0, 128).every((each, code) => each === -samples[code + 128]!)).toBe(true)
    }
  })

  it('lays two channels together and leaves half a sample', () => {
    const both = decode(new Uint8Array([0xaa, 0xd5, 0xd5, 0xd5, 0xaa]), 'alaw', 2)
    expect([...both].map((each) => each * 32_768)).toEqual([(32_256 + 8) / 2, 8])
  })
})
