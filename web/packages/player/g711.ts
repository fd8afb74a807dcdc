/** G.711 (ITU-T G.711, A-law and µ-law) to samples between -1 and 1, by table: 256 values, no browser codec needed. */

const FULL = 32_768

function alawSample(code: number): number {
  // Even bits are inverted on the line.
  const bits = code ^ 0x55
  const segment = (bits & 0x70) >> 4
  const step = ((bits & 0x0f) << 4) + (segment ? 0x108 : 8)
  const size = segment > 1 ? step << (segment - 1) : step
  return bits & 0x80 ? size : -size
}

const BIAS = 0x84

function ulawSample(code: number): number {
  const bits = ~code & 0xff
  const size = ((((bits & 0x0f) << 3) + BIAS) << ((bits & 0x70) >> 4)) - BIAS
  return bits & 0x80 ? -size : size
}

const tableOf = (sample: (code: number) => number): Float32Array =>
  Float32Array.from({ length: 256 }, (_, code) => sample(code) / FULL)

const TABLES = { alaw: tableOf(alawSample), ulaw: tableOf(ulawSample) }

/** Samples of one channel; two channels are laid together, as a tile has one loudspeaker. */
export function decode(data: Uint8Array, codec: keyof typeof TABLES, channels: 1 | 2 = 1): Float32Array<ArrayBuffer> {
  const table = TABLES[codec]
  const samples = new Float32Array(Math.floor(data.length / channels))
  for (let i = 0; i < samples.length; i += 1)
    samples[i] = channels === 1 ? table[data[i]!]! : (table[data[2 * i]!]! + table[data[2 * i + 1]!]!) / 2
  return samples
}
