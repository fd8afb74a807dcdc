import { describe, expect, it } from 'vitest'
import { fit, jpegName } from './picture'

describe('Photos made small', () => {
  it.each([
    ['landscape of a phone', 4032, 3024, 1600, 1200],
    ['portrait', 3024, 4032, 1200, 1600],
    ['already small: never larger', 640, 480, 640, 480],
    ['exactly the limit', 1600, 1200, 1600, 1200],
    ['panorama: never nothing', 20_000, 4, 1600, 1],
    ['odd proportions are rounded', 4000, 2251, 1600, 900],
  ])('%s', (_name, width, height, w, h) => expect(fit(width, height)).toEqual({ width: w, height: h }))

  it.each([['IMG_01.HEIC', 'IMG_01.jpg'], ['照片', '照片.jpg'], ['.png', '照片.jpg'], ['a.b.jpeg', 'a.b.jpg']])(
    'name %s', (given, made) => expect(jpegName(given)).toBe(made))
})
