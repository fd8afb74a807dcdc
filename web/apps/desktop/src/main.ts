import '@changqian/ui/base.css'
import './element.css'
import { onSignedOut, useSession, useSignInAgain } from '@changqian/api'
import { useTheme } from '@changqian/ui'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { router } from './router'

useTheme()
const app = createApp(App).use(createPinia())
onSignedOut(useSignInAgain().ask)
// Without the server the sign-in page says so.
useSession().start().catch(() => undefined).finally(() => app.use(router).mount('#app'))
