import type { CaptureData } from './types'

export function missingOfCapture(data: CaptureData): string[] {
  return [...(data.method ? [] : ['method']), ...(data.position ? [] : ['position'])]
}

/** What travels: nothing about where it goes when it was only seen. */
export function capturePayload(data: CaptureData): Record<string, unknown> {
  const { destination, traits, place, note, position, ...rest } = data
  const text = (value: string | undefined) => value?.trim() || undefined
  const known = Object.entries(traits ?? {}).filter(
    ([, value]) => value !== undefined && value !== '',
  )
  const payload = {
    ...rest,
    position,
    place: text(place),
    note: text(note),
    destination: data.method === 'seen_only' ? undefined : text(destination),
    traits: known.length ? Object.fromEntries(known) : undefined,
  }
  return Object.fromEntries(
    Object.entries(payload).filter(([, value]) => value !== undefined && value !== null),
  )
}
