/** What the channels of a catalogue are: a recorder lists its alarm buttons and loudspeakers among its pictures. */

/** Digits 11 to 13 of a number of 20. (GB/T 28181-2022 annex E) */
const KINDS: Readonly<Record<string, string>> = {
  133: '显示器', 134: '报警输入', 135: '报警输出', 136: '语音输入', 137: '语音输出',
}

/** Empty for a picture, and for numbers of makers who have their own. */
export function kindOf(number: string): string {
  return /^\d{20}$/.test(number) ? KINDS[number.slice(10, 13)] ?? '' : ''
}

export const watchable = <T extends { number: string }>(channels: readonly T[]): T[] =>
  channels.filter(({ number }) => !kindOf(number))
