/** The app itself stays on the phone, where the origin is secure. The queue does not need it. */
export function keepShell(): void {
  if (import.meta.env.PROD && window.isSecureContext && 'serviceWorker' in navigator)
    navigator.serviceWorker.register('/m/sw.js', { scope: '/m/' }).catch(() => undefined)
}
