import { showToast } from 'vant'
import type { Router } from 'vue-router'

/** Which page was loaded anew, so that one that stays away is not asked for for ever. */
const TRIED = 'changqian.reloaded'

/** Read every page soon after the start, so that all of them open without a network while the app stays open. */
export function preparePages(router: Router): void {
  setTimeout(() => {
    for (const { components } of router.getRoutes()) {
      const page = components?.['default']
      if (typeof page === 'function')
        (page as () => Promise<unknown>)().catch(() => undefined)
    }
  }, 1500)
  router.onError((_error, to) => {
    // A page that is not there: no network, or the server has a newer version, whose pages have other names.
    const path = `/m${to.fullPath}`
    if (navigator.onLine && sessionStorage.getItem(TRIED) !== path) {
      sessionStorage.setItem(TRIED, path)
      location.assign(path)
    } else {
      showToast(navigator.onLine ? '这一页打不开，请稍后再试' : '没有网络，这一页还没有保存在手机上')
    }
  })
  router.afterEach((_to, _from, failure) => {
    if (!failure)
      sessionStorage.removeItem(TRIED)
  })
}

/** The app itself stays on the phone, where the origin is secure. The queue does not need it. */
export function keepShell(): void {
  if (!import.meta.env.PROD || !window.isSecureContext || !('serviceWorker' in navigator))
    return
  keep().catch(() => undefined)
}

/** The app, and the addresses inside printed 常安码, which a plain camera opens. The desktop is not covered. */
const SCOPES = ['/m/', '/c/']

async function keep(): Promise<void> {
  await Promise.all(SCOPES.map((scope) => navigator.serviceWorker.register('/m/sw.js', { scope })))
  const { active } = await navigator.serviceWorker.ready
  const files: unknown = await (await fetch('/m/files.json')).json()
  active?.postMessage({ keep: files })
}
