import './shell/app.css'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { hearEarly, takeEarly } from './rooms/accounts/pin/early'
import { restoreWho } from './rooms/accounts/remembered'
import { useSession } from './rooms/accounts/store'
import { noticeLoss } from './local/mark'
import { router } from './router'
import ReturnedReason from './rooms/reviews/ReturnedReason.vue'
import App from './shell/App.vue'
import SyncChip from './shell/SyncChip.vue'
import { lookForLosses } from './shell/losses'
import { startShell } from './shell/start'

hearEarly()
const app = createApp(App)
app.use(createPinia())
// Rooms must not import the shell or sync; the chip that tells how sending goes is theirs by name.
app.component('SyncChip', SyncChip)
// Forms of records lie below the room of reviews.
app.component('ReturnedReason', ReturnedReason)
void restoreWho().then(async () => {
  await noticeLoss().then(lookForLosses, console.error)
  await useSession().begin()
  startShell(router)
  app.use(router)
  app.mount('#app')
  // No PIN is asked for: what is typed is meant for the page.
  void router.isReady().then(() => router.currentRoute.value.name === 'pin' || takeEarly())
  if (import.meta.env.MODE === 'bench') void import('./testing/week')
})
