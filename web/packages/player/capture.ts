/** The microphone, opened: packets of A-law until it is closed. */
import { Narrower } from './microphone.js'
import type { Failure } from './frames'

type Packet = Uint8Array<ArrayBuffer>
export interface Capture { close: () => void }

/** About 50 ms at 44 100 a second, as in `sound.ts`. */
const BLOCK = 2048
const STEP = '打开麦克风'

export class NoMicrophone extends Error {
  constructor(readonly failure: Failure) {
    super(failure.reason)
    this.name = 'NoMicrophone'
  }
}

const REFUSALS: Record<string, { reason: string, remedy: string }> = {
  NotAllowedError: { reason: '浏览器没有获准使用麦克风', remedy: '请在地址栏左侧的网站设置里允许使用麦克风，然后再试。' },
  NotFoundError: { reason: '这台电脑没有麦克风', remedy: '请接上麦克风或耳机，然后再试。' },
  NotReadableError: { reason: '麦克风正被其他程序占用', remedy: '请关闭正在使用麦克风的程序，然后再试。' },
}
const INSECURE = { reason: '浏览器只在安全连接（https）下允许使用麦克风', remedy: '请用 https 地址打开本系统，或在本机上打开。' }

/** To be called from a press of the user. NoMicrophone says why there is none. */
export async function openMicrophone(onPacket: (packet: Packet) => void): Promise<Capture> {
  // Only in a secure context, whatever its type says.
  const devices = navigator.mediaDevices as MediaDevices | undefined
  if (!devices?.getUserMedia)
    throw new NoMicrophone({ step: STEP, ...INSECURE })
  const context = new AudioContext({ latencyHint: 'interactive' })
  let stream: MediaStream | null = null
  const closing: (() => void)[] = [
    () => stream?.getTracks().forEach((each) => each.stop()),
    () => void context.close().catch(() => undefined),
  ]
  const close = (): void => closing.splice(0).reverse().forEach((each) => each())
  try {
    stream = await devices.getUserMedia({
      audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 },
    })
    await context.resume()
    const source = context.createMediaStreamSource(stream)
    const node = await listener(context, onPacket, closing)
    source.connect(node)
    // What leads nowhere is not run by all browsers; it gives nothing to hear.
    node.connect(context.destination)
    return { close }
  } catch (thrown) {
    close()
    const { name = '', message = '' } = (thrown ?? {}) as { name?: string, message?: string }
    const known = REFUSALS[name] ?? { reason: `麦克风打不开（${name || message}）`, remedy: '请检查麦克风后再试，也可以换一个浏览器。' }
    throw new NoMicrophone({ step: STEP, ...known })
  }
}

async function listener(
  context: AudioContext, onPacket: (packet: Packet) => void, closing: (() => void)[],
): Promise<AudioNode> {
  const worklet = context.audioWorklet as AudioWorklet | undefined
  if (worklet) {
    try {
      await worklet.addModule(new URL('./microphone.js', import.meta.url))
      return threaded(context, onPacket, closing)
    } catch {
      // It works the old way too.
    }
  }
  return scripted(context, onPacket, closing)
}

function threaded(context: AudioContext, onPacket: (packet: Packet) => void, closing: (() => void)[]): AudioNode {
  const node = new AudioWorkletNode(context, 'changqian-microphone', {
    numberOfInputs: 1, numberOfOutputs: 1, outputChannelCount: [1], channelCount: 1, channelCountMode: 'explicit',
  })
  node.port.onmessage = ({ data }: MessageEvent<Packet>) => onPacket(data)
  closing.push(() => {
    node.port.onmessage = null
    node.port.postMessage('close')
    node.disconnect()
  })
  return node
}

function scripted(context: AudioContext, onPacket: (packet: Packet) => void, closing: (() => void)[]): AudioNode {
  const narrower = new Narrower(context.sampleRate, onPacket)
  const node = context.createScriptProcessor(BLOCK, 1, 1)
  node.onaudioprocess = ({ inputBuffer }) => narrower.push(inputBuffer.getChannelData(0))
  closing.push(() => {
    node.onaudioprocess = null
    node.disconnect()
  })
  return node
}
