/** Hands a document of the server to the user as a file. */
import { api, asApiError } from '@changqian/api'
import type { Query } from '@changqian/api'
import { ElMessage } from 'element-plus'

export async function save(path: string, query?: Query): Promise<boolean> {
  return attempt(async () => {
    const { blob, name } = await api.document(path, query)
    const address = URL.createObjectURL(blob)
    follow(address, name)
    // The browser reads it at once; after a minute it has it.
    setTimeout(() => URL.revokeObjectURL(address), 60_000)
  })
}

/** A stored file (`/api/files/5/`, `/api/exports/5/`): by a ticket that is good once, straight to the disk. */
export async function download(path: string): Promise<boolean> {
  return attempt(async () => follow((await api.post<{ address: string }>(`${path}ticket/`)).address))
}

/** To where a file is to be had; the page stays. */
export function follow(href: string, download = ''): void {
  Object.assign(document.createElement('a'), { href, download }).click()
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
