/** What kind of line the phone is on, as far as the browser tells: Chrome on Android does, others do not. */
interface Line extends EventTarget {
  type?: string
}

const line = () => (navigator as Navigator & { connection?: Line }).connection

export const tellsLine = () => line()?.type !== undefined
export const onMobileData = () => line()?.type === 'cellular'

export function onLineChange(listener: () => void): void {
  line()?.addEventListener?.('change', listener)
}
