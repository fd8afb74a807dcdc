/** What this browser can play: asked of it, never guessed from its name. */

export const mimeOf = (codec: string): string => `video/mp4; codecs="${codec}"`

export function supported(codec: string): boolean {
  return typeof MediaSource !== 'undefined' && MediaSource.isTypeSupported(mimeOf(codec))
}

/** Level 4.0 of H.264 High and of H.265 Main: 1080p at 30, what body cameras send at most. */
const PROBES = { h264: ['avc1.640028'], h265: ['hvc1.1.6.L120.90', 'hev1.1.6.L120.90'] } as const
export type Kind = keyof typeof PROBES

/** For the one who asks the server for an address: a device's sub-stream may be in the other codec. */
export function playable(): Kind[] {
  return (Object.keys(PROBES) as Kind[]).filter((kind) => PROBES[kind].some(supported))
}

const PROFILES: Record<string, string> = { x42: 'Baseline', x4d: 'Main', x58: 'Extended', x64: 'High' }

/** As people say it: `avc1.64001f` is H.264 High 3.1. */
export function codecName(codec: string): string {
  const avc = /^avc[13]\.([0-9a-f]{2})[0-9a-f]{2}([0-9a-f]{2})$/i.exec(codec)
  if (avc)
    return ['H.264', PROFILES[`x${avc[1]!.toLowerCase()}`], (parseInt(avc[2]!, 16) / 10).toFixed(1)].filter(Boolean).join(' ')
  if (/^avc[13]/i.test(codec))
    return 'H.264'
  return /^(hvc|hev)1/i.test(codec) ? 'H.265' : codec
}
