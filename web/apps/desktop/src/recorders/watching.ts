/** A live picture is asked for by recorder, and opened once with the ticket that comes back. */
import { api } from '@changqian/api'
import type { Schemas } from '@changqian/ledgers'

export const addressOf = (recorder: number, channel = '') => async (): Promise<string> => {
  const { url, ticket } = await api.post<Schemas['View']>(`/api/recorders/${recorder}/watch/`, channel ? { channel } : {})
  return `${url}?ticket=${encodeURIComponent(ticket)}`
}
