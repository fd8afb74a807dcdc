/** A `RecordedPlayer` for a component: what it tells as refs; begun with the first recording, ended with the component. */
import { onBeforeUnmount, onMounted, shallowRef, type Ref } from 'vue'
import type { Failure } from './frames'
import type { SoundState, State } from './live'
import { RecordedPlayer, type Standing } from './recorded'

export interface UseRecorded {
  video: Readonly<Ref<HTMLVideoElement | null>>
  address: (at: number) => Promise<string>
  onState: (state: State) => void
  onFailure: (failure: Failure) => void
  /** The video element is there. */
  onReady: () => void
}

export function useRecorded({ video, address, onState, onFailure, onReady }: UseRecorded) {
  const state = shallowRef<State>({ name: 'ended' })
  const sound = shallowRef<SoundState>('none')
  const standing = shallowRef<Standing>({ position: 0, scale: 1, paused: false, seeking: false })
  const player = shallowRef<RecordedPlayer | null>(null)

  onMounted(() => {
    player.value = new RecordedPlayer(video.value!, {
      address,
      onFailure,
      onState: (now) => {
        state.value = now
        onState(now)
      },
      onSound: (now) => sound.value = now,
      onStanding: (now) => standing.value = now,
    })
    onReady()
  })
  onBeforeUnmount(() => player.value?.stop())

  return { state, sound, standing, player }
}
