/** Where the phone is, asked in the background. Missing is said with its reason, never guessed. */
import type { Position } from './patrol'

const REASONS = ['unavailable', 'denied', 'unavailable', 'timeout'] as const

export function locate(timeout = 20_000): Promise<Position> {
  if (!window.isSecureContext || !('geolocation' in navigator))
    return Promise.resolve({ missing: 'insecure' })
  return new Promise((resolve) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve({
        lon: Number(coords.longitude.toFixed(6)), lat: Number(coords.latitude.toFixed(6)), accuracy: Math.round(coords.accuracy),
      }),
      (error) => resolve({ missing: REASONS[error.code] ?? 'unavailable' }),
      { enableHighAccuracy: true, timeout, maximumAge: 60_000 },
    )
  })
}

export const MISSING_WORDS: Readonly<Record<string, string>> = {
  denied: '没有定位权限，将记录为“未授权定位”',
  unavailable: '手机无法定位，将记录为“无法定位”',
  timeout: '定位超时，将记录为“定位超时”',
  insecure: '当前网址不能定位，将记录为“浏览器不支持定位”',
  not_asked: '没有定位',
}
