/** The day in China, as a date input has it: 2026-03-09. */
export function today(now = Date.now()): string {
  return new Date(now + 8 * 3_600_000).toISOString().slice(0, 10)
}

/** The minute in China that has begun, as an input of day and time has it: never in the future. */
export function thisMinute(now = Date.now()): string {
  return `${new Date(now + 8 * 3_600_000).toISOString().slice(0, 16)}:00+08:00`
}
