/** The user's messages: the newest ones, how many are unread, and new ones as they come. */
import { api, followNotices, useSession } from '@changqian/api'
import type { Notice, Page, StreamState } from '@changqian/api'
import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'

const KEPT = 30
interface Counted { count: number, groups: Record<string, number>, apart: Record<string, number> }

export const useNotices = defineStore('notices', () => {
  const notices = shallowRef<Notice[]>([])
  const state = ref<StreamState>('stopped')
  const unread = ref(0)
  /** Unread in each group of messages. */
  const groups = ref<Readonly<Record<string, number>>>({})
  /** What is new of one's own whistles: no message says it, the phone's own page does. */
  const whistles = ref(0)
  /** Grows whenever the user's to-dos have changed. */
  const stirred = ref(0)
  let stop: (() => void) | null = null

  /** Load the newest, then follow. `arrived` is called for each one that comes afterwards. */
  async function start(arrived: (notice: Notice) => void): Promise<void> {
    end()
    const pushUrl = useSession().config?.push_url ?? ''
    const page = await api.get<Page<Notice>>('/api/notices/', { limit: KEPT }, { quiet: true }).catch(() => null)
    notices.value = (page?.results ?? []).sort((a, b) => b.id - a.id)
    await count()
    const after = Math.max(0, ...notices.value.map((notice) => notice.seq ?? notice.id))
    stop = followNotices({
      pushUrl,
      after,
      onTodos: () => { stirred.value += 1 },
      onState: (now) => { state.value = now },
      onNotice: (notice) => {
        notices.value = [notice, ...notices.value.filter((one) => one.id !== notice.id)].slice(0, KEPT)
        unread.value += 1
        void count()
        arrived(notice)
      },
    })
  }

  function end(): void {
    stop?.()
    stop = null
  }

  async function count(): Promise<void> {
    const answer = await api.get<Counted>('/api/notices/unread_count/', {}, { quiet: true }).catch(() => null)
    unread.value = answer?.count ?? unread.value
    groups.value = answer?.groups ?? groups.value
    whistles.value = answer?.apart['whistle'] ?? whistles.value
  }

  /** These were read, or all of them. */
  async function read(ids: readonly number[] | 'all'): Promise<void> {
    await api.post('/api/notices/read/', ids === 'all' ? { all: true } : { ids }, { quiet: true })
    const at = new Date().toISOString()
    notices.value = notices.value.map((notice) =>
      notice.read_at || (ids !== 'all' && !ids.includes(notice.id)) ? notice : { ...notice, read_at: at })
    await count()
  }

  return { notices, state, unread, groups, whistles, stirred, start, end, read }
})
