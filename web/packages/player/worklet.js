/**
 * Plays samples at the moment to which they belong. A file of its own and plain JavaScript, since it is loaded as it is by
 * the sound thread (script-src 'self' forbids blob modules); where there is no such thread, `sound.ts` imports the class.
 */

/** A packet that comes this near to the end of the one before follows it without a crack: cameras stamp roughly. */
const JOINT = 0.06
/** Further from the picture than this, the sound jumps; nearer, it plays up to 2 % faster or slower, which nobody hears. */
const APART = 0.25
const BEND = 0.02
/** Seconds kept at most. */
const KEPT = 10

export class Mixer {
  /** @param {number} rate Samples a second of what is pushed. */
  constructor(rate) {
    this.rate = rate
    /** @type {{ at: number, samples: Float32Array }[]} */
    this.packets = []
    /** Moment of the picture's clock that is heard next; null while nothing is to be heard. @type {number | null} */
    this.position = null
    this.speed = 1
  }

  /** @param {number} at @param {Float32Array} samples */
  push(at, samples) {
    const last = this.packets[this.packets.length - 1]
    const end = last ? this.endOf(last) : null
    const begins = end !== null && Math.abs(at - end) < JOINT ? end : at
    // The camera's clock was set back: what was to come later never will.
    if (end !== null && begins < end)
      this.packets = this.packets.filter((each) => this.endOf(each) <= begins)
    this.packets.push({ at: begins, samples })
    while (this.packets.length > 1 && begins - this.packets[0].at > KEPT)
      this.packets.shift()
  }

  /** Where the picture is and how fast it plays; null while it stands still. @param {number | null} at @param {number} speed */
  sync(at, speed) {
    if (at === null || this.position === null || Math.abs(at - this.position) > APART) {
      this.position = at
      this.speed = speed
    } else {
      this.speed = speed + Math.max(-BEND, Math.min(BEND, (at - this.position) * 0.2))
    }
  }

  /** Fills `out` with the next samples; silence where there are none. @param {Float32Array} out @param {number} outRate */
  pull(out, outRate) {
    if (this.position === null) {
      out.fill(0)
      return
    }
    const step = this.speed / outRate
    for (let i = 0; i < out.length; i += 1) {
      out[i] = this.sampleAt(this.position)
      this.position += step
    }
  }

  /** @param {{ at: number, samples: Float32Array }} packet */
  endOf(packet) {
    return packet.at + packet.samples.length / this.rate
  }

  /** @param {number} moment */
  sampleAt(moment) {
    while (this.packets.length && this.endOf(this.packets[0]) <= moment)
      this.packets.shift()
    const packet = this.packets[0]
    const place = packet ? (moment - packet.at) * this.rate : -1
    // A hair before the packet is its first sample: floating point, not a gap.
    if (place < -0.01)
      return 0
    const left = Math.max(0, Math.floor(place))
    const next = packet.samples[left + 1] ?? this.packets[1]?.samples[0] ?? packet.samples[left]
    return packet.samples[left] + (next - packet.samples[left]) * Math.max(0, place - left)
  }
}

if (typeof registerProcessor === 'function') {
  registerProcessor('changqian-mixer', class extends AudioWorkletProcessor {
    constructor(options) {
      super()
      this.mixer = new Mixer(options.processorOptions.rate)
      this.over = false
      this.port.onmessage = ({ data }) => {
        if (data.kind === 'push')
          this.mixer.push(data.at, data.samples)
        else if (data.kind === 'sync')
          this.mixer.sync(data.at, data.speed)
        else
          this.over = true
      }
    }

    process(inputs, outputs) {
      this.mixer.pull(outputs[0][0], sampleRate)
      return !this.over
    }
  })
}
