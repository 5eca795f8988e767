/** Is this file the one that was recorded? It is hashed here; the server is asked with the hash only. */
import { sha256 } from '@/device/camera'
import { http } from '@/http'

export async function isTheOne(photo: string, file: Blob): Promise<boolean> {
  const hash = await sha256(await file.arrayBuffer())
  const said = await http.post<{ same: boolean }>(`/photos/${photo}/verification`, { sha256: hash })
  return said.same
}
