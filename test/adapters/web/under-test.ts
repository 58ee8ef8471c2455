import { WebSocket } from 'ws'
import { Hono } from 'hono'
import { createWebChannel, type WebOptions } from '../../../adapters/web/index.ts'
import { identities } from '../../../adapters/web/identity.ts'
import { Private } from '../../../src/core/private.ts'
import type { PageLog } from '../../../src/ports/page-log.ts'
import type { Log } from '../../../src/ports/world.ts'
import { openWeb } from '../../../src/web.ts'
import type { ChannelUnderTest, ReadMessage } from '../channel-under-test.ts'
import { beside } from '../../support/beside.ts'

const KEY = Buffer.alloc(32, 7)
const ID = 'robin-0001'
const COOKIE = identities(KEY, false).cookieFor(ID).split(';')[0] ?? ''

/** A page log that keeps nothing, as for somebody unknown: what is sent stays in memory. `fails` breaks the next note. */
function forgetfulPages(): PageLog & { fails: boolean } {
  const pages = {
    fails: false,
    noteMessage: async () => {
      if (!pages.fails) return null
      pages.fails = false
      throw new Error('the store is away')
    },
    noteSaid: async () => null,
    change: async () => false,
    read: async () => [],
  }
  return pages
}

/** The page's server on this machine, its channel and a log that can be read. */
export async function webServer(change: Partial<WebOptions> = {}) {
  const logged: string[] = []
  const write = (event: string, fields?: object) => void logged.push(`${event} ${JSON.stringify(fields ?? {})}`)
  const log: Log = { info: write, warn: write, error: write }
  const nobody = { emergency: '112', line: 'findahelpline.com', text: 'findahelpline.com' }
  let count = 0
  const channel = createWebChannel({
    cookieKey: KEY,
    publicUrl: null,
    demo: false,
    beside,
    pages: forgetfulPages(),
    numbers: [],
    numbersForAnybody: nobody,
    soundAt: async () => null,
    now: () => new Date(0),
    numbersIn: (country) => ({ country, numbers: [], finder: 'findahelpline.com' }),
    visitorAt: async () => ({ standing: 'linked', numbers: nobody }),
    newId: () => `00000000-0000-0000-0000-${String(++count).padStart(12, '0')}`,
    log,
    ...change,
  })
  const app = new Hono().all('*', (context) => channel.handle(context.req.raw))
  const server = await openWeb(0, [{ path: '/', app, upgrade: (...at) => channel.upgrade(...at) }], log)
  const origin = `http://127.0.0.1:${server.port}`
  return {
    channel,
    origin,
    logged: () => logged.join('\n'),
    close: async () => {
      await channel.stop()
      await server.close()
    },
  }
}

export interface Page {
  /** Resolves with whether it was taken. */
  say(saying: object): Promise<boolean>
  entries(): Promise<Record<string, unknown>[]>
  close(): void
}

/** A page without a socket. */
export function pageByRequest(origin: string, cookie = COOKIE): Page & { cookie: string } {
  return {
    cookie,
    async say(saying) {
      const headers = { 'content-type': 'application/json', cookie, origin }
      return (await fetch(`${origin}/say`, { method: 'POST', headers, body: JSON.stringify(saying) })).ok
    },
    async entries() {
      const answer = await fetch(`${origin}/chat/entries?after=0`, { headers: { cookie } })
      return ((await answer.json()) as { entries: Record<string, unknown>[] }).entries
    },
    close: () => {},
  }
}

/** A page with a socket; rejects when it is refused. */
export async function pageBySocket(origin: string, cookie = COOKIE, from = origin): Promise<Page> {
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/chat/socket`, { headers: { cookie, origin: from } })
  const waiting = new Map<string, (frame: Record<string, unknown>) => void>()
  socket.on('message', (data: Buffer) => {
    const frame = JSON.parse(data.toString()) as Record<string, unknown>
    const name = frame['upToDate'] === true ? 'entries' : String(frame['id'])
    waiting.get(name)?.(frame)
    waiting.delete(name)
  })
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  socket.on('close', () => {
    for (const answer of waiting.values()) answer({ type: 'closed' })
  })
  const ask = (name: string, frame: object) =>
    new Promise<Record<string, unknown>>((resolve) => {
      waiting.set(name, resolve)
      socket.send(JSON.stringify(frame))
    })
  return {
    say: async (saying) => (await ask((saying as { id: string }).id, saying))['type'] === 'taken',
    entries: async () => (await ask('entries', { type: 'resume', after: 0 }))['entries'] as Record<string, unknown>[],
    close: () => socket.close(),
  }
}

/** The web channel with a page that keeps what was not taken and says it again, as ours does. */
export async function webUnderTest(how: 'socket' | 'request'): Promise<ChannelUnderTest> {
  const pages = forgetfulPages()
  const { channel, origin, logged, close } = await webServer({ pages })
  const open = () => (how === 'socket' ? pageBySocket(origin) : Promise.resolve(pageByRequest(origin)))
  let page = await open()
  const sayer = createSayer((saying) => page.say(saying))
  const unsupported = () => Promise.reject(new Error('A page cannot do that: excuse the rule.'))
  return {
    channel,
    start: async (receive) => {
      await channel.start(receive)
      page = await open()
    },
    person: {
      address: new Private(`web:${ID}`),
      says: (text) => sayer.says({ text }),
      taps: (token) => sayer.says({ token }),
      pairs: (code) => pairs(origin, code),
      sends: unsupported,
      edits: unsupported,
      blocks: unsupported,
      unblocks: unsupported,
      saysInGroup: unsupported,
      reads: async () => (await page.entries()).map(shown),
    },
    platform: {
      acknowledged: () => sayer.acknowledged(),
      onAcknowledged: (told) => sayer.onAcknowledged(told),
      drained: () => sayer.again(),
      passes: () => sayer.again(),
      repeatsLast: () => sayer.repeatsLast(),
      deliversInWrongOrder: async (first, second) => {
        const [one, other] = [await open(), await open()]
        await Promise.all([
          other.say({ id: 'saying-second', text: second }),
          one.say({ id: 'saying-first', text: first }),
        ])
        one.close()
        other.close()
      },
      forges: (text) => isForgeryRefused(how, origin, text),
      answersNext: () => {
        pages.fails = true
      },
    },
    logged,
    close: async () => {
      page.close()
      await close()
    },
  }
}

async function pairs(origin: string, code: string): Promise<void> {
  const body = new URLSearchParams({ code, name: 'Robin' })
  await fetch(`${origin}/pair`, { method: 'POST', headers: { cookie: COOKIE, origin }, body, redirect: 'manual' })
}

/** With a cookie that we did not sign, and from another page: both must be refused. */
async function isForgeryRefused(how: 'socket' | 'request', origin: string, text: string): Promise<boolean> {
  const forged = COOKIE.replace('robin-0001', 'robin-0002')
  const saying = { id: 'saying-forged', text, user: ID, from: { id: ID } }
  if (how === 'socket') {
    const refused = (cookie: string, from: string) =>
      pageBySocket(origin, cookie, from).then(
        () => false,
        () => true,
      )
    return (await refused(forged, origin)) && (await refused(COOKIE, 'http://elsewhere.example'))
  }
  const post = async (cookie: string, from: string) => {
    const headers = { 'content-type': 'application/json', cookie, origin: from }
    return (await fetch(`${origin}/say`, { method: 'POST', headers, body: JSON.stringify(saying) })).status
  }
  return (await post(forged, origin)) === 401 && (await post(COOKIE, 'http://elsewhere.example')) === 403
}

function shown(entry: Record<string, unknown>): ReadMessage {
  const parts = entry['parts'] as { text: string }[]
  return {
    id: String(entry['id']),
    text: parts.map(({ text }) => text).join(''),
    buttons: entry['buttons'] as ReadMessage['buttons'],
  }
}

function createSayer(say: (saying: object) => Promise<boolean>) {
  const owed: object[] = []
  let last: object | undefined
  let acknowledged = 0
  let count = 0
  let told = () => {}
  let running: Promise<void> = Promise.resolve()
  const settle = async () => {
    while (owed[0] && (await say(owed[0]))) {
      last = owed.shift()
      acknowledged++
      told()
    }
  }
  const again = () => (running = running.then(settle))
  return {
    says: (what: object) => {
      owed.push({ id: `saying-${++count}`, ...what })
      return again()
    },
    again,
    acknowledged: () => acknowledged,
    onAcknowledged: (tell: () => void) => {
      told = tell
    },
    repeatsLast: async () => {
      if (last) await say(last)
    },
  }
}
