import { createHash, randomBytes } from 'node:crypto'
import type { ClientId } from '../../../src/core/ids.ts'
import { HoldfastError } from '../../../src/core/errors.ts'
import type { Config } from '../../../src/config.ts'
import { openWeb } from '../../../src/web.ts'
import { assemble } from '../../../src/wire.ts'
import { aClient, aClinic } from '../../store/a-clinic.ts'
import { signAll, silentLog } from '../../support/clinic-at-work.ts'
import { openMemoryStore, TEST_MASTER_KEY } from '../../support/database.ts'

const CONFIG: Config = {
  dataDir: '/nowhere',
  masterKey: TEST_MASTER_KEY,
  keyFrom: 'environment',
  nextKey: null,
  database: { kind: 'embedded', folder: '/nowhere' },
  port: 0,
  publicUrl: null,
  telegram: null,
  slack: null,
  smtpUrl: null,
  notifyWebhookUrl: null,
  warnings: [],
}

/** A whole node as `holdfast start` puts it together, over a database in memory, with its page on a port of this machine. */
export async function webClinic() {
  const opened = await openMemoryStore()
  const at = await aClinic(opened)
  await signAll(opened, at.clinic)
  const running = await assemble(opened, CONFIG, at.clinic, silentLog)
  let server = await openWeb(0, running.webParts, silentLog)
  const { port } = server
  if (port === null) throw new HoldfastError('config.invalid', 'no port is free on this machine')
  running.worker.start()
  await running.listen()
  return {
    ...at,
    opened,
    origin: `http://127.0.0.1:${port}`,
    newClient: async () => (await aClient(opened, at.clinic, at.therapist)).client,
    /** A pairing code of a client, as `client add` prints one. */
    async code(client: ClientId): Promise<string> {
      const code = randomBytes(16).toString('base64url')
      const codeHash = createHash('sha256').update(code).digest('hex')
      const whose = { kind: 'client', id: client } as const
      await opened.people.addPairingCode({ clinic: at.clinic, codeHash, for: whose, expiresAfterMs: 600_000 })
      return code
    },
    /** The server's port goes away, with every open connection. */
    goAway: () => server.close(),
    async comeBack() {
      server = await openWeb(port, running.webParts, silentLog)
    },
    async close() {
      await running.stop()
      await server.close()
      await opened.close()
    },
  }
}
