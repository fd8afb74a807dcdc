/** Why a request was refused, in words that can be shown as they are. */
export interface Problem {
  /** HTTP status; 0 when the server was not reached. */
  status: number
  detail: string
  /** Sentences per input. */
  fields: Readonly<Record<string, readonly string[]>>
  /** The request's id, to be quoted to the help desk. */
  id: string
  /** The row as it now is, when somebody else changed it in between (409). */
  current: unknown
}

export class ApiError extends Error implements Problem {
  readonly status: number
  readonly detail: string
  readonly fields: Readonly<Record<string, readonly string[]>>
  readonly id: string
  readonly current: unknown

  constructor(problem: Partial<Problem> & { status: number, detail: string }) {
    super(problem.detail)
    this.name = 'ApiError'
    this.status = problem.status
    this.detail = problem.detail
    this.fields = problem.fields ?? {}
    this.id = problem.id ?? ''
    this.current = problem.current
  }

  get offline(): boolean { return this.status === 0 }
  get signedOut(): boolean { return this.status === 401 }
  get forbidden(): boolean { return this.status === 403 }
  get missing(): boolean { return this.status === 404 }
  get conflict(): boolean { return this.status === 409 }
}

const SENTENCES: Readonly<Record<number, string>> = {
  400: '填写的内容有误，请检查后重试',
  401: '登录已失效，请重新登录',
  403: '您没有此项权限',
  404: '没有找到这条记录，可能已被撤销或不在您的管辖范围内',
  409: '记录已被他人修改，请核对后重试',
  413: '文件太大，请压缩后重试',
  429: '操作太频繁，请稍后再试',
  502: '服务正在启动或维护，请稍后再试',
  503: '服务正在启动或维护，请稍后再试',
  504: '服务器响应超时，请稍后再试',
  507: '服务器磁盘已满，刚才的内容没有保存；请先不要关闭页面，联系系统管理员清理磁盘后重试',
}

export const UNREACHABLE = '连不上服务器，请检查网络后重试；已填写的内容还在'

export function sentence(status: number): string {
  return SENTENCES[status] ?? '服务器出错了，请稍后再试；如反复出现请联系管理员'
}

/** The error of a response, whatever its body looks like. */
export async function problem(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => null)
  const known = (body !== null && typeof body === 'object' && !Array.isArray(body) ? body : {}) as Partial<Problem>
  return new ApiError({
    status: response.status,
    detail: typeof known.detail === 'string' && known.detail ? known.detail : sentence(response.status),
    fields: known.fields ?? {},
    id: known.id ?? response.headers.get('X-Request-ID') ?? '',
    current: known.current,
  })
}

/** Anything thrown, as an ApiError: what pages show. */
export function asApiError(thrown: unknown): ApiError {
  if (thrown instanceof ApiError)
    return thrown
  return new ApiError({ status: -1, detail: '页面出错了，请刷新后重试；如反复出现请联系管理员' })
}
