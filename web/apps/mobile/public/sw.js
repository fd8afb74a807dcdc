// The app's own files stay on the phone. Data never passes through here: it is kept per user in IndexedDB.
// Registered for /m/ and for /c/, the addresses inside printed 常安码; what lies elsewhere is the desktop's and never comes here.
const SHELL = 'changqian-shell-1'
const PAGE = '/m/'
/** So long a weak network may take before the kept page opens; milliseconds. */
const PATIENCE = 4000

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(SHELL).then((cache) => cache.add(new Request(PAGE, { cache: 'reload' }))).then(() => self.skipWaiting()))
})

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(names.filter((name) => name !== SHELL).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  )
})

/** A page: the server's, else the one kept, also where the server does not answer or cannot. */
async function page(request) {
  const cache = await caches.open(SHELL)
  const kept = await cache.match(PAGE)
  const asked = fetch(request).then(async (answer) => {
    if (answer.ok)
      await cache.put(PAGE, answer.clone())
    return answer.status >= 500 && kept ? kept : answer
  })
  if (!kept)
    return asked
  const late = new Promise((resolve) => setTimeout(() => resolve(kept), PATIENCE))
  return Promise.race([asked, late]).catch(() => kept)
}

async function file(request) {
  const cache = await caches.open(SHELL)
  const kept = await cache.match(request)
  if (kept)
    return kept
  const answer = await fetch(request)
  if (answer.ok)
    await cache.put(request, answer.clone())
  return answer
}

self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== location.origin)
    return
  if (request.mode === 'navigate')
    event.respondWith(page(request))
  else if (/^\/m\/(assets\/|icon\.svg$)/.test(url.pathname))
    event.respondWith(file(request))
})

// The app lists the files of all its pages once it runs, so that those not yet opened work offline too.
self.addEventListener('message', (event) => {
  const wanted = event.data?.keep
  if (!Array.isArray(wanted))
    return
  event.waitUntil(caches.open(SHELL).then(async (cache) => {
    const known = new Set((await cache.keys()).map((request) => new URL(request.url).pathname))
    await Promise.all(wanted.filter((path) => !known.has(path)).map((path) => cache.add(path).catch(() => undefined)))
    // What an update has left behind.
    const current = new Set([...wanted, PAGE])
    await Promise.all([...known].filter((path) => !current.has(path)).map((path) => cache.delete(path)))
  }))
})
