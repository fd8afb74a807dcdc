import { mount } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { defineComponent, nextTick, shallowRef } from 'vue'
import type { Piece } from './replay'
import { useReplay } from './useReplay'

beforeEach(() => { vi.useFakeTimers() })
afterEach(() => { vi.useRealTimers() })

const piece = (from: number, to: number): Piece => ({
  metres: 100, from, to,
  fixes: [from, to].map((at) => ({ at, lon: 119 + at / 1e6, lat: 31, speed: null, direction: null })),
})

function replaying(given: Piece[]) {
  const pieces = shallowRef(given)
  let used!: ReturnType<typeof useReplay>
  mount(defineComponent({
    setup() {
      used = useReplay(() => pieces.value)
      return () => null
    },
  }))
  return { replay: used, pieces }
}

it('plays as fast as it is told, and rests at the end', async () => {
  const { replay } = replaying([piece(1000, 41_000)])
  expect(replay.at.value).toBe(1000)
  replay.play()
  await vi.advanceTimersByTimeAsync(1000)
  expect(replay.at.value).toBe(5000)
  replay.speed.value = 16
  await vi.advanceTimersByTimeAsync(1000)
  expect(replay.at.value).toBe(21_000)
  await vi.advanceTimersByTimeAsync(10_000)
  expect([replay.at.value, replay.playing.value, Math.round(replay.gone.value)]).toEqual([41_000, false, 100])
})

it('rests and goes on from there; from the end it begins anew', async () => {
  const { replay } = replaying([piece(0, 10_000)])
  replay.play()
  await vi.advanceTimersByTimeAsync(1000)
  replay.rest()
  await vi.advanceTimersByTimeAsync(5000)
  expect(replay.at.value).toBe(4000)
  replay.at.value = 10_000
  replay.play()
  expect(replay.at.value).toBe(0)
})

it('says nowhere when it is set into a gap, and leaves it when it plays', async () => {
  const { replay } = replaying([piece(0, 1000), piece(600_000, 700_000)])
  replay.at.value = 300_000
  expect(replay.place.value).toBeNull()
  replay.play()
  await vi.advanceTimersByTimeAsync(100)
  expect(replay.at.value).toBe(600_400)
})

it('begins anew with another track', async () => {
  const { replay, pieces } = replaying([piece(0, 10_000)])
  replay.play()
  pieces.value = [piece(50_000, 60_000)]
  await nextTick()
  expect([replay.playing.value, replay.at.value]).toEqual([false, 50_000])
})
