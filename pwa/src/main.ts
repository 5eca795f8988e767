import './shell/app.css'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { restoreRemembered } from './rooms/accounts/remembered'
import { router } from './router'
import App from './shell/App.vue'
import SyncChip from './shell/SyncChip.vue'
import { startShell } from './shell/start'

const app = createApp(App)
app.use(createPinia())
// Rooms must not import the shell or sync; the chip that tells how sending goes is theirs by name.
app.component('SyncChip', SyncChip)
void restoreRemembered().then(() => {
  startShell(router)
  app.use(router)
  app.mount('#app')
  if (import.meta.env.MODE === 'bench') void import('./testing/week')
})
