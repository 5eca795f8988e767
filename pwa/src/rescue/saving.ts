/** Gives a file to the person: shared where the phone can share files, saved elsewhere. */
export async function give(content: Blob, name: string): Promise<void> {
  const file = new File([content], name, { type: content.type })
  if (navigator.maxTouchPoints && navigator.canShare?.({ files: [file] })) {
    const shared = await navigator.share({ files: [file] }).then(
      () => true,
      (error: unknown) => (error as Error).name === 'AbortError',
    )
    if (shared) return
  }
  save(content, name)
}

export function save(content: Blob, name: string): void {
  const url = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
