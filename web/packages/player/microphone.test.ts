import { describe, expect, it } from 'vitest'
import { decode } from './g711'
import { alawCode, Narrower } from './microphone.js'

/** What comes out of a second of a pitch, in pieces as browsers give them. */
function narrowed(pitch: number, rate: number, seconds = 1): Float32Array {
  const packets: Uint8Array[] = []
  const narrower = new Narrower(rate, (packet) => packets.push(packet))
  const samples = Float32Array.from({ length: rate * seconds }, (_, i) => 0.5 * Math.sin(2 * Math.PI * pitch * i / rate))
  for (let at = 0; at < samples.length; at += 128)
    narrower.push(samples.subarray(at, at + 128))
  expect(packets.every(({ length }) => length === 160)).toBe(true)
  return decode(Uint8Array.from(packets.flatMap((each) => [...each])), 'alaw')
}

/** In dB (Goertzel). */
function power(samples: Float32Array, pitch: number): number {
  const turn = 2 * Math.cos(2 * Math.PI * pitch / 8000)
  let [one, two] = [0, 0]
  samples.forEach((each) => [one, two] = [each + turn * one - two, one])
  return 10 * Math.log10(Math.max(1e-12, (one * one + two * two - turn * one * two) / samples.length ** 2))
}

describe('The microphone', () => {
  it.each([48_000, 44_100, 96_000, 16_000, 8000])('gives 8 kHz out of %i', (rate) => {
    const samples = narrowed(1000, rate)
    expect(samples.length).toBeGreaterThan(7800)
    expect(samples.length).toBeLessThanOrEqual(8000)
    const settled = samples.slice(800)
    expect(Math.abs(power(settled, 1000) - 20 * Math.log10(0.25))).toBeLessThan(0.5)
    expect(power(settled, 1000) - power(settled, 1700)).toBeGreaterThan(40)
  })

  it('lets nothing come back from above what 8 kHz can hold', () => {
    // 5 kHz would come back as 3, 7 as 1.
    expect(power(narrowed(5000, 48_000), 3000)).toBeLessThan(-60)
    expect(power(narrowed(7000, 44_100), 1000)).toBeLessThan(-60)
    expect(power(narrowed(3000, 48_000), 3000)).toBeGreaterThan(-14)
  })

  it('speaks the law that devices hear', () => {
    expect([0, 1, -1, 0.5, -0.001].map(alawCode)).toEqual([0xd5, 0xaa, 0x2a, 0xa5, 0x57])
    for (let code = 0; code < 256; code += 1)
      expect(alawCode(decode(Uint8Array.of(code), 'alaw')[0]!)).toBe(code)
  })
})
