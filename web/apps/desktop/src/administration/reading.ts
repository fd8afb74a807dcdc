/** What the pages of administration read once and share. */
import { api } from '@changqian/api'
import type { Page } from '@changqian/api'
import type { Schemas } from '@changqian/ledgers'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'

export const useRoles = defineStore('administration.roles', () => {
  const roles = shallowRef<Schemas['Role'][]>([])

  async function read(): Promise<void> {
    roles.value = (await api.get<Page<Schemas['Role']>>('/api/roles/', { limit: 500 })).results
  }

  const options = computed(() => Object.fromEntries(roles.value.map((role) => [String(role.id), role.name])))
  return { roles, options, read }
})
