import type { Fix } from '@/device/position'

/** What one press of the shutter, or one picked file, brings. */
export interface Shot {
  file: Blob
  filename: string
  capturedAt: string
  fix: Fix | null
}

export interface PhotoView {
  id: string
  /** Address of something to show; null when this browser cannot draw the format or the photo is elsewhere and offline. */
  url: string | null
  state: 'draft' | 'queued' | 'sending' | 'sent' | 'refused'
  reason: string
  capturedAt: string
  /** This phone has sent it and let it go, or another one took it. */
  elsewhere?: true
}
