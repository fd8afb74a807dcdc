import jsQR from 'jsqr'

/** Pixels as canvas gives them: four bytes each. */
export interface Pixels { data: Uint8ClampedArray, width: number, height: number }

/** What the QR code in the picture says; null when there is none. `hard`: also white on black, at twice the time. */
export function decode({ data, width, height }: Pixels, hard = false): string | null {
  const found = jsQR(data, width, height, { inversionAttempts: hard ? 'attemptBoth' : 'dontInvert' })
  return found?.data || null
}
