/** The clock of a replay: plays, rests, goes faster, is set by hand. */
import { computed, onBeforeUnmount, onDeactivated, ref, watch } from 'vue'
import { goneAt, later, placeAt, type Piece } from './replay'

export const SPEEDS = [1, 2, 4, 8, 16] as const
/** Milliseconds between two pictures: enough for a smooth way, and for the rest of the page. */
const TICK = 50

export function useReplay(pieces: () => readonly Piece[]) {
  const at = ref(0)
  const playing = ref(false)
  const speed = ref<typeof SPEEDS[number]>(4)
  const from = computed(() => pieces()[0]?.from ?? 0)
  const to = computed(() => pieces().at(-1)?.to ?? 0)
  const place = computed(() => placeAt(pieces(), at.value))
  const gone = computed(() => goneAt(pieces(), at.value))
  let timer: ReturnType<typeof setInterval> | undefined
  let before = 0

  function tick(): void {
    const now = performance.now()
    at.value = later(pieces(), at.value, (now - before) * speed.value)
    before = now
    if (at.value >= to.value)
      rest()
  }

  function play(): void {
    if (!pieces().length || playing.value)
      return
    // From the end it begins anew.
    if (at.value >= to.value)
      at.value = from.value
    playing.value = true
    before = performance.now()
    timer = setInterval(tick, TICK)
  }

  function rest(): void {
    clearInterval(timer)
    playing.value = false
  }

  watch(pieces, () => {
    rest()
    at.value = from.value
  }, { immediate: true })
  onDeactivated(rest)
  onBeforeUnmount(rest)

  return { at, playing, speed, from, to, place, gone, play, rest }
}
