import { Client } from 'pg'
import { createWaker, type Waker } from '../wake.ts'

/** How long a lost listening connection waits before it is made anew; meanwhile polling finds everything. */
const AGAIN_AFTER_MS = 1_000

/** Hears other nodes' hints and sends ours, on a connection of its own: never inside a turn's transaction. */
export async function listen(url: string): Promise<Waker & { close(): Promise<void> }> {
  let client: Client | undefined
  let closed = false
  let again: NodeJS.Timeout | undefined
  const waker = createWaker(async () => {
    await client?.query("select pg_notify('holdfast_wake', '')")
  })

  const connect = async (): Promise<void> => {
    const next = new Client({ connectionString: url })
    let lost = false
    const lose = () => {
      if (lost || closed) return
      lost = true
      client = undefined
      again = setTimeout(() => void connect(), AGAIN_AFTER_MS).unref()
      next.end().catch(() => undefined)
    }
    next.on('error', lose)
    next.on('end', lose)
    next.on('notification', (hint) => {
      if (hint.processId !== processOf(next)) waker.heard() // our own hints have woken us already
    })
    try {
      await next.connect()
      await next.query('listen holdfast_wake')
      client = next
      waker.heard() // whatever was hinted while nobody listened
    } catch {
      lose()
    }
  }
  await connect()

  return {
    onWake: (listener) => waker.onWake(listener),
    wake: () => waker.wake(),
    async close() {
      closed = true
      clearTimeout(again)
      waker.stop()
      await client?.end()
    },
  }
}

/** The server's number for a connection; pg has it and its types do not. */
function processOf(client: Client): unknown {
  return Reflect.get(client, 'processID')
}
