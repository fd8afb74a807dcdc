/** A page in the background loses its scroll position, because its elements leave the document: put it back. */
import { nextTick, onActivated, onBeforeUnmount } from 'vue'
import type { Ref } from 'vue'

export function useKeptScroll(root: Ref<HTMLElement | null>, selector?: string): void {
  let at = { left: 0, top: 0 }
  const scroller = () => (selector ? root.value?.querySelector(selector) : root.value)

  function note(event: Event): void {
    if (event.target === scroller())
      at = { left: (event.target as Element).scrollLeft, top: (event.target as Element).scrollTop }
  }

  let listening: HTMLElement | null = null
  onActivated(async () => {
    const before = at
    await nextTick()
    if (listening !== root.value) {
      listening?.removeEventListener('scroll', note, true)
      listening = root.value
      // Scroll events do not bubble; they are seen on their way down.
      listening?.addEventListener('scroll', note, { capture: true, passive: true })
    }
    scroller()?.scrollTo(before.left, before.top)
  })
  onBeforeUnmount(() => listening?.removeEventListener('scroll', note, true))
}
