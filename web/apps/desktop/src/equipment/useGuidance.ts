/** The classes of equipment with their guidance, read once. */
import { CLASSES, guidanceOf } from '@changqian/ledgers'
import { computed } from 'vue'
import { useLookups } from '../ledger/lookups'

export function useGuidance() {
  const lookups = useLookups()
  void lookups.readDictionary(CLASSES).catch(() => undefined)
  const classes = computed(() => (lookups.dictionaries.get(CLASSES) ?? []).map(guidanceOf))
  return { classes, of: (code: unknown) => classes.value.find((one) => one.code === code) ?? null }
}
