/** Hands a document to the user as a file, or as a page of its own. */
import { api, asApiError } from '@changqian/api'
import type { Query } from '@changqian/api'
import { ElMessage } from 'element-plus'

/** What the server has at an address: by a ticket that is good once, straight to the disk. */
export async function download(path: string, query?: Query): Promise<boolean> {
  return attempt(async () => follow(await ticketFor(path, query)))
}

/** What the server has at an address, to be shown by the page. */
export async function contentOf(path: string): Promise<Blob> {
  return api.blob(await ticketFor(path))
}

/** A print, in a window of its own; from there it can be saved too, which the ticket would not allow twice. */
export async function openPrint(path: string, query?: Query): Promise<boolean> {
  return attempt(async () => followBlob(await api.blob(await ticketFor(path, query)), { target: '_blank', rel: 'noopener' }))
}

/** A text made by the page. */
export function keep(text: string, name: string): void {
  followBlob(new Blob([text], { type: 'text/plain;charset=utf-8' }), { download: name })
}

/** To where a file is to be had; the page stays. */
export function follow(href: string, how: Partial<HTMLAnchorElement> = { download: '' }): void {
  Object.assign(document.createElement('a'), { href, ...how }).click()
}

function followBlob(blob: Blob, how: Partial<HTMLAnchorElement>): void {
  const address = URL.createObjectURL(blob)
  follow(address, how)
  // The browser reads it at once; after a minute it has it.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}

async function ticketFor(path: string, query?: Query): Promise<string> {
  return (await api.post<{ address: string }>(path, {}, { query })).address
}

async function attempt(work: () => Promise<void>): Promise<boolean> {
  try {
    await work()
    return true
  } catch (thrown) {
    ElMessage.error({ message: asApiError(thrown).detail, duration: 8000, showClose: true })
    return false
  }
}
