/** The in-app camera: the app stays alive, and the moment of the shutter is ours. */
const WANTED: MediaTrackConstraints = {
  facingMode: { ideal: 'environment' },
  width: { ideal: 2560 },
  height: { ideal: 1920 },
}

export async function openCamera(): Promise<MediaStream> {
  if (!navigator.mediaDevices?.getUserMedia) throw new DOMException('no camera', 'NotFoundError')
  return navigator.mediaDevices.getUserMedia({ video: WANTED, audio: false })
}

export function closeCamera(stream: MediaStream | null): void {
  stream?.getTracks().forEach((track) => track.stop())
}

function toJpeg(canvas: HTMLCanvasElement, quality: number): Promise<Blob> {
  return new Promise((resolve, reject) =>
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error('no picture'))),
      'image/jpeg',
      quality,
    ),
  )
}

function draw(source: CanvasImageSource, width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  canvas.getContext('2d')?.drawImage(source, 0, 0, width, height)
  return canvas
}

/** The frame that is on screen now, as JPEG. Drawn at once; encoding follows. */
export async function takeFrame(video: HTMLVideoElement): Promise<Blob> {
  return toJpeg(draw(video, video.videoWidth, video.videoHeight), 0.9)
}

export interface Picture {
  width: number | null
  height: number | null
  thumb: ArrayBuffer | null
}

const THUMB_PX = 320

/** A small copy for lists. A format this browser cannot read (HEIC) simply has none. */
export async function smallCopy(original: Blob): Promise<Picture> {
  try {
    const image = await createImageBitmap(original)
    const scale = Math.min(1, THUMB_PX / Math.max(image.width, image.height))
    const canvas = draw(
      image,
      Math.max(1, Math.round(image.width * scale)),
      Math.max(1, Math.round(image.height * scale)),
    )
    const small = await toJpeg(canvas, 0.75)
    return { width: image.width, height: image.height, thumb: await small.arrayBuffer() }
  } catch {
    return { width: null, height: null, thumb: null }
  }
}

export async function sha256(bytes: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
