/** When the server ends the session: what is signed is handed in all the same, and nothing is read but receipts. */
import { http, NotOurServer } from '@/http'
import { noteReceipts, type SignedChange, signedOf, toHandIn, unsentPhotos } from '@/local/deposits'
import { photoBytes } from '@/local/photos'
import { upload } from './upload'

/** Well below what one request may hold, whatever stands in the changes. */
const BATCH = 50

interface Receipt {
  change_id: string | null
  receipt: string | null
  status: 'deposited' | 'known' | 'refused'
}

interface Answer {
  receipts: Receipt[]
  photos: { id: string; complete: boolean; ticket: string }[]
}

const isSafe = (one: Receipt): one is Receipt & { change_id: string; receipt: string } =>
  one.change_id !== null && one.receipt !== null

async function handIn(device_id: string, items: readonly SignedChange[]): Promise<Answer> {
  const answer = await http.post<Answer>('/deposit', { device_id, items })
  if (!Array.isArray(answer?.receipts)) throw new NotOurServer('no receipts')
  await noteReceipts({ changes: answer.receipts.filter(isSafe), photos: [] })
  return answer
}

async function sendPhotos(person: string, answer: Answer): Promise<void> {
  const waiting = new Map((await unsentPhotos(person)).map((row) => [row.id, row]))
  for (const { id, complete, ticket } of answer.photos) {
    const row = waiting.get(id)
    if (!row || row.body.receipt) continue
    const bytes = complete ? undefined : await photoBytes(id)
    const door = { path: '/deposit/uploads', own: { 'X-Deposit-Ticket': ticket } }
    if (bytes) await upload({ ...row, body: { ...row.body, begun: true } }, bytes, () => {}, door)
    if (complete || bytes) await noteReceipts({ changes: [], photos: [{ id }] })
  }
}

/** Hands in what has no receipt yet, and the photos that it names. */
export async function deposit(person: string, device: string): Promise<void> {
  const photosWait = (await unsentPhotos(person)).some((row) => !row.body.receipt)
  const rows = (await toHandIn(person)).filter((row) => photosWait || !row.body.receipt)
  const signed = rows.map(signedOf).filter((one) => one !== null)
  for (let at = 0; at < signed.length; at += BATCH)
    await sendPhotos(person, await handIn(device, signed.slice(at, at + BATCH)))
}
