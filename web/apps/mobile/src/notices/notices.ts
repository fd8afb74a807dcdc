/** The user's messages, as they happen; the number on the bell. */
import { api, followNotices, useSession, type Notice, type Page } from '@changqian/api'
import { defineStore } from 'pinia'
import { ref, watch } from 'vue'

export const useNotices = defineStore('notices', () => {
  const session = useSession()
  const unread = ref(0)
  const newest = ref(0)
  /** Unread in each group, and approvals that wait for the user. */
  const groups = ref<Readonly<Record<string, number>>>({})
  const todos = ref(0)
  /** What is new on the page of one's own whistles: it stands in no message, only the page itself says it. */
  const whistles = ref(0)
  let stop = (): void => undefined

  async function count(): Promise<void> {
    const [told, waiting] = await Promise.all([
      api.get<{ count: number, groups: Record<string, number>, apart: Record<string, number> }>('/api/notices/unread_count/', {}, { quiet: true }),
      api.get<{ count: number }>('/api/approvals/', { limit: 1 }, { quiet: true }),
    ])
    whistles.value = told.apart['whistle'] ?? 0
    unread.value = told.count + whistles.value
    groups.value = told.groups
    todos.value = waiting.count
  }

  async function follow(): Promise<void> {
    const page = await api.get<Page<Notice>>('/api/notices/', { limit: 1 }, { quiet: true })
    newest.value = page.results[0]?.id ?? 0
    await count()
    stop = followNotices({
      pushUrl: session.config?.push_url ?? '', after: newest.value,
      onTodos: () => { void count().catch(() => undefined) },
      onNotice: ({ id }) => {
        newest.value = Math.max(newest.value, id)
        unread.value += 1
        void count().catch(() => undefined)
      },
    })
  }

  watch(() => session.me?.id, (id) => {
    stop()
    unread.value = 0
    if (id)
      follow().catch(() => undefined)
  }, { immediate: true })

  return { unread, newest, groups, todos, whistles, count }
})

/** A desktop address as the phone knows it; '' where there is no page for it. */
export function phonePath(link: string): string {
  const path = link.replace(/^\/m(?=\/)/, '').replace(/^\/about-me$/, '/mine/about')
  return /^\/(todos|hazards|enterprises|drills|accidents|accident-cases|laws|firm-summaries|regulations)\/\d+$|^\/(tasks|hazards|drills|accidents|accident-cases|todos|firm-summaries|my-firms|admissions|members|my-post|mine\/about)(\?.*)?$/.test(path) ? path : ''
}
