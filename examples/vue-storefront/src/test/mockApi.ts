import { vi } from 'vitest'

type Handler = (request: Request) => unknown
type Reply = { status: number; body: unknown }

/** Return a reply with an error envelope, as the shop sends it. */
export function rejection(status: number, error: { code: string; message: string }): Reply {
  return { status, body: { error } }
}

/**
 * Replace `fetch` by handlers, keyed by method and path: `{ 'GET /api/cart': () => cart }`.
 *
 * A handler returns the body of a 200 response, or a `rejection`. Returns the list of requests,
 * to which each call is added. A call without a handler fails like a lost connection.
 */
export function mockApi(handlers: Record<string, Handler>): Request[] {
  const requests: Request[] = []
  vi.stubGlobal('fetch', async (request: Request) => {
    requests.push(request.clone())
    const handler = handlers[`${request.method} ${new URL(request.url).pathname}`]
    if (!handler) throw new TypeError('Failed to fetch')
    const reply = handler(request)
    return isReply(reply) ? Response.json(reply.body, reply) : Response.json(reply)
  })
  return requests
}

function isReply(value: unknown): value is Reply {
  return typeof value === 'object' && value !== null && 'status' in value && 'body' in value
}
