/** The days of a calendar month as rows of weeks, Monday first; all as YYYY-MM-DD. */
const two = (n: number) => String(n).padStart(2, '0')
const written = (at: Date) => `${at.getUTCFullYear()}-${two(at.getUTCMonth() + 1)}-${two(at.getUTCDate())}`

export function monthGrid(year: number, month: number): string[][] {
  const first = new Date(Date.UTC(year, month - 1, 1))
  const start = first.getTime() - ((first.getUTCDay() + 6) % 7) * 86_400_000
  const days = new Date(Date.UTC(year, month, 0)).getUTCDate() + ((first.getUTCDay() + 6) % 7)
  return Array.from({ length: Math.ceil(days / 7) }, (_, week) =>
    Array.from({ length: 7 }, (_, day) => written(new Date(start + (week * 7 + day) * 86_400_000))))
}

export function shifted(year: number, month: number, by: number): { year: number, month: number } {
  const at = year * 12 + month - 1 + by
  return { year: Math.floor(at / 12), month: (at % 12) + 1 }
}
