/** The app itself stays on the phone, where the origin is secure. The queue does not need it. */
export function keepShell(): void {
  if (!import.meta.env.PROD || !window.isSecureContext || !('serviceWorker' in navigator))
    return
  keep().catch(() => undefined)
}

async function keep(): Promise<void> {
  await navigator.serviceWorker.register('/m/sw.js', { scope: '/m/' })
  const { active } = await navigator.serviceWorker.ready
  const files: unknown = await (await fetch('/m/files.json')).json()
  active?.postMessage({ keep: files })
}
