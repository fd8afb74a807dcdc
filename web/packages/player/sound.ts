/** The sound of a live picture: decoded here, in step with the picture, silent until the user asks for it. */
import { AacDecoder } from './aac'
import type { AudioFormat } from './frames'
import { decode } from './g711'
import { Mixer } from './worklet.js'

/** Where the picture is and how fast it plays; null while it stands still. */
export interface Beat { at: number | null, speed: number }

/** Takes samples with their moments; two ways of the browser to play them. */
interface Outlet {
  push: (at: number, samples: Float32Array<ArrayBuffer>) => void
  sync: (at: number | null, speed: number) => void
  close: () => void
}

/** Seconds of packets kept while silent: the picture is behind the present, so its sound has already come. */
const KEPT = 3
/** About 50 ms at 44 100 a second: smaller ones crack on old machines. */
const BLOCK = 2048

export class Sound {
  private packets: { at: number, data: Uint8Array }[] = []
  private context: AudioContext | null = null
  private outlet: Outlet | null = null
  private asked = 0

  private aac: AacDecoder | null = null

  /** `onHopeless`: the browser cannot decode this sound. */
  constructor(private readonly format: AudioFormat, private readonly onHopeless: () => void = () => undefined) {}

  get on(): boolean { return this.context !== null }

  /** To be called from a press of the user: browsers stay silent otherwise. False where the browser refuses. */
  async turnOn(): Promise<boolean> {
    if (this.context)
      return true
    const asked = this.asked += 1
    const context = new AudioContext({ latencyHint: 'interactive' })
    this.context = context
    try {
      const outlet = await openOutlet(context, this.format.rate)
      await context.resume()
      // Turned off, or off and on again, meanwhile.
      if (asked !== this.asked) {
        outlet.close()
        return false
      }
      this.outlet = outlet
      this.aac = narrow(this.format.codec)
        ? null
        : new AacDecoder(this.format.rate, (at, samples) => this.outlet?.push(at, samples), this.onHopeless)
      this.packets.forEach(({ at, data }) => this.play(at, data))
      return true
    } catch {
      if (asked === this.asked)
        this.turnOff()
      return false
    }
  }

  turnOff(): void {
    this.asked += 1
    this.outlet?.close()
    this.outlet = null
    this.aac?.close()
    this.aac = null
    // Closing twice is refused, and changes nothing.
    this.context?.close().catch(() => undefined)
    this.context = null
  }

  push(at: number, data: Uint8Array): void {
    this.packets.push({ at, data })
    while (this.packets.length > 1 && Math.abs(at - this.packets[0]!.at) > KEPT)
      this.packets.shift()
    this.play(at, data)
  }

  beat({ at, speed }: Beat): void {
    // What is handed over now is heard a little later.
    const late = this.context ? this.context.outputLatency || this.context.baseLatency || 0 : 0
    this.outlet?.sync(at === null ? null : at + late, speed)
  }

  private play(at: number, data: Uint8Array): void {
    const { codec, channels } = this.format
    if (narrow(codec))
      this.outlet?.push(at, decode(data, codec, channels))
    else
      this.aac?.push(at, data)
  }
}

const narrow = (codec: AudioFormat['codec']): codec is 'alaw' | 'ulaw' => codec === 'alaw' || codec === 'ulaw'

async function openOutlet(context: AudioContext, rate: number): Promise<Outlet> {
  // Only in a secure context; a page over plain http in a closed network has none, whatever its type says.
  const worklet = context.audioWorklet as AudioWorklet | undefined
  if (worklet) {
    try {
      await worklet.addModule(new URL('./worklet.js', import.meta.url))
      return threaded(context, rate)
    } catch {
      // It works the old way too.
    }
  }
  return scripted(context, rate)
}

function threaded(context: AudioContext, rate: number): Outlet {
  const node = new AudioWorkletNode(context, 'changqian-mixer', {
    numberOfInputs: 0, numberOfOutputs: 1, outputChannelCount: [1], processorOptions: { rate },
  })
  node.connect(context.destination)
  return {
    push: (at, samples) => node.port.postMessage({ kind: 'push', at, samples }, [samples.buffer]),
    sync: (at, speed) => node.port.postMessage({ kind: 'sync', at, speed }),
    close: () => {
      node.port.postMessage({ kind: 'close' })
      node.disconnect()
    },
  }
}

function scripted(context: AudioContext, rate: number): Outlet {
  const mixer = new Mixer(rate)
  const node = context.createScriptProcessor(BLOCK, 0, 1)
  node.onaudioprocess = ({ outputBuffer }) => mixer.pull(outputBuffer.getChannelData(0), context.sampleRate)
  node.connect(context.destination)
  return {
    push: (at, samples) => mixer.push(at, samples),
    sync: (at, speed) => mixer.sync(at, speed),
    close: () => {
      node.onaudioprocess = null
      node.disconnect()
    },
  }
}
