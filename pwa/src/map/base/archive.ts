/** The office's PMTiles file: pieces that lie on this phone first, ranges from the server else. */
import { PMTiles, type RangeResponse, type Source } from 'pmtiles'
import { readRange } from '@/http'
import { FILE, octets } from './chunks'

class StoredFirst implements Source {
  constructor(private readonly version: string) {}

  getKey(): string {
    return this.version
  }

  async getBytes(offset: number, length: number, signal?: AbortSignal): Promise<RangeResponse> {
    const here = await octets(this.version, offset, length).catch(() => null)
    if (here) return { data: here }
    const { bytes, version } = await readRange(FILE, offset, length, signal)
    if (version !== this.version) throw new Error('the office has another file by now')
    return { data: bytes }
  }
}

export const archiveOf = (version: string) => new PMTiles(new StoredFirst(version))
