/** Days as numbers: 2026-03-09 → days since 1970. */
export function parse(day: string): number {
  return Math.floor(Date.parse(`${day.slice(0, 10)}T00:00:00Z`) / 86_400_000)
}
