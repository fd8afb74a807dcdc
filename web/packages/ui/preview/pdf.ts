/** A PDF as pictures of its pages, drawn when they come into sight. What it may ask for beside (character maps, fonts)
 * comes from our own server, and nothing in it runs. */
import * as pdf from 'pdfjs-dist/legacy/build/pdf.mjs'
import type { PDFDocumentProxy } from 'pdfjs-dist/types/src/display/api'
import PdfWorker from 'pdfjs-dist/legacy/build/pdf.worker.mjs?worker'

const addresses = Object.entries({
  ...import.meta.glob<string>('../../../node_modules/pdfjs-dist/cmaps/*.bcmap', {
    query: '?url', import: 'default', eager: true, exhaustive: true,
  }),
  ...import.meta.glob<string>('../../../node_modules/pdfjs-dist/standard_fonts/*.{pfb,ttf}', {
    query: '?url', import: 'default', eager: true, exhaustive: true,
  }),
})
const beside = new Map(addresses.map(([path, address]) => [path.slice(path.lastIndexOf('/') + 1), address]))
const SHARPEST = 2

class Beside {
  async fetch({ filename }: { filename: string }): Promise<Uint8Array> {
    const address = beside.get(filename)
    if (!address)
      throw new Error(filename)
    return new Uint8Array(await (await fetch(address)).arrayBuffer())
  }
}

/** Lays its pages into `place`; the answer takes them away again. Throws for what is no PDF. */
export async function showPdf(content: Blob, place: HTMLElement): Promise<() => void> {
  const worker = new pdf.PDFWorker({ port: new PdfWorker() as never })
  const task = pdf.getDocument({
    data: await content.arrayBuffer(), worker, BinaryDataFactory: Beside, useWorkerFetch: false, useWasm: false,
    isEvalSupported: false,
  })
  const close = () => void task.destroy().finally(() => worker.destroy())
  try {
    const read = await task.promise
    const seen = await pagesOf(read, place)
    return () => {
      seen.disconnect()
      place.replaceChildren()
      close()
    }
  } catch (thrown) {
    close()
    throw thrown
  }
}

async function pagesOf(read: PDFDocumentProxy, place: HTMLElement): Promise<IntersectionObserver> {
  const { width, height } = (await read.getPage(1)).getViewport({ scale: 1 })
  const seen = new IntersectionObserver((entries) => {
    for (const { target } of entries.filter((each) => each.isIntersecting)) {
      seen.unobserve(target)
      void draw(read, target as HTMLCanvasElement)
    }
  }, { rootMargin: '600px' })
  for (let number = 1; number <= read.numPages; number++) {
    const canvas = document.createElement('canvas')
    Object.assign(canvas, { width, height })
    canvas.dataset['page'] = String(number)
    canvas.setAttribute('aria-label', `第 ${number} 页，共 ${read.numPages} 页`)
    place.append(canvas)
    seen.observe(canvas)
  }
  return seen
}

async function draw(read: PDFDocumentProxy, canvas: HTMLCanvasElement): Promise<void> {
  const page = await read.getPage(Number(canvas.dataset['page']))
  const sharp = Math.min(window.devicePixelRatio || 1, SHARPEST)
  const viewport = page.getViewport({ scale: canvas.clientWidth / page.getViewport({ scale: 1 }).width * sharp })
  Object.assign(canvas, { width: viewport.width, height: viewport.height })
  await page.render({ canvas, viewport }).promise
}
