/** A plan while it is being drawn on: what is on it, what is picked, each step to be taken back. */
import { plan } from '@changqian/ui'
import type { PlanTypes } from '@changqian/ui'
import { computed, ref, shallowRef } from 'vue'

type Drawn = PlanTypes.Drawn
type Spot = PlanTypes.Spot

export function useDrawing() {
  const history = shallowRef(plan.fresh({ zones: [], marks: [] }))
  const saved = shallowRef<Drawn>(history.value.now)
  const picked = ref<number | string | null>(null)
  const corners = ref<Spot[] | null>(null)
  /** What the plan was before something on it began to move. */
  let before: Drawn | null = null

  const now = computed(() => history.value.now)
  const changed = computed(() => JSON.stringify(now.value) !== JSON.stringify(saved.value))

  function start(drawn: Drawn): void {
    history.value = plan.fresh(drawn)
    saved.value = drawn
    picked.value = null
    corners.value = null
  }
  /** What is on the plan is what the server has. */
  function kept(): void {
    saved.value = now.value
  }

  function commit(next: Partial<Drawn>): void {
    history.value = plan.done(history.value, { ...now.value, ...next })
  }
  function moving(next: Partial<Drawn>): void {
    before ??= now.value
    history.value = { ...history.value, now: { ...now.value, ...next } }
  }
  function settle(): void {
    if (before)
      history.value = plan.done(history.value, now.value, before)
    before = null
  }

  function place(id: number, [x, y]: Spot): void {
    commit({ marks: [...now.value.marks.filter((mark) => mark.id !== id), { id, x, y }] })
    picked.value = id
  }
  function move(id: number, [x, y]: Spot): void {
    moving({ marks: now.value.marks.map((mark) => (mark.id === id ? { id, x, y } : mark)) })
  }
  function remove(id: number): void {
    commit({ marks: now.value.marks.filter((mark) => mark.id !== id) })
    picked.value = null
  }

  /** A new zone takes the first free name. */
  function close(): void {
    const ring = corners.value
    if (!ring || ring.length < 3)
      return
    const names = new Set(now.value.zones.map((zone) => zone.name))
    let n = names.size + 1
    while (names.has(`区域${n}`))
      n++
    commit({ zones: [...now.value.zones, { name: `区域${n}`, ring }] })
    corners.value = null
    picked.value = `区域${n}`
  }
  function bend(name: string, corner: number, spot: Spot): void {
    moving({
      zones: now.value.zones.map((zone) => (zone.name === name
        ? { name, ring: zone.ring.map((each, n) => (n === corner ? spot : each)) }
        : zone)),
    })
  }
  function rename(name: string, to: string): boolean {
    const wanted = to.trim()
    if (!wanted || now.value.zones.some((zone) => zone.name === wanted))
      return wanted === name
    commit({ zones: now.value.zones.map((zone) => (zone.name === name ? { ...zone, name: wanted } : zone)) })
    picked.value = wanted
    return true
  }
  function erase(name: string): void {
    commit({ zones: now.value.zones.filter((zone) => zone.name !== name) })
    picked.value = null
  }

  return {
    history, now, changed, picked, corners, start, kept, commit, settle, place, move, remove, close, bend, rename, erase,
    undo: () => { history.value = plan.undone(history.value) },
    redo: () => { history.value = plan.redone(history.value) },
  }
}
