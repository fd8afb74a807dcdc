/** Decoding off the main thread: the picture in the viewfinder stays smooth. */
import { decode, type Pixels } from './decode'

interface Asked { id: number, pixels: Pixels, hard: boolean }

self.onmessage = ({ data }: MessageEvent<Asked>) => {
  self.postMessage({ id: data.id, text: decode(data.pixels, data.hard) })
}
