import { readonly, ref } from 'vue'

/** The present, to the minute, shared by everything that says "5 分钟前". */
const now = ref(new Date())
let started = false

export function useNow() {
  if (!started) {
    started = true
    setInterval(() => { now.value = new Date() }, 60_000)
  }
  return readonly(now)
}
