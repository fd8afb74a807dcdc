/** The open tabs. A tab remembers the whole address of its page, so that filters and an open drawer come back with it. */
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'

export interface Tab {
  path: string
  title: string
  /** Where the tab was last: path with its query. */
  to: string
}

const KEY = 'changqian.tabs'
const MOST = 12

function stored(home: Tab): Tab[] {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? '[]') as Tab[]
    return [home, ...kept.filter((tab) => tab.path !== home.path && typeof tab.to === 'string')]
  } catch {
    return [home]
  }
}

export const useTabs = defineStore('tabs', () => {
  const home: Tab = { path: '/', title: '首页', to: '/' }
  const tabs = ref<Tab[]>(stored(home))
  const paths = computed(() => tabs.value.map((tab) => tab.path))

  function keep(): void {
    sessionStorage.setItem(KEY, JSON.stringify(tabs.value))
  }

  /** The page at `path` is shown; with too many tabs the oldest other one goes. */
  function visit(path: string, title: string, to: string): void {
    const open = tabs.value.find((tab) => tab.path === path)
    if (open) {
      open.to = to
      open.title = title
    } else {
      tabs.value.push({ path, title, to })
      if (tabs.value.length > MOST)
        tabs.value.splice(1, 1)
    }
    keep()
  }

  /** The page at `path` shows something else now, though another page is in front. */
  function readdress(path: string, to: (was: string) => string): void {
    const open = tabs.value.find((tab) => tab.path === path)
    if (open) {
      open.to = to(open.to)
      keep()
    }
  }

  /** Close a tab; the answer is where to go if it was the one shown. */
  function close(path: string): string {
    const at = tabs.value.findIndex((tab) => tab.path === path)
    if (at <= 0)
      return home.to
    const neighbour = tabs.value[at + 1] ?? tabs.value[at - 1] ?? home
    tabs.value.splice(at, 1)
    keep()
    return neighbour.to
  }

  function closeOthers(path: string): void {
    tabs.value = tabs.value.filter((tab) => tab.path === home.path || tab.path === path)
    keep()
  }

  function clear(): void {
    tabs.value = [home]
    sessionStorage.removeItem(KEY)
  }

  return { tabs, paths, visit, readdress, close, closeOthers, clear }
})
