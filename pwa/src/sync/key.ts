/** The server must know the key that this person signs with: asked once a page, and again when the server was set back. */
import { http, Problem } from '@/http'
import { dropKey, signingKey } from '@/local/keys'

const told = new Set<string>()

/** Nothing depends on it: what arrives before its key is judged when the key comes. */
export async function tellKey(person: string, epoch: string): Promise<void> {
  const key = await signingKey(person)
  const name = `${key?.key_id} ${epoch}`
  if (!key || told.has(name)) return
  try {
    await http.post('/session/key', { public_key: key.public_key })
    told.add(name)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    console.error(error)
    if (error.code === 'key_taken') await dropKey(key)
  }
}
