import { expect, it, vi } from 'vitest'
import { addressOf } from './watching'

it('asks for a fresh ticket each time, and for a channel only where one is wanted', async () => {
  const asked: unknown[] = []
  vi.stubGlobal('fetch', async (path: string, { body }: RequestInit) => {
    asked.push([path, JSON.parse(String(body))])
    return new Response(JSON.stringify({ url: 'wss://video/live/1/2', ticket: `t+${asked.length}` }), { status: 201 })
  })
  const address = addressOf(7)
  expect([await address(), await address()]).toEqual(['wss://video/live/1/2?ticket=t%2B1', 'wss://video/live/1/2?ticket=t%2B2'])
  await addressOf(7, '3204')()
  expect(asked).toEqual([
    ['/api/recorders/7/watch/', {}], ['/api/recorders/7/watch/', {}], ['/api/recorders/7/watch/', { channel: '3204' }],
  ])
})
