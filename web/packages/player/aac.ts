/**
 * AAC to samples by what the browser decodes files with (`decodeAudioData`): it is there over plain http and in old browsers
 * too, where WebCodecs is not. A frame leans on the one before: each piece is decoded with that in front, and its part of
 * the result is thrown away.
 */

/** Frames decoded together: 128 ms at 16 kHz, less than the picture is behind the present. */
const TOGETHER = 2
/** Failures in a row after which the browser cannot do it. */
const HOPELESS = 3
/** Pieces that may wait for the decoder. */
const WAITING_MOST = 50

export class AacDecoder {
  private before: Uint8Array | null = null
  private frames: Uint8Array[] = []
  private at = 0
  private waiting = 0
  private failed = 0
  private closed = false
  /** One after the other: what is decoded first is heard first. */
  private chain: Promise<void> = Promise.resolve()
  private readonly context: OfflineAudioContext

  /** Decoded at its own rate: nothing is resampled at the edges of a piece. */
  constructor(
    rate: number,
    private readonly onSamples: (at: number, samples: Float32Array<ArrayBuffer>) => void,
    private readonly onHopeless: () => void,
  ) {
    this.context = new OfflineAudioContext(1, 1, rate)
  }

  /** A frame with its ADTS header, and its moment. */
  push(at: number, frame: Uint8Array): void {
    if (!this.frames.length)
      this.at = at
    this.frames.push(frame)
    if (this.frames.length < TOGETHER)
      return
    const [lead, frames, begin] = [this.before, this.frames, this.at]
    this.before = frames[frames.length - 1]!
    this.frames = []
    if (this.waiting >= WAITING_MOST)
      return
    this.waiting += 1
    this.chain = this.chain.then(() => this.decode(lead, frames, begin)).finally(() => this.waiting -= 1)
  }

  close(): void { this.closed = true }

  private async decode(lead: Uint8Array | null, frames: Uint8Array[], at: number): Promise<void> {
    if (this.closed)
      return
    try {
      const decoded = await this.context.decodeAudioData(joined(lead ? [lead, ...frames] : frames))
      this.failed = 0
      const samples = mixed(decoded)
      const skipped = lead ? Math.round(samples.length / (frames.length + 1)) : 0
      if (!this.closed)
        this.onSamples(at, samples.slice(skipped))
    } catch {
      this.failed += 1
      if (this.failed === HOPELESS && !this.closed)
        this.onHopeless()
    }
  }
}

function joined(parts: Uint8Array[]): ArrayBuffer {
  const whole = new Uint8Array(parts.reduce((sum, each) => sum + each.length, 0))
  parts.reduce((at, each) => {
    whole.set(each, at)
    return at + each.length
  }, 0)
  return whole.buffer
}

/** Two channels are laid together, as a tile has one loudspeaker. */
function mixed(decoded: AudioBuffer): Float32Array<ArrayBuffer> {
  const left = new Float32Array(decoded.getChannelData(0))
  if (decoded.numberOfChannels < 2)
    return left
  const right = decoded.getChannelData(1)
  return left.map((each, i) => (each + right[i]!) / 2)
}
