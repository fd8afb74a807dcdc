/** Whether a person is at the page. Half an hour without one ends the session; what the page asks by itself does not count. */

export const PRESENCE_HEADER = 'X-User-Active'
let touched = false

for (const kind of ['pointerdown', 'keydown', 'wheel'])
  globalThis.addEventListener?.(kind, () => { touched = true }, { capture: true, passive: true })

export function isTouched(): boolean {
  return touched
}

/** The server has been told. */
export function told(): void {
  touched = false
}
