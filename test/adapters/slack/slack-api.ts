import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'

export interface PostedMessage {
  readonly channel: string
  readonly ts: string
  text: string
  blocks: Record<string, unknown>[]
}

export type SlackFault = 'ratelimited' | 'lost' | (string & {})

/**
 * The little of Slack's Web API that the channel calls, with what no emulator has: limits, lost answers, errors by name,
 * and Socket Mode. Loopback only, on a free port.
 */
export async function startSlackApi() {
  const messages: PostedMessage[] = []
  const calls: { method: string; args: Record<string, unknown> }[] = []
  const faults: { method: string; fault: SlackFault }[] = []
  let count = 0
  const sockets = new WebSocketServer({ noServer: true })
  const methods: Record<string, (args: Record<string, unknown>) => object> = {
    'chat.postMessage': ({ channel, text, blocks }) => {
      const ts = `1700000000.${String(++count).padStart(6, '0')}`
      messages.push({ channel: String(channel), ts, text: String(text), blocks: parsed(blocks) })
      return { channel, ts }
    },
    'chat.update': ({ ts, blocks }) => {
      const message = messages.find((one) => one.ts === ts)
      if (message) message.blocks = parsed(blocks)
      return { ok: message !== undefined, error: 'message_not_found' }
    },
    'chat.delete': ({ ts }) => {
      const at = messages.findIndex((one) => one.ts === ts)
      if (at >= 0) messages.splice(at, 1)
      return { ok: at >= 0, error: 'message_not_found' }
    },
    'conversations.history': ({ latest }) => ({ messages: messages.filter(({ ts }) => ts === latest) }),
    'conversations.open': ({ users }) => ({ channel: { id: `D${String(users)}` } }),
    'users.info': ({ user }) => ({ user: { id: user, real_name: 'Robin Example' } }),
    'apps.connections.open': () => ({ url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/link` }),
    'chat.postEphemeral': () => ({}),
    'views.open': () => ({}),
    'views.publish': () => ({}),
  }
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const method = (request.url ?? '').replace(/^\/api\//, '')
    const args = await argsOf(request)
    calls.push({ method, args })
    const at = faults.findIndex((one) => one.method === method)
    const fault = at < 0 ? undefined : faults.splice(at, 1)[0]?.fault
    if (fault === 'ratelimited') return response.writeHead(429, { 'retry-after': '7' }).end()
    if (fault !== undefined && fault !== 'lost') return send(response, { ok: false, error: fault })
    const result = { ok: true, ...methods[method]?.(args) }
    return fault === 'lost' ? request.socket.destroy() : send(response, result)
  }
  const server = createServer((request, response) => void answer(request, response))
  server.on('upgrade', (request, socket, head) =>
    sockets.handleUpgrade(request, socket, head, (opened) => {
      opened.send(JSON.stringify({ type: 'hello', num_connections: 1 }))
      sockets.emit('connection', opened)
    }),
  )
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`,
    messages,
    calls,
    fails: (method: string, fault: SlackFault) => void faults.push({ method, fault }),
    /** The app's connection in Socket Mode, once it is open. */
    async link(): Promise<WebSocket> {
      const [open] = sockets.clients
      return open ?? ((await once(sockets, 'connection'))[0] as WebSocket)
    },
    async close() {
      for (const client of sockets.clients) client.terminate()
      server.close()
      server.closeAllConnections()
    },
  }
}

export type SlackApi = Awaited<ReturnType<typeof startSlackApi>>

/** A request as Slack signs it: `v0` over time and body. */
export function signed(body: string, { secret, at, type }: { secret: string; at: Date; type: string }): Request {
  const timestamp = String(Math.floor(at.getTime() / 1000))
  const signature = `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`
  return new Request('http://127.0.0.1/slack', {
    method: 'POST',
    headers: { 'content-type': type, 'x-slack-signature': signature, 'x-slack-request-timestamp': timestamp },
    body,
  })
}

async function argsOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString('utf8')))
}

function parsed(blocks: unknown): Record<string, unknown>[] {
  return typeof blocks === 'string' ? (JSON.parse(blocks) as Record<string, unknown>[]) : []
}

function send(response: ServerResponse, value: object): void {
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify(value))
}
