/** The guidance of every class of equipment, kept on the phone. */
import { api, type DictionaryItem } from '@changqian/api'
import { CLASSES, guidanceOf, type Guidance } from '@changqian/ledgers'
import { useReading } from '../offline/reading'

export function useGuidance() {
  return useReading<Guidance[]>(() => 'guidance', async (signal) => (
    (await api.get<DictionaryItem[]>(`/api/dictionaries/${CLASSES}/`, {}, { signal })).map(guidanceOf)
  ))
}
