/** How many approvals wait for the user: read again whenever a step reaches or leaves him, by a colleague's hand too. */
import { api } from '@changqian/api'
import { defineStore } from 'pinia'
import { ref, watch } from 'vue'
import { useNotices } from './notices'

export const useTodos = defineStore('todos', () => {
  const notices = useNotices()
  const count = ref(0)

  async function read(): Promise<void> {
    const told = await api.get<{ count: number }>('/api/approvals/', { limit: 1 }, { quiet: true }).catch(() => null)
    count.value = told?.count ?? count.value
  }

  watch([() => notices.notices[0]?.id, () => notices.stirred], () => void read(), { immediate: true })
  return { count, read }
})
