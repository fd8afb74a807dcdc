/** The other firm of a merge or a transfer: read in full when it is chosen, for its sites and its version. */
import { api } from '@changqian/api'
import type { Schemas } from '@changqian/ledgers'
import { useRead } from '../useRead'

export function readFirm(id: number, signal?: AbortSignal): Promise<Schemas['EnterpriseDetail']> {
  return api.get<Schemas['EnterpriseDetail']>(`/api/enterprises/${id}/`, {}, signal && { signal })
}

export function useFirm(id: () => number | null) {
  return useRead((signal) => readFirm(id()!, signal), { of: id })
}
