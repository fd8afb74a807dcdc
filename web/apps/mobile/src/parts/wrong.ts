import { nextTick } from 'vue'

/** A refusal beside a field may lie outside of what the phone shows. */
export async function toFirstWrong(): Promise<void> {
  await nextTick()
  document.querySelector('.wrong')?.scrollIntoView({ block: 'center', behavior: 'smooth' })
}
