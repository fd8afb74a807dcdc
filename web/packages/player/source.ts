/** What was received, handed to the browser's decoder one piece after the other. */
import type { Bytes } from './frames'
import type { Range } from './latency'
import { mimeOf } from './supported'

/** Why it cannot go on with this film: the player begins anew. */
export type Trouble = 'open' | 'append' | 'decode' | 'full' | 'slow'

type Task = { append: Bytes } | { remove: Range } | { finish: true }

/** More than this waiting, and the machine will not catch up. */
const WAITING_MOST = 24 * 2 ** 20
/** What stays before the picture when room must be made. */
const NEAR = 0.5

export interface SourceOptions {
  onTrouble: (trouble: Trouble, detail: string) => void
  /** Start of the last key picture up to a moment: cutting behind it would take the shown picture's ground away. */
  keyBefore?: (time: number) => number | null
}

export class Source {
  private readonly media = new MediaSource()
  private readonly url: string
  private buffer: SourceBuffer | null = null
  private tasks: Task[] = []
  private waiting = 0
  private closed = false

  constructor(private readonly video: HTMLVideoElement, codec: string, private readonly options: SourceOptions) {
    this.media.addEventListener('sourceopen', () => this.opened(codec), { once: true })
    video.addEventListener('error', this.failed)
    this.url = URL.createObjectURL(this.media)
    video.src = this.url
  }

  append(data: Bytes): void {
    this.waiting += data.length
    if (this.waiting > WAITING_MOST)
      return this.trouble('slow', `${this.waiting} 字节等待解码`)
    this.tasks.push({ append: data })
    this.pump()
  }

  /** Nothing more comes: from now on the film has an end. */
  finish(): void {
    this.tasks.push({ finish: true })
    this.pump()
  }

  /** Lets go what lies before a moment, in whole groups of pictures. */
  trim(before: number): void {
    const cut = this.behind(before)
    if (cut && !this.tasks.some((task) => 'remove' in task)) {
      this.tasks.push({ remove: cut })
      this.pump()
    }
  }

  ranges(): Range[] {
    try {
      const given = this.buffer?.buffered
      return given ? Array.from({ length: given.length }, (_, i) => ({ start: given.start(i), end: given.end(i) })) : []
    } catch {
      // A buffer that the browser has taken out of the film after an error.
      return []
    }
  }

  close(): void {
    this.closed = true
    this.tasks = []
    this.buffer?.removeEventListener('updateend', this.pump)
    this.buffer?.removeEventListener('error', this.refused)
    this.video.removeEventListener('error', this.failed)
    URL.revokeObjectURL(this.url)
    if (this.video.src === this.url) {
      this.video.removeAttribute('src')
      this.video.load()
    }
  }

  private opened(codec: string): void {
    if (this.closed)
      return
    try {
      this.buffer = this.media.addSourceBuffer(mimeOf(codec))
    } catch (thrown) {
      return this.trouble('open', String(thrown))
    }
    this.buffer.addEventListener('updateend', this.pump)
    this.buffer.addEventListener('error', this.refused)
    this.pump()
  }

  private behind(before: number): Range | null {
    const start = this.ranges()[0]?.start
    const end = this.options.keyBefore ? this.options.keyBefore(before) : before
    return start !== undefined && end !== null && end > start + 0.1 ? { start: 0, end } : null
  }

  private readonly pump = (): void => {
    if (this.closed || !this.buffer || this.buffer.updating)
      return
    const task = this.tasks.shift()
    if (!task)
      return
    try {
      if ('append' in task) {
        this.buffer.appendBuffer(task.append)
        this.waiting -= task.append.length
      } else if ('remove' in task) {
        this.buffer.remove(task.remove.start, task.remove.end)
      } else {
        this.media.endOfStream()
      }
    } catch (thrown) {
      this.thrown(task, thrown)
    }
  }

  private thrown(task: Task, thrown: unknown): void {
    if ((thrown as { name?: string } | null)?.name !== 'QuotaExceededError')
      return this.trouble('append', String(thrown))
    const cut = this.behind(this.video.currentTime - NEAR)
    if (!cut)
      return this.trouble('full', '没有可以放掉的画面')
    // What could not be taken comes next again, behind the cut that makes room for it.
    this.tasks.unshift({ remove: cut }, task)
    this.pump()
  }

  private readonly refused = (): void => this.trouble('append', '浏览器拒绝了一段画面')
  private readonly failed = (): void => this.trouble('decode', this.video.error?.message ?? '')

  private trouble(trouble: Trouble, detail: string): void {
    if (this.closed)
      return
    this.closed = true
    this.tasks = []
    this.options.onTrouble(trouble, detail)
  }
}
