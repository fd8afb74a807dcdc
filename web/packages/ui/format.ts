/** How facts are written. Times are Asia/Shanghai, whatever the computer's own zone is. */

const ZONE = 8 * 60 * 60_000

/** The wall-clock parts of an instant in China, which has had no summer time since 1991. */
function local(at: Date): { year: number, month: number, day: number, hour: number, minute: number } {
  const shifted = new Date(at.getTime() + ZONE)
  return {
    year: shifted.getUTCFullYear(),
    month: shifted.getUTCMonth() + 1,
    day: shifted.getUTCDate(),
    hour: shifted.getUTCHours(),
    minute: shifted.getUTCMinutes(),
  }
}

const two = (n: number) => String(n).padStart(2, '0')
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/

/** A date such as 2026-03-09 is a day in China; anything longer is an instant. NaN dates give null. */
export function parse(value: string | null | undefined): Date | null {
  if (!value)
    return null
  const at = new Date(DATE.test(value) ? `${value}T00:00:00+08:00` : value)
  return Number.isNaN(at.getTime()) ? null : at
}

/** 2026-03-09 */
export function date(value: string | Date | null | undefined): string {
  const at = value instanceof Date ? value : parse(value)
  if (!at)
    return ''
  const { year, month, day } = local(at)
  return `${year}-${two(month)}-${two(day)}`
}

/** 2026-03-09 14:05 */
export function dateTime(value: string | Date | null | undefined): string {
  const at = value instanceof Date ? value : parse(value)
  if (!at)
    return ''
  const { hour, minute } = local(at)
  return `${date(at)} ${two(hour)}:${two(minute)}`
}

/** 3月12日; with the year when it is not the present one. */
export function shortDate(value: string | Date | null | undefined, now = new Date()): string {
  const at = value instanceof Date ? value : parse(value)
  if (!at)
    return ''
  const { year, month, day } = local(at)
  return year === local(now).year ? `${month}月${day}日` : `${year}年${month}月${day}日`
}

/** 2026年3月 */
export function month(value: string | null | undefined): string {
  const [year, number] = (value ?? '').split('-')
  return year && number ? `${year}年${Number(number)}月` : ''
}

/** Whole days from today's date in China to the given one; negative in the past. */
export function daysUntil(value: string | Date, now = new Date()): number {
  const at = value instanceof Date ? value : parse(value)
  if (!at)
    return Number.NaN
  const day = (t: Date) => Math.floor((t.getTime() + ZONE) / 86_400_000)
  return day(at) - day(now)
}

export type Urgency = 'late' | 'soon' | 'later'

/** 还剩 3 天 · 3月12日. `soon` is within three days. */
export function deadline(value: string | Date | null | undefined, now = new Date()):
{ words: string, day: string, urgency: Urgency } | null {
  const at = value instanceof Date ? value : parse(value)
  if (!at)
    return null
  const days = daysUntil(at, now)
  const words = days < 0 ? `逾期 ${-days} 天` : days === 0 ? '今天到期' : days === 1 ? '明天到期' : `还剩 ${days} 天`
  return { words, day: shortDate(at, now), urgency: days < 0 ? 'late' : days <= 3 ? 'soon' : 'later' }
}

/** 刚刚 · 5 分钟前 · 今天 09:12 · 昨天 17:40 · 3月9日 · 2025年3月9日 */
export function relative(value: string | Date | null | undefined, now = new Date()): string {
  const at = value instanceof Date ? value : parse(value)
  if (!at)
    return ''
  // Whoever says what time it is may be a minute behind: `useNow` is.
  const minutes = Math.floor((now.getTime() - at.getTime()) / 60_000)
  const { hour, minute } = local(at)
  if (minutes >= -1 && minutes < 1)
    return '刚刚'
  if (minutes >= 0 && minutes < 60)
    return `${minutes} 分钟前`
  const days = daysUntil(at, now)
  if (days === 0)
    return `今天 ${two(hour)}:${two(minute)}`
  if (days === -1)
    return `昨天 ${two(hour)}:${two(minute)}`
  return shortDate(at, now)
}

/** 12,345 */
export function integer(value: number | null | undefined): string {
  return value === null || value === undefined ? '' : Math.round(value).toLocaleString('zh-CN')
}

/** 12,345.60; decimals arrive as strings. */
export function money(value: number | string | null | undefined): string {
  if (value === null || value === undefined || value === '')
    return ''
  const amount = Number(value)
  return Number.isNaN(amount)
    ? String(value)
    : amount.toLocaleString('zh-CN', { minimumFractionDigits: 2, maximumFractionDigits: 2 })
}

/** 61.5% of a share between 0 and 1; a whole percentage is written without decimals. */
export function percent(share: number | null | undefined): string {
  if (share === null || share === undefined || Number.isNaN(share))
    return '—'
  const hundredths = Math.round(share * 1000) / 10
  return `${Number.isInteger(hundredths) ? hundredths : hundredths.toFixed(1)}%`
}

/** 3.4 MB */
export function bytes(size: number | null | undefined): string {
  if (size === null || size === undefined)
    return ''
  if (size < 1024)
    return `${size} B`
  const [n, unit] = size < 1024 ** 2 ? [size / 1024, 'KB'] : size < 1024 ** 3 ? [size / 1024 ** 2, 'MB'] : [size / 1024 ** 3, 'GB']
  return `${n >= 100 ? Math.round(n) : Math.round(n * 10) / 10} ${unit}`
}

/** 1.2万: only on big screens. */
export function wan(value: number): string {
  return value < 10_000 ? integer(value) : `${(value / 10_000).toFixed(1).replace(/\.0$/, '')}万`
}

/** 共 1,234 条; 1,000+ where counting stopped. */
export function count(value: number, capped = false): string {
  return capped ? `${integer(value)}+` : integer(value)
}
