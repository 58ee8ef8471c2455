import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { TelegramServer } from 'telegram-test-api/lib/telegramServer.js'
import { METHODS, type Answer } from './methods.ts'
import { TelegramUser } from './user.ts'
import { TelegramWorld, type Fault, type NewUpdate } from './world.ts'

export { FAULTS } from './world.ts'
export type { Shown, TelegramUser } from './user.ts'

export interface TelegramEmulator {
  readonly apiRoot: string
  readonly token: string
  readonly world: TelegramWorld
  /** A new person with a chat of their own. */
  user(firstName?: string): TelegramUser
  /** The next call of a method fails so. Several are used up in order. */
  fails(method: string, ...faults: readonly Fault[]): void
  inject(update: NewUpdate): Promise<number>
  /** Answers a held getUpdates with nothing, as Telegram does when its time is up. */
  release(): void
  /** Who answers webhook requests. */
  callsWebhook(handle: (request: Request) => Promise<Response>): void
  close(): Promise<void>
}

/**
 * Telegram on this machine: `telegram-test-api` behind a proxy that adds what Telegram does and the emulator does not.
 * It holds getUpdates until there is something, forgets an update only once it was confirmed, delivers webhooks with the
 * secret and again after a refusal, checks lengths, and fails on demand. Loopback only, on a free port.
 */
export async function startTelegram(token = '110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw'): Promise<TelegramEmulator> {
  const behind = new TelegramServer({ host: '127.0.0.1', storeTimeout: 3600 })
  // Its constructor turns port 0 into 9000; set afterwards, it is the free port that we want.
  behind.config.port = 0
  await behind.start()
  const world = new TelegramWorld(behind, token)
  world.behind = `http://127.0.0.1:${portOf(Reflect.get(behind, 'server'))}`
  // Rules that let a minute go by wait on it hundreds of times.
  world.setMaxListeners(0)
  const proxy = createServer((request, response) => void serve(world, request, response))
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  let users = 0
  return {
    apiRoot: `http://127.0.0.1:${portOf(proxy)}`,
    token,
    world,
    user: (firstName = 'Robin') => new TelegramUser(world, 5_000_000_001 + users++, firstName),
    fails: (method, ...faults) => void world.faults.push(...faults.map((fault) => ({ method, fault }))),
    inject: (update) => world.inject(update),
    release: () => void world.emit('release'),
    callsWebhook: (handle) => {
      world.callWebhook = handle
    },
    close: async () => {
      world.emit('release')
      proxy.close()
      proxy.closeAllConnections()
      await once(proxy, 'close')
      await behind.stop()
    },
  }
}

async function serve(world: TelegramWorld, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [, token, method = ''] = /^\/bot([^/]+)\/(\w+)$/.exec(request.url ?? '') ?? []
  const body = await readBody(request)
  world.calls.push({ method, body })
  world.emit('call')
  const fault = world.takeFault(method)
  if (fault === 'reset') return void request.socket.destroy()
  if (fault === 'garbage')
    return void response.writeHead(502, { 'content-type': 'text/html' }).end('<html>Bad Gateway</html>')
  if (typeof fault === 'object') return reply(response, { ok: false, ...fault })
  if (token !== world.token) return reply(response, { ok: false, error_code: 401, description: 'Unauthorized' })
  const gone = new AbortController()
  response.on('close', () => gone.abort())
  const answer = await METHODS[method]?.(world, body, gone.signal)
  if (fault === 'lost') return void request.socket.destroy()
  reply(response, answer ?? { ok: false, error_code: 404, description: 'Not Found' })
}

function portOf(server: unknown): number {
  return ((server as Server).address() as AddressInfo).port
}

/** JSON, or a form with a file in it, which becomes the file's own bytes. */
async function readBody(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const whole = Buffer.concat(chunks)
  const type = request.headers['content-type'] ?? ''
  if (type.startsWith('multipart/')) return readForm(whole, type)
  return whole.length === 0 ? {} : (JSON.parse(whole.toString('utf8')) as Record<string, unknown>)
}

async function readForm(whole: Buffer, type: string): Promise<Record<string, unknown>> {
  const form = await new Response(new Uint8Array(whole), { headers: { 'content-type': type } }).formData()
  const fields: Record<string, unknown> = {}
  for (const [name, value] of form) fields[name] = typeof value === 'string' ? fieldOf(value) : await value.bytes()
  // A field that holds a file names the part in which it lies.
  for (const [name, value] of Object.entries(fields)) {
    const part = typeof value === 'string' ? /^attach:\/\/(.+)$/.exec(value)?.[1] : undefined
    if (part === undefined) continue
    fields[name] = fields[part]
    delete fields[part]
  }
  return fields
}

/** In a form everything is text; what is JSON is meant as such. */
function fieldOf(value: string): unknown {
  return /^(?:\{|\[|true$|false$)/.test(value) ? JSON.parse(value) : value
}

function reply(response: ServerResponse, answer: Answer): void {
  response
    .writeHead(answer.ok ? 200 : answer.error_code, { 'content-type': 'application/json' })
    .end(JSON.stringify(answer))
}
