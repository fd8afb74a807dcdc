/** Photos made small on the phone: at most 1600 px, JPEG, upright. */

export const LONGEST = 1600
export const QUALITY = 0.8

/** The size that fits into `longest` with the same proportions; never larger than it was, never nothing. */
export function fit(width: number, height: number, longest = LONGEST): { width: number, height: number } {
  const scale = Math.min(1, longest / Math.max(width, height))
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}

/** IMG_0001.HEIC → IMG_0001.jpg */
export function jpegName(name: string): string {
  const stem = name.replace(/\.[^.]*$/, '').trim().slice(0, 60)
  return `${stem || '照片'}.jpg`
}

/** An <img> turns the photo as its EXIF says (Chrome ≥ 81, Firefox ≥ 77), unlike createImageBitmap in older browsers. */
export function loadImage(blob: Blob): Promise<HTMLImageElement> {
  return new Promise((resolve, reject) => {
    const url = URL.createObjectURL(blob)
    const image = new Image()
    image.onload = () => {
      URL.revokeObjectURL(url)
      resolve(image)
    }
    image.onerror = () => {
      URL.revokeObjectURL(url)
      reject(new Error('这张图片打不开，请换一张或重新拍照'))
    }
    image.src = url
  })
}

/** The photo as it is uploaded. Drawing it anew also leaves its EXIF, place and phone model behind. */
export async function compress(file: Blob, longest = LONGEST): Promise<Blob> {
  const image = await loadImage(file)
  const size = fit(image.naturalWidth, image.naturalHeight, longest)
  const canvas = document.createElement('canvas')
  Object.assign(canvas, size)
  const brush = canvas.getContext('2d')
  if (!brush)
    return file
  // Transparent screenshots would turn black.
  brush.fillStyle = 'white'
  brush.fillRect(0, 0, size.width, size.height)
  brush.imageSmoothingQuality = 'high'
  brush.drawImage(image, 0, 0, size.width, size.height)
  const made = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY))
  // iOS gives canvas memory back only when it is emptied.
  canvas.width = 0
  return made ?? file
}
