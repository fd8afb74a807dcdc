/** [longitude, latitude] as people paste them: a comma, a space or both between; null for what is none. */
export function pointOf(text: string): [number, number] | null {
  const found = /^\s*(-?\d+(?:\.\d+)?)\s*[,，、\s]\s*(-?\d+(?:\.\d+)?)\s*$/.exec(text)
  if (!found)
    return null
  const [lon, lat] = [Number(found[1]), Number(found[2])]
  return Math.abs(lon) <= 180 && Math.abs(lat) <= 90 ? [lon, lat] : null
}
