/** Speaking instead of typing, where the browser listens. */

interface Heard { results: ArrayLike<ArrayLike<{ transcript: string }> & { isFinal: boolean }>, resultIndex: number }
interface Listener {
  lang: string
  continuous: boolean
  interimResults: boolean
  onresult: (event: Heard) => void
  onerror: (event: { error: string }) => void
  onend: () => void
  start: () => void
  stop: () => void
}

type ListenerClass = new () => Listener
const known = globalThis as { SpeechRecognition?: ListenerClass, webkitSpeechRecognition?: ListenerClass }
const Recognition = known.SpeechRecognition ?? known.webkitSpeechRecognition
export const canListen = !!Recognition && globalThis.isSecureContext

const SENTENCES: Readonly<Record<string, string>> = {
  'not-allowed': '没有麦克风权限，请在浏览器设置里允许，或直接输入文字',
  'service-not-allowed': '这个浏览器不能语音输入，请直接输入文字',
  'network': '语音识别需要网络，请直接输入文字',
  'no-speech': '没有听到声音，请再说一次',
}

/** Starts listening; the words arrive as they are recognised. Returns how to stop. */
export function listen(onWords: (words: string) => void, onEnd: (why: string) => void): () => void {
  if (!Recognition)
    return () => undefined
  const listener = new Recognition()
  let why = ''
  Object.assign(listener, { lang: 'zh-CN', continuous: true, interimResults: false })
  listener.onresult = (event) => {
    for (let n = event.resultIndex; n < event.results.length; n += 1) {
      if (event.results[n]?.isFinal)
        onWords(event.results[n]?.[0]?.transcript ?? '')
    }
  }
  listener.onerror = ({ error }) => { why = SENTENCES[error] ?? '语音输入中断，请再试一次' }
  listener.onend = () => onEnd(why)
  listener.start()
  return () => listener.stop()
}
