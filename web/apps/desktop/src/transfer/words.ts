/** How work in the background is spoken of. */
import { format } from '@changqian/ui'

/** 还需约 3 分钟; nothing while nobody can tell. */
export function remaining(left: number, rate: number): string {
  if (!(rate > 0) || left <= 0)
    return ''
  const seconds = left / rate
  if (seconds < 5)
    return '马上就好'
  if (seconds < 60)
    return `还需约 ${Math.ceil(seconds / 5) * 5} 秒`
  const minutes = Math.ceil(seconds / 60)
  if (minutes < 60)
    return `还需约 ${minutes} 分钟`
  return `还需约 ${Math.floor(minutes / 60)} 小时${minutes % 60 ? ` ${minutes % 60} 分钟` : ''}`
}

export interface Progress { done: number, total: number, rate: number }

/** 1,200 / 48,000 行 · 每秒 320 行 · 还需约 3 分钟 */
export function progressWords({ done, total, rate }: Progress): string {
  if (!total)
    return ''
  const speed = rate >= 1 ? `每秒 ${format.integer(rate)} 行` : ''
  return [`${format.integer(done)} / ${format.integer(total)} 行`, speed, remaining(total - done, rate)].filter(Boolean).join(' · ')
}

/** Whole percents, and a hundred only when it is all done. */
export function share({ done, total }: Progress): number {
  return total ? Math.min(done >= total ? 100 : 99, Math.floor((done / total) * 100)) : 0
}

/** 还可下载 5 小时; the file is taken away after a day. */
export function keptFor(until: string | null, now: Date): string {
  const at = format.parse(until)
  if (!at)
    return ''
  const minutes = Math.floor((at.getTime() - now.getTime()) / 60_000)
  if (minutes <= 0)
    return '已过期'
  return minutes < 60 ? `还可下载 ${minutes} 分钟` : `还可下载 ${Math.floor(minutes / 60)} 小时`
}
