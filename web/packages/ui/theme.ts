/** Light or dark: the user's choice, else the system's. */
import { computed, readonly, ref } from 'vue'

export type Theme = 'light' | 'dark'
const KEY = 'changqian.theme'
const asked = typeof matchMedia === 'function' ? matchMedia('(prefers-color-scheme: dark)') : null
const chosen = ref<Theme | null>(stored())
const system = ref<Theme>(asked?.matches ? 'dark' : 'light')
asked?.addEventListener('change', (event) => {
  system.value = event.matches ? 'dark' : 'light'
  apply()
})

/** A wall is dark whatever its user likes elsewhere: kept for this page only. */
const forced = ref<Theme | null>(null)
const theme = computed<Theme>(() => forced.value ?? chosen.value ?? system.value)

function stored(): Theme | null {
  const value = localStorage.getItem(KEY)
  return value === 'light' || value === 'dark' ? value : null
}

function apply(): void {
  document.documentElement.dataset['theme'] = theme.value
}

export function useTheme() {
  apply()
  return {
    theme: readonly(theme),
    force(value: Theme): void {
      forced.value = value
      apply()
    },
    /** The user's own choice; null follows the system. */
    chosen: readonly(chosen),
    choose(value: Theme | null): void {
      chosen.value = value
      if (value)
        localStorage.setItem(KEY, value)
      else
        localStorage.removeItem(KEY)
      apply()
    },
  }
}
