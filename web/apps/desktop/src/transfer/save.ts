/** Hands a document of the server to the user as a file. */
import { api, asApiError } from '@changqian/api'
import type { Query } from '@changqian/api'
import { ElMessage } from 'element-plus'

export async function save(path: string, query?: Query): Promise<boolean> {
  try {
    const { blob, name } = await api.document(path, query)
    const address = URL.createObjectURL(blob)
    Object.assign(document.createElement('a'), { href: address, download: name }).click()
    // The browser reads it at once; after a minute it has it.
    setTimeout(() => URL.revokeObjectURL(address), 60_000)
    return true
  } catch (thrown) {
    ElMessage.error({ message: asApiError(thrown).detail, duration: 8000, showClose: true })
    return false
  }
}
