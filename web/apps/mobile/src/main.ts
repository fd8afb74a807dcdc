import './phone.css'
import { onSignedOut, useSession, useSignInAgain } from '@changqian/api'
import { useTheme } from '@changqian/ui'
import { createPinia } from 'pinia'
import { setToastDefaultOptions } from 'vant'
import { createApp } from 'vue'
import App from './App.vue'
import { openPhone, useOutbox } from './offline'
import { keepShell, preparePages } from './offline/shell'
import { router } from './router'
import { start } from './session/start'

useTheme()
// Long enough to be read.
setToastDefaultOptions({ duration: 3000 })
const app = createApp(App).use(createPinia())

async function run(): Promise<void> {
  await openPhone()
  // Without server and without a last user, the sign-in page says so.
  await start().catch(() => undefined)
  const session = useSession()
  onSignedOut(() => (session.me ? useSignInAgain().ask() : Promise.reject(new Error('anonymous'))))
  await useOutbox().start()
  app.use(router).mount('#app')
  preparePages(router)
  keepShell()
}

run().catch(() => {
  const root = document.querySelector('#app')
  if (root)
    root.textContent = '这个浏览器不能保存记录（可能在无痕模式），请用普通模式打开常企安。'
})
