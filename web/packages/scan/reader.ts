/** Reads codes with what the browser has: its own detector where there is one, else jsQR in a worker. */
import { decode, type Pixels } from './decode'

/** Chrome on Android and macOS; not in TypeScript's library yet. */
interface Detector { detect: (source: CanvasImageSource) => Promise<{ rawValue: string }[]> }
interface DetectorClass {
  new (options: { formats: string[] }): Detector
  getSupportedFormats: () => Promise<string[]>
}

export interface Reader {
  /** From a frame of the viewfinder. */
  frame: (video: HTMLVideoElement) => Promise<string | null>
  /** From a photo, at several sizes: a code may fill it or stand in a corner. */
  photo: (image: HTMLImageElement) => Promise<string | null>
  close: () => void
}

/** The middle square of a frame, at most so wide: enough for a printed code at arm's length, quick on an old phone. */
const FRAME = 720
const PHOTO_SIZES = [1600, 1000, 600]

async function detector(): Promise<Detector | null> {
  const known = (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector
  try {
    return known && (await known.getSupportedFormats()).includes('qr_code') ? new known({ formats: ['qr_code'] }) : null
  } catch {
    return null
  }
}

export function middleSquare(width: number, height: number, longest = FRAME):
{ x: number, y: number, side: number, out: number } {
  const side = Math.min(width, height)
  return { x: Math.round((width - side) / 2), y: Math.round((height - side) / 2), side, out: Math.min(side, longest) }
}

function workerDecoder(): { decode: (pixels: Pixels, hard: boolean) => Promise<string | null>, close: () => void } {
  let worker: Worker | null = null
  try {
    worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })
  } catch {
    // Without module workers it is done here, a little less smoothly.
  }
  if (!worker)
    return { decode: async (pixels, hard) => decode(pixels, hard), close: () => undefined }
  const working = worker
  const waiting = new Map<number, (text: string | null) => void>()
  let number = 0
  let dead = false
  working.onmessage = ({ data }: MessageEvent<{ id: number, text: string | null }>) => {
    waiting.get(data.id)?.(data.text)
    waiting.delete(data.id)
  }
  // A worker that cannot start (no network, not kept yet) answers nothing: who waits goes on, and from now on it is done here.
  working.onerror = () => {
    dead = true
    waiting.forEach((tell) => tell(null))
    waiting.clear()
  }
  return {
    decode: (pixels, hard) => (dead
      ? Promise.resolve(decode(pixels, hard))
      : new Promise((resolve) => {
          const id = number += 1
          waiting.set(id, resolve)
          working.postMessage({ id, pixels, hard }, [pixels.data.buffer])
        })),
    close: () => working.terminate(),
  }
}

export async function openReader(): Promise<Reader> {
  const native = await detector()
  const fallback = workerDecoder()
  const canvas = document.createElement('canvas')
  const brush = canvas.getContext('2d', { willReadFrequently: true })

  function pixels(source: CanvasImageSource, x: number, y: number, w: number, h: number, wide: number, high: number) {
    if (!brush)
      return null
    canvas.width = wide
    canvas.height = high
    brush.drawImage(source, x, y, w, h, 0, 0, wide, high)
    const { data, width, height } = brush.getImageData(0, 0, wide, high)
    return { data, width, height }
  }

  return {
    async frame(video) {
      if (!video.videoWidth)
        return null
      if (native)
        return (await native.detect(video).catch(() => []))[0]?.rawValue ?? null
      const { x, y, side, out } = middleSquare(video.videoWidth, video.videoHeight)
      const read = pixels(video, x, y, side, side, out, out)
      return read && fallback.decode(read, false)
    },
    async photo(image) {
      const found = native && (await native.detect(image).catch(() => []))[0]?.rawValue
      if (found)
        return found
      const longest = Math.max(image.naturalWidth, image.naturalHeight)
      for (const size of PHOTO_SIZES) {
        const scale = Math.min(1, size / longest)
        const [wide, high] = [image.naturalWidth, image.naturalHeight].map((n) => Math.max(1, Math.round(n * scale)))
        const read = pixels(image, 0, 0, image.naturalWidth, image.naturalHeight, wide!, high!)
        const text = read && (await fallback.decode(read, true))
        if (text)
          return text
      }
      return null
    },
    close: () => fallback.close(),
  }
}
