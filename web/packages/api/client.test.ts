import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { api, onSignedOut, queryString } from './client'
import { ApiError, UNREACHABLE } from './errors'

const fetched = vi.fn<typeof fetch>()
const json = (status: number, body: unknown, headers = {}) =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json', ...headers } })

async function refusal(promise: Promise<unknown>): Promise<ApiError> {
  const thrown: unknown = await promise.then(() => null, (error: unknown) => error)
  expect(thrown).toBeInstanceOf(ApiError)
  return thrown as ApiError
}

beforeEach(() => {
  fetched.mockReset()
  vi.stubGlobal('fetch', fetched)
  document.cookie = 'csrftoken=abc123'
})
afterEach(() => onSignedOut(null))

describe('what is sent', () => {
  it('carries the CSRF token on everything but reading', async () => {
    fetched.mockImplementation(async () => json(200, {}))
    await api.get('/api/me/')
    await api.post('/api/hazards/', { title: 'x' })
    const headers = fetched.mock.calls.map(([, init]) => new Headers(init?.headers).get('X-CSRFToken'))
    expect(headers).toEqual([null, 'abc123'])
    expect(fetched.mock.calls[1]?.[1]?.body).toBe('{"title":"x"}')
  })

  it('leaves blanks out of the query and repeats lists', () => {
    expect(queryString({ q: '', limit: 20, tags: ['a', 'b'], none: null, yes: true })).toBe('?limit=20&tags=a&tags=b&yes=true')
  })

  it('sends a file as a form', async () => {
    fetched.mockImplementation(async () => json(201, { id: 1 }))
    await api.upload(new Blob(['x']), 'a.jpg')
    expect(fetched.mock.calls[0]?.[1]?.body).toBeInstanceOf(FormData)
  })
})

describe('a person at the page', () => {
  it('is told to the server once, with the next request', async () => {
    fetched.mockImplementation(async () => json(200, {}))
    window.dispatchEvent(new Event('pointerdown'))
    await api.get('/api/notices/')
    await api.get('/api/notices/')
    expect(fetched.mock.calls.map(([, init]) => new Headers(init?.headers).get('X-User-Active'))).toEqual(['1', null])
  })
})

describe('what goes wrong', () => {
  it('is a sentence, with the fields it concerns and the request’s id', async () => {
    fetched.mockResolvedValue(json(400, { detail: '请检查填写的内容', fields: { title: ['请填写'] }, id: 'r-1' }))
    const error = await refusal(api.post('/api/hazards/'))
    expect(error).toMatchObject({ status: 400, detail: '请检查填写的内容', fields: { title: ['请填写'] }, id: 'r-1' })
  })

  it('shows the row as it now is when versions differ', async () => {
    fetched.mockResolvedValue(json(409, { detail: '记录已被他人修改', current: { id: 1, version: 4 } }))
    const error = await refusal(api.post('/api/hazards/1/submit/'))
    expect(error.conflict).toBe(true)
    expect(error.current).toEqual({ id: 1, version: 4 })
  })

  it('has words of its own for a page that is no JSON', async () => {
    fetched.mockResolvedValue(new Response('<h1>Bad gateway</h1>', { status: 502, headers: { 'X-Request-ID': 'r-2' } }))
    expect(await refusal(api.get('/api/me/'))).toMatchObject({ detail: '服务正在启动或维护，请稍后再试', id: 'r-2' })
  })

  it('says that the server was not reached and that nothing was lost', async () => {
    fetched.mockRejectedValue(new TypeError('Failed to fetch'))
    const error = await refusal(api.get('/api/me/'))
    expect(error.offline).toBe(true)
    expect(error.detail).toBe(UNREACHABLE)
  })
})

describe('a session that has ended', () => {
  const signedOut = () => json(401, { detail: '登录已失效' })

  it('is asked for once, and every waiting request is sent again', async () => {
    let signedIn = false
    fetched.mockImplementation(async () => (signedIn ? json(200, { ok: true }) : signedOut()))
    const ask = vi.fn(() => Promise.resolve().then(() => { signedIn = true }))
    onSignedOut(ask)
    const answers = await Promise.all([api.post('/api/hazards/', { title: '门缺失' }), api.get('/api/tasks/')])
    expect(answers).toEqual([{ ok: true }, { ok: true }])
    expect(ask).toHaveBeenCalledTimes(1)
    expect(fetched.mock.calls.at(-2)?.[1]?.body ?? fetched.mock.calls.at(-1)?.[1]?.body).toBe('{"title":"门缺失"}')
  })

  it('is an error when the user does not want to', async () => {
    fetched.mockImplementation(async () => signedOut())
    onSignedOut(() => Promise.reject(new Error('left')))
    expect(await refusal(api.get('/api/me/'))).toMatchObject({ signedOut: true, detail: '登录已失效' })
  })

  it('does not disturb the user from the background', async () => {
    fetched.mockImplementation(async () => signedOut())
    const ask = vi.fn(() => Promise.resolve())
    onSignedOut(ask)
    await refusal(api.get('/api/notices/', {}, { quiet: true }))
    expect(ask).not.toHaveBeenCalled()
  })
})
