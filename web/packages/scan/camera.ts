/** The camera behind the phone, with its lamp, or the reason why there is none. */

export type Trouble = 'insecure' | 'unsupported' | 'denied' | 'none' | 'busy' | 'failed'

/** What happened and how to go on, in the words of the scan page. */
export const TROUBLES: Readonly<Record<Trouble, { title: string, hint: string }>> = {
  insecure: { title: '当前网址不能打开相机', hint: '浏览器只允许加密网址（https）使用相机。可以拍一张常安码的照片来识别。' },
  unsupported: { title: '这个浏览器不能打开相机', hint: '请拍一张常安码的照片来识别，或换用系统自带浏览器。' },
  denied: { title: '没有获得相机权限', hint: '请在浏览器的网站设置里允许使用相机；也可以拍一张常安码的照片来识别。' },
  none: { title: '没有找到相机', hint: '可以从相册选一张常安码的照片，或输入编码。' },
  busy: { title: '相机被其他应用占用', hint: '请关闭其他正在使用相机的应用后重试；也可以拍照识别。' },
  failed: { title: '相机没有打开', hint: '请重试；也可以拍一张常安码的照片来识别。' },
}

export class CameraError extends Error {
  constructor(readonly trouble: Trouble) {
    super(TROUBLES[trouble].title)
    this.name = 'CameraError'
  }
}

export interface Camera {
  stream: MediaStream
  /** Switches the lamp; null where it cannot be switched. */
  torch: ((on: boolean) => Promise<void>) | null
  stop: () => void
}

export function troubleOf(thrown: unknown): Trouble {
  switch ((thrown as { name?: string } | null)?.name) {
    case 'NotAllowedError':
    case 'SecurityError': return 'denied'
    case 'NotFoundError':
    case 'OverconstrainedError': return 'none'
    case 'NotReadableError':
    case 'AbortError': return 'busy'
    default: return 'failed'
  }
}

export async function openCamera(): Promise<Camera> {
  if (!window.isSecureContext)
    throw new CameraError('insecure')
  // Older WebViews have no mediaDevices, whatever its type says.
  const devices = navigator.mediaDevices as MediaDevices | undefined
  if (!devices?.getUserMedia)
    throw new CameraError('unsupported')
  let stream: MediaStream
  try {
    stream = await devices.getUserMedia({
      audio: false,
      video: { facingMode: { ideal: 'environment' }, width: { ideal: 1280 }, height: { ideal: 720 } },
    })
  } catch (thrown) {
    throw new CameraError(troubleOf(thrown))
  }
  const track = stream.getVideoTracks()[0]
  const able = track?.getCapabilities?.() as { torch?: boolean } | undefined
  return {
    stream,
    torch: able?.torch
      ? (on) => track!.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] })
      : null,
    stop: () => stream.getTracks().forEach((one) => one.stop()),
  }
}
