/** A `LivePlayer` for a component: its states as refs, begun when the video element is there, ended with the component. */
import { onBeforeUnmount, onMounted, shallowRef, type Ref } from 'vue'
import type { Figures } from './figures'
import type { Recording } from './keep'
import { LivePlayer, type SoundState, type State } from './live'

export interface UseLive {
  video: Readonly<Ref<HTMLVideoElement | null>>
  address: () => () => Promise<string>
  onState: (state: State) => void
  onRecorded: (recording: Recording) => void
}

export function useLive({ video, address, onState, onRecorded }: UseLive) {
  const state = shallowRef<State>({ name: 'connecting', attempt: 0 })
  const figures = shallowRef<Figures | null>(null)
  const sound = shallowRef<SoundState>('none')
  const recording = shallowRef(false)
  let player: LivePlayer | null = null

  onMounted(() => {
    player = new LivePlayer(video.value!, {
      address: () => address()(),
      onState: (now) => {
        state.value = now
        onState(now)
      },
      onFigures: (now) => figures.value = now,
      onSound: (now) => sound.value = now,
      onRecorded: (done) => {
        recording.value = false
        onRecorded(done)
      },
    })
    player.start()
  })
  onBeforeUnmount(() => player?.stop())

  return {
    state, figures, sound, recording,
    retry: () => player?.retry(),
    setSound: (on: boolean) => player?.setSound(on),
    snapshot: async () => await player?.snapshot() ?? null,
    replay: () => player?.replay() ?? null,
    /** Begins or ends; false when there is nothing to record yet. */
    toggleRecording(): boolean {
      if (player?.recording)
        player.stopRecording()
      else
        recording.value = player?.record() ?? false
      return recording.value
    },
  }
}
