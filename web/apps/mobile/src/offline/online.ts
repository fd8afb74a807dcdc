import { readonly, ref } from 'vue'

/** What the phone says about its network. True may still mean no server; false is certain. */
const online = ref(typeof navigator === 'undefined' || navigator.onLine)
window.addEventListener('online', () => { online.value = true })
window.addEventListener('offline', () => { online.value = false })

export const useOnline = () => readonly(online)
