import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { CameraError, openCamera, TROUBLES, troubleOf } from './camera'
import { decode, type Pixels } from './decode'
import { middleSquare } from './reader'
import { endingIn, refusal, tidy, tokenIn } from './token'

const TOKEN = 'K7Q2M9XW4RT0VB6NZ3HD8CYE5A'

/** A code as our label printer makes it (segno), photographed: `scale` pixels a module, some turn, some noise. */
function photographed({ scale = 6, degrees = 0, noise = 0, inverted = false } = {}): Pixels {
  const rows = readFileSync('packages/scan/fixtures/code.txt', 'utf8').trim().split('\n')
  const side = (rows.length + 16) * scale
  const data = new Uint8ClampedArray(side * side * 4)
  const [sin, cos] = [Math.sin((degrees * Math.PI) / 180), Math.cos((degrees * Math.PI) / 180)]
  let seed = 42
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const [dx, dy] = [x - side / 2, y - side / 2]
      const column = Math.floor((dx * cos + dy * sin + side / 2) / scale) - 8
      const row = Math.floor((dy * cos - dx * sin + side / 2) / scale) - 8
      const dark = (rows[row]?.[column] === '#') !== inverted
      seed = (seed * 1103515245 + 12345) % 2147483648
      const grey = (dark ? 40 : 215) + ((seed / 2147483648) - 0.5) * noise
      data.set([grey, grey, grey, 255], (y * side + x) * 4)
    }
  }
  return { data, width: side, height: side }
}

describe('Decoding a printed 常安码', () => {
  it.each([
    ['straight', {}], ['small', { scale: 3 }], ['turned', { degrees: 17 }], ['upside down', { degrees: 180 }],
    ['in bad light', { noise: 60 }],
  ])('%s', (_name, photo) => expect(tokenIn(decode(photographed(photo))!)).toBe(TOKEN))

  it('white on black, when one tries hard', () => {
    expect(decode(photographed({ inverted: true }))).toBeNull()
    expect(tokenIn(decode(photographed({ inverted: true }), true)!)).toBe(TOKEN)
  })

  it('says null where there is no code', () => {
    expect(decode({ data: new Uint8ClampedArray(200 * 200 * 4).fill(128), width: 200, height: 200 })).toBeNull()
  })

  it('looks at the middle square of a frame', () => {
    expect(middleSquare(1280, 720)).toEqual({ x: 280, y: 0, side: 720, out: 720 })
    expect(middleSquare(1080, 1920)).toEqual({ x: 0, y: 420, side: 1080, out: 720 })
  })
})

describe('Tokens', () => {
  it.each([
    [`https://cqa.changzhou.gov.cn/c/${TOKEN}`, TOKEN],
    [`http://192.168.1.20:8000/c/${TOKEN}?from=wx#top`, TOKEN],
    [TOKEN, TOKEN],
    [' k7q2m-9xw4r-tovb6-nz3hd-8cye5a ', TOKEN],
    ['https://cqa.changzhou.gov.cn/enterprises/1', null],
    ['1234567890', null],
    [`7${TOKEN.slice(1)}`, null],
    [`${TOKEN}A`, null],
    ['', null],
  ])('%s → %s', (text, token) => expect(tokenIn(text)).toBe(token))

  it('letters that look like digits are read as digits', () => expect(tidy('o1Il-0')).toBe('01110'))

  it('the last characters find one of the firm’s own codes', () => {
    const tokens = [TOKEN, `${TOKEN.slice(0, 20)}111111`]
    expect(endingIn('8cye5a', tokens)).toBe(TOKEN)
    expect(endingIn('lll1', tokens)).toBe(tokens[1])
    expect(endingIn('5A', tokens)).toBeNull()
    expect(endingIn('ZZZZ', tokens)).toBeNull()
    expect(endingIn('E5AB', [`${TOKEN}B`, `A${TOKEN}B`])).toBeNull()
  })

  it.each([
    ['https://u.wechat.com/abc', '微信'], ['https://example.com/x', '不是常安码'], ['6901234567892', '“6901234567892”'], ['', '没有读到'],
  ])('%s is refused in words', (text, words) => expect(refusal(text)).toContain(words))
})

describe('Camera', () => {
  it('says why there is none', async () => {
    Object.defineProperty(window, 'isSecureContext', { value: false, configurable: true })
    await expect(openCamera()).rejects.toThrow(CameraError)
    await expect(openCamera()).rejects.toMatchObject({ trouble: 'insecure' })
  })

  it.each([
    ['NotAllowedError', 'denied'], ['NotFoundError', 'none'], ['NotReadableError', 'busy'], ['TypeError', 'failed'],
  ] as const)('%s: %s', (name, trouble) => {
    expect(troubleOf({ name })).toBe(trouble)
    expect(TROUBLES[trouble].hint).not.toBe('')
  })
})
