/** One answer of the server that follows what is asked: the last answer stays while the next is read. */
import { api } from '@changqian/api'
import type { Query } from '@changqian/api'
import { onActivated } from 'vue'
import { useRead } from '../useRead'

export function useAnswer<Answer>(path: string, asked: () => Query | null) {
  const { data: told, error, loading, load } = useRead<Answer>(
    (signal) => api.get<Answer>(path, asked() ?? {}, { signal }),
    { of: () => (asked() ? path : null), again: () => JSON.stringify(asked()) },
  )
  onActivated(() => { if (asked()) void load() })
  return { told, error, loading, load }
}
