/** The one way to the server: session cookie and CSRF token, errors as ApiError, signing in again in place. */
import { ApiError, problem, UNREACHABLE } from './errors'
import { isTouched, PRESENCE_HEADER, told } from './presence'

export type Scalar = string | number | boolean
export type Query = Readonly<Record<string, Scalar | readonly Scalar[] | null | undefined>>

export interface Page<Row> {
  count: number
  /** Counting stopped: there are more. */
  capped: boolean
  /** Where lists go on behind this page, and before it; null where nothing does. */
  after?: string | null
  before?: string | null
  results: Row[]
}

export interface Sent {
  query?: Query | undefined
  signal?: AbortSignal
  /** Do not ask the user to sign in again when the session has ended. */
  quiet?: boolean
  /** Under which a step may be sent again when its answer is lost; it is done once. */
  number?: string
  /** Told, of a large file, which share of it has been sent. */
  progress?: (share: number) => void
}

/** Asks the user to sign in again; resolves when he has, rejects when he does not want to. */
export type SignInAgain = () => Promise<void>

let signInAgain: SignInAgain | null = null
let asking: Promise<void> | null = null

/** What happens when the session has ended. Without it a 401 is an error like any other. */
export function onSignedOut(ask: SignInAgain | null): void {
  signInAgain = ask
}

/** However many requests find the session ended, the user is asked once. */
function askOnce(ask: SignInAgain): Promise<void> {
  asking ??= ask().finally(() => { asking = null })
  return asking
}

export function queryString(query: Query = {}): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value === null || value === undefined || value === '')
      continue
    if (typeof value === 'object')
      value.forEach((one) => search.append(name, String(one)))
    else
      search.append(name, String(value))
  }
  const text = search.toString()
  return text && `?${text}`
}

function csrfToken(): string {
  return /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? ''
}

async function send(method: string, path: string, body: unknown, sent: Sent): Promise<Response> {
  const headers = new Headers({ Accept: 'application/json, */*;q=0.5' })
  if (method !== 'GET')
    headers.set('X-CSRFToken', csrfToken())
  if (sent.number)
    headers.set('Idempotency-Key', sent.number)
  if (isTouched())
    headers.set(PRESENCE_HEADER, '1')
  let content: BodyInit | undefined
  if (body instanceof FormData) {
    content = body
  } else if (body !== undefined) {
    headers.set('Content-Type', 'application/json')
    content = JSON.stringify(body)
  }
  try {
    const address = path + queryString(sent.query)
    const response = sent.progress
      ? await telling(method, address, headers, content, sent)
      : await fetch(address, { method, headers, body: content, signal: sent.signal ?? null, credentials: 'same-origin' })
    if (headers.has(PRESENCE_HEADER))
      told()
    return response
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === 'AbortError')
      throw thrown
    throw new ApiError({ status: 0, detail: UNREACHABLE })
  }
}

/** What fetch does not: tell while sending how much has been sent. */
function telling(
  method: string, address: string, headers: Headers, content: BodyInit | undefined, { progress, signal }: Sent,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open(method, address)
    request.responseType = 'blob'
    headers.forEach((value, name) => request.setRequestHeader(name, value))
    request.upload.onprogress = ({ loaded, total }) => progress?.(total ? loaded / total : 0)
    request.onload = () => resolve(new Response(request.response as Blob, { status: request.status }))
    request.onerror = () => reject(new TypeError('unreachable'))
    request.onabort = () => reject(new DOMException('aborted', 'AbortError'))
    signal?.addEventListener('abort', () => request.abort())
    request.send(content as XMLHttpRequestBodyInit)
  })
}

async function answered(method: string, path: string, body: unknown, sent: Sent): Promise<Response> {
  let response = await send(method, path, body, sent)
  if (response.status === 401 && signInAgain && !sent.quiet) {
    const refused = await problem(response)
    await askOnce(signInAgain).catch(() => { throw refused })
    response = await send(method, path, body, sent)
  }
  if (!response.ok)
    throw await problem(response)
  return response
}

/** `T` is what the caller knows the endpoint answers: a schema of `schema.d.ts`, or a type of `types.ts`. */
async function request<T>(method: string, path: string, body?: unknown, sent: Sent = {}): Promise<T> {
  const response = await answered(method, path, body, sent)
  return (response.status === 204 ? undefined : await response.json()) as T
}

export const api = {
  get: <T>(path: string, query?: Query, sent: Sent = {}) => request<T>('GET', path, undefined, { ...sent, query }),
  post: <T>(path: string, body: unknown = {}, sent?: Sent) => request<T>('POST', path, body, sent),
  put: <T>(path: string, body: unknown, sent?: Sent) => request<T>('PUT', path, body, sent),
  patch: <T>(path: string, body: unknown, sent?: Sent) => request<T>('PATCH', path, body, sent),
  delete: <T = void>(path: string, sent?: Sent) => request<T>('DELETE', path, undefined, sent),
  /** A document made by the server: a print sheet. */
  blob: async (path: string, query?: Query, sent: Sent = {}) =>
    (await answered('GET', path, undefined, { ...sent, query })).blob(),
  /** Store one file; attachments are then given as ids. */
  upload: <T>(file: Blob, name: string, sent?: Sent) => {
    const form = new FormData()
    form.append('file', file, name)
    return request<T>('POST', '/api/files/', form, sent)
  },
}

export function isAbort(thrown: unknown): boolean {
  return thrown instanceof DOMException && thrown.name === 'AbortError'
}
