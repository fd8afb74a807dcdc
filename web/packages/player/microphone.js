/**
 * The microphone to packets of G.711 A-law, 8 kHz, 20 ms each: what devices understand, made here so that no server has to.
 * A file of its own and plain JavaScript for the reasons that `worklet.js` gives; without a sound thread, `talk.ts` imports
 * the class.
 */

const RATE = 8000
const EACH = 160
/** What G.711 carries ends at 3.4 kHz; what lies above 4 kHz would come back as noise (ITU-T G.712). */
const CUTOFF = 3500
/** Zero crossings of the filter on each side: 60 dB between the two. */
const CROSSINGS = 14
/** Places between two samples at which the filter is worked out beforehand. */
const PHASES = 64

export class Narrower {
  /** @param {number} rate Samples a second of what is pushed. @param {(packet: Uint8Array<ArrayBuffer>) => void} onPacket */
  constructor(rate, onPacket) {
    this.step = rate / RATE
    this.onPacket = onPacket
    const cutoff = Math.min(CUTOFF, rate * 0.45) / rate
    this.half = Math.ceil(CROSSINGS / (2 * cutoff))
    /** @type {Float32Array[]} */
    this.filters = Array.from({ length: PHASES + 1 }, (_, phase) => filterAt(phase / PHASES, this.half, cutoff))
    this.samples = new Float32Array(0)
    /** Of the next sample that goes out, among those that are there. */
    this.place = this.half
    this.packet = new Uint8Array(EACH)
    this.filled = 0
  }

  /** @param {Float32Array} given */
  push(given) {
    const samples = new Float32Array(this.samples.length + given.length)
    samples.set(this.samples)
    samples.set(given, this.samples.length)
    while (this.place + this.half + 1 < samples.length) {
      this.put(alawCode(this.filtered(samples)))
      this.place += this.step
    }
    const gone = Math.max(0, Math.floor(this.place) - this.half)
    this.samples = samples.slice(gone)
    this.place -= gone
  }

  /** @param {Float32Array} samples */
  filtered(samples) {
    const whole = Math.floor(this.place)
    const filter = this.filters[Math.round((this.place - whole) * PHASES)]
    const first = whole - this.half + 1
    let sum = 0
    for (let i = 0; i < filter.length; i += 1)
      sum += samples[first + i] * filter[i]
    return sum
  }

  /** @param {number} code */
  put(code) {
    this.packet[this.filled] = code
    this.filled += 1
    if (this.filled === EACH) {
      this.onPacket(this.packet)
      this.packet = new Uint8Array(EACH)
      this.filled = 0
    }
  }
}

/**
 * A windowed sinc whose middle lies `offset` behind a sample.
 * @param {number} offset @param {number} half @param {number} cutoff
 */
function filterAt(offset, half, cutoff) {
  const taps = Float32Array.from({ length: 2 * half }, (_, i) => {
    const at = i - half + 1 - offset
    const angle = 2 * Math.PI * cutoff * at
    const sinc = at === 0 ? 1 : Math.sin(angle) / angle
    return Math.abs(at) < half ? sinc * (0.5 + 0.5 * Math.cos(Math.PI * at / half)) : 0
  })
  const sum = taps.reduce((all, each) => all + each, 0)
  return taps.map((each) => each / sum)
}

/** ITU-T G.711, A-law, of a sample between -1 and 1. @param {number} sample */
export function alawCode(sample) {
  const value = Math.max(-32768, Math.min(32767, Math.round(sample * 32768)))
  const size = (value >= 0 ? value : ~value) >> 4
  const segment = Math.max(0, 28 - Math.clz32(size))
  const step = segment < 2 ? size : size >> (segment - 1)
  return ((value >= 0 ? 0x80 : 0) | segment << 4 | step & 0x0f) ^ 0x55
}

if (typeof registerProcessor === 'function') {
  registerProcessor('changqian-microphone', class extends AudioWorkletProcessor {
    constructor() {
      super()
      this.narrower = new Narrower(sampleRate, (packet) => this.port.postMessage(packet, [packet.buffer]))
      this.over = false
      this.port.onmessage = () => this.over = true
    }

    process(inputs) {
      const samples = inputs[0]?.[0]
      if (samples)
        this.narrower.push(samples)
      return !this.over
    }
  })
}
