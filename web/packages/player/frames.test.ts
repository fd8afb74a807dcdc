import { describe, expect, it } from 'vitest'
import { FrameReader, parse } from './frames'

const binary = (...bytes: number[]): ArrayBuffer => new Uint8Array(bytes).buffer
const video = { codec: 'avc1.64001f', width: 640, height: 360 }
const audio = { codec: 'alaw', rate: 8000, channels: 1 }
const stream = (more: object = {}): string => JSON.stringify({ type: 'stream', video, audio: null, ...more })

describe('A frame', () => {
  it('says what the picture and the sound are', () => {
    expect(parse(stream({ audio }))).toEqual({ kind: 'stream', video, audio })
    expect(parse(stream())).toEqual({ kind: 'stream', video, audio: null })
  })

  it('says how AAC is to be decoded', () => {
    const aac = { codec: 'mp4a.40.2', rate: 16_000, channels: 2 }
    expect(parse(stream({ audio: aac }))).toEqual({ kind: 'stream', video, audio: aac })
  })

  it('says where a recording stands', () => {
    const place = { at: 1.5, position: 42, scale: 4, paused: false, failure: null }
    expect(parse(JSON.stringify({ type: 'state', ...place }))).toEqual({ kind: 'state', place })
    const failure = { step: 'ignored', reason: '实际约 1 倍速', remedy: '换用其他倍速' }
    expect(parse(JSON.stringify({ type: 'state', ...place, failure }))).toEqual({ kind: 'state', place: { ...place, failure } })
  })

  it('carries the film', () => {
    expect(parse(binary(0, 7, 8))).toEqual({ kind: 'init', data: new Uint8Array([7, 8]) })
    expect(parse(binary(1, 9))).toEqual({ kind: 'fragment', data: new Uint8Array([9]) })
  })

  it('carries sound with its moment, also beyond 32 bits', () => {
    // 2 ** 32 + 500 000 microseconds
    expect(parse(binary(2, 0, 0, 0, 1, 0, 7, 0xa1, 0x20, 0xd5, 0x55)))
      .toEqual({ kind: 'sound', at: 4295.467296, data: new Uint8Array([0xd5, 0x55]) })
  })

  it('says why it ends', () => {
    const failure = { step: '取流', reason: '设备没有应答', remedy: '请确认设备在线' }
    expect(parse(JSON.stringify({ type: 'end', ...failure }))).toEqual({ kind: 'end', failure })
  })

  it.each([
    ['not JSON', '{', '不是 JSON'],
    ['not an object', '[]', '不是对象'],
    ['an unknown type', '{"type":"hello"}', 'hello'],
    ['no picture', '{"type":"stream","audio":null}', 'video 不是对象'],
    ['audio left out', JSON.stringify({ type: 'stream', video }), 'audio 不是对象'],
    ['a codec that would end the MIME type', stream({ video: { ...video, codec: 'avc1"; x' } }), 'codec'],
    ['no width', stream({ video: { ...video, width: 0 } }), 'width'],
    ['a sound we do not decode', stream({ audio: { ...audio, codec: 'aac' } }), 'aac'],
    ['a sound that is no AAC', stream({ audio: { ...audio, codec: 'mp4a.40.x' } }), 'mp4a'],
    ['three channels', stream({ audio: { ...audio, channels: 3 } }), 'channels'],
    ['an end without a remedy', '{"type":"end","step":"取流","reason":"x"}', 'remedy'],
    ['a place before the beginning', '{"type":"state","at":0,"position":-1,"scale":1,"paused":false,"failure":null}', 'position'],
    ['a place that neither stands nor runs', '{"type":"state","at":0,"position":1,"scale":1,"failure":null}', 'paused'],
    ['nothing', binary(), '没有内容'],
    ['a kind without content', binary(1), '没有内容'],
    ['an unknown kind', binary(3, 1), '3'],
    ['sound that is only a moment', binary(2, 0, 0, 0, 0, 0, 0, 0, 1), '没有内容'],
    ['a moment beyond all clocks', binary(2, 255, 255, 255, 255, 0, 0, 0, 0, 1), '太大'],
  ])('is refused: %s', (_name, message, why) => expect(() => parse(message)).toThrow(why))
})

describe('Their order', () => {
  const [init, media] = [binary(0, 1), binary(1, 1)]
  const sound = binary(2, 0, 0, 0, 0, 0, 0, 0, 1, 9)
  const other = stream({ video: { ...video, codec: 'hev1.1.6.L93.B0' } })
  const end = JSON.stringify({ type: 'end', step: 'a', reason: 'b', remedy: 'c' })

  it.each([
    ['format, beginning, film', [stream(), init, media, media]],
    ['sound before the film', [stream({ audio }), sound, init, sound, media]],
    ['a new beginning', [stream(), init, media, init, media]],
    ['another codec in the middle', [stream({ audio }), init, media, other, init, media]],
    ['the sound told later, while the film goes on', [stream(), init, media, stream({ audio }), media, sound]],
    ['sound whose format was taken back', [stream({ audio }), init, sound, stream(), sound]],
    ['an end at once', [end]],
  ])('may be: %s', (_name, messages) => {
    const reader = new FrameReader()
    expect(() => messages.forEach((each) => reader.read(each))).not.toThrow()
  })

  it.each([
    ['film before its format', [init]],
    ['film before its beginning', [stream(), media]],
    ['film of the old codec after the new format', [stream(), init, other, media]],
    ['anything after the end', [end, stream()]],
    ['sound before any format', [sound]],
  ])('may not be: %s', (_name, messages) => {
    const reader = new FrameReader()
    expect(() => messages.forEach((each) => reader.read(each))).toThrow()
  })
})
