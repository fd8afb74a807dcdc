/** A Word document as it is laid out, with its tables and pictures. */
import { renderAsync } from 'docx-preview'

/** Lays it into `place`; the answer takes it away again. Throws for what is no .docx. */
export async function showWord(content: Blob, place: HTMLElement): Promise<() => void> {
  await renderAsync(content, place, place, {
    className: 'word', ignoreFonts: true, ignoreLastRenderedPageBreak: true, renderAltChunks: false, renderComments: false,
  })
  return () => place.replaceChildren()
}
