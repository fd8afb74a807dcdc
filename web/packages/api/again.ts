/** Signing in again in place: the page below, and the form half typed in it, stay as they are. */
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'

interface Waiting { done: () => void, leave: () => void }

export const useSignInAgain = defineStore('sign-in-again', () => {
  const waiting = shallowRef<Waiting | null>(null)

  function ask(): Promise<void> {
    return new Promise((resolve, reject) => {
      waiting.value = {
        done: () => { waiting.value = null; resolve() },
        leave: () => { waiting.value = null; reject(new Error('left')) },
      }
    })
  }

  return { waiting, ask }
})
