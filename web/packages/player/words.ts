/** What the states of a live picture are called, and what to do about them. */
import type { Recording } from './keep'
import type { State } from './live'

export interface Words { title: string, hint: string }

/** Nothing to say while it plays. */
export function wordsOf(state: State): Words | null {
  switch (state.name) {
    case 'playing': return null
    case 'connecting': return {
      title: state.attempt ? `正在重新连接（第 ${state.attempt} 次）` : '正在连接', hint: '',
    }
    case 'stalled': return { title: `画面停住 ${state.seconds} 秒`, hint: '网络或设备信号不好，恢复后自动继续。' }
    case 'failed': return { title: `没有画面：${nameOfStep(state.step)}`, hint: sentences(state.reason, state.remedy) }
    case 'ended': return { title: '播放已结束', hint: '需要时可以重新播放。' }
  }
}

/** The gateway's names of its steps; the player's own are said as they are. */
const STEPS: Record<string, string> = {
  offline: '设备在线', no_port: '分配端口', too_many: '观看人数', no_answer: '呼叫设备', refused: '设备应答', wrong_sdp: '协商媒体',
  no_rtp: '等待媒体数据', no_key_frame: '等待关键帧', not_playable: '解码', broke_off: '接收画面', ended: '画面结束', ignored: '执行操作',
  no_connection: '连接设备媒体端口', no_footage: '查找录像',
}
export const nameOfStep = (step: string): string => STEPS[step] ?? step

/** Each with its full stop, whether who wrote it gave one or not. */
export const sentences = (...texts: string[]): string => texts.filter(Boolean).map((text) => text.replace(/[。.]*$/, '。')).join('')

export const WHY: Record<Recording['why'], string> = {
  asked: '',
  changed: '画面中断或格式改变，录像到此为止，已保存。',
  full: '录像已满 1 GB，已保存。',
}

/** 03:05 */
export function clock(seconds: number): string {
  const whole = Math.floor(seconds)
  return [Math.floor(whole / 60), whole % 60].map((part) => String(part).padStart(2, '0')).join(':')
}

/** 东门 2026-03-09 140509.png: the place, the time in China, and nothing that a file system refuses. */
export function fileName(name: string, at: Date, ending: 'png' | 'mp4'): string {
  const china = new Date(at.getTime() + 8 * 60 * 60_000).toISOString()
  const safe = name.replace(/[\\/:*?"<>|]|\p{Cc}/gu, ' ').trim() || '画面'
  return `${safe} ${china.slice(0, 10)} ${china.slice(11, 19).replace(/:/g, '')}.${ending}`
}
