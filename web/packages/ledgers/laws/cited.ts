/** Places in a text that name an article of a law: asked of the server once per text, many texts in one request. */
import { api, useSession } from '@changqian/api'
import { shallowRef, watch, type Ref } from 'vue'
import type { Schemas } from '../bodies'

export type Cited = Pick<Schemas['CitationSpan'], 'law' | 'article' | 'branch' | 'paragraph' | 'item'>
export interface Piece { text: string, cited: Cited | null }
type Span = Schemas['CitationSpan']

const WAIT = 30
const AT_ONCE = 200
const LONGEST = 2000
const MAY_CITE = /第.{1,9}条/

const known = new Map<string, readonly Span[]>()
const waiting = new Map<string, ((spans: readonly Span[]) => void)[]>()
let timer: ReturnType<typeof setTimeout> | undefined

/** The text cut at what it cites; whoever cannot ask shows it as it is. */
export function piecesOf(text: string, spans: readonly Span[]): Piece[] {
  const pieces: Piece[] = []
  let at = 0
  // Offsets count characters, not UTF-16 units.
  const characters = [...text]
  for (const { start, end, law, article, branch, paragraph, item } of spans) {
    if (start > at)
      pieces.push({ text: characters.slice(at, start).join(''), cited: null })
    pieces.push({ text: characters.slice(start, end).join(''), cited: { law, article, branch, paragraph, item } })
    at = end
  }
  if (at < characters.length)
    pieces.push({ text: characters.slice(at).join(''), cited: null })
  return pieces
}

function ask(text: string, told: (spans: readonly Span[]) => void): void {
  const listeners = waiting.get(text)
  if (listeners) {
    listeners.push(told)
    return
  }
  waiting.set(text, [told])
  timer ??= setTimeout(send, WAIT)
}

async function send(): Promise<void> {
  timer = undefined
  const asked = [...waiting.entries()].slice(0, AT_ONCE)
  asked.forEach(([text]) => waiting.delete(text))
  if (waiting.size)
    timer = setTimeout(send, WAIT)
  const texts = asked.map(([text]) => text)
  // A link that could not be made is no error: the text says the same.
  const answer = await api.post<Span[][]>('/api/laws/citations/', { texts }, { quiet: true }).catch(() => null)
  asked.forEach(([text, listeners], n) => {
    const spans = answer?.[n] ?? []
    if (answer)
      known.set(text, spans)
    listeners.forEach((told) => told(spans))
  })
}

export function usePieces(text: () => string): Readonly<Ref<readonly Piece[]>> {
  const pieces = shallowRef<readonly Piece[]>([])
  watch(text, (now) => {
    const spans = known.get(now)
    pieces.value = piecesOf(now, spans ?? [])
    if (spans || !MAY_CITE.test(now) || now.length > LONGEST || !useSession().me)
      return
    ask(now, (told) => {
      if (text() === now)
        pieces.value = piecesOf(now, told)
    })
  }, { immediate: true })
  return pieces
}

/** The clause that lies open over the page; one at a time. */
export const openClause = shallowRef<Cited & { on?: string, version?: number } | null>(null)
