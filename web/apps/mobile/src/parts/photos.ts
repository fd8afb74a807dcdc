import { onBeforeUnmount, ref, watch, type Ref } from 'vue'
import { theOutbox } from '../offline'

/** An address under which a photo kept on the phone can be shown; '' while it is being read or when it is gone. */
export function usePhoto(id: () => string): Ref<string> {
  const url = ref('')
  watch(id, async (now) => {
    URL.revokeObjectURL(url.value)
    url.value = ''
    const photo = await theOutbox().photo(now)
    if (photo && id() === now)
      url.value = URL.createObjectURL(photo.blob)
  }, { immediate: true })
  onBeforeUnmount(() => URL.revokeObjectURL(url.value))
  return url
}
