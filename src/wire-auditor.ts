import type { Config } from './config.ts'
import { codeOf, HoldfastError } from './core/errors.ts'
import type { ClinicId } from './core/ids.ts'
import type { Finding } from './escalation/auditor/finding.ts'
import { createLook, createTellLeads } from './escalation/auditor/look.ts'
import type { AuditorStore } from './ports/auditor.ts'
import type { Log, World } from './ports/world.ts'
import { createAuditorStore } from './store/auditor/auditor.ts'
import type { OpenedStore } from './store/open-store.ts'
import { auditorOver } from './store/postgres/postgres.ts'
import { databaseShelf } from './store/sealing/key-ring-database.ts'
import { keyRingOver } from './store/sealing/key-ring.ts'
import { raiseAlarm } from './wire-duty.ts'

const EVERY_MS = 60_000
/** A server that starts has much to catch up on; what is still undone after this is a finding. */
const FIRST_AFTER_MS = 3 * 60_000

interface Given {
  readonly world: World
  readonly log: Log
  readonly wait: (ms: number, signal?: AbortSignal) => Promise<void>
}

/** Looks once a minute inside the server, on a connection of its own, and tells the leads. It shares the server's fate. */
export function watchInside(
  opened: OpenedStore,
  config: Config,
  clinic: ClinicId,
  { world, log, wait }: Given,
): { stop(): Promise<void> } {
  const tell = createTellLeads({ duty: opened.duty, world })
  const look = createLook({ auditor: opened.auditor, tell, alarm: () => raiseAlarm(config, { world, log }), log })
  return keepLooking(() => look(clinic), { log, wait, firstAfterMs: FIRST_AFTER_MS })
}

/** A process of its own on PostgreSQL, which can only read: what it finds goes to its log, its caller and the clinic's webhook. */
export function auditApart(
  config: Pick<Config, 'database' | 'masterKey' | 'nextKey' | 'notifyWebhookUrl'>,
  given: Given,
) {
  const { database } = config
  if (database.kind !== 'postgresql') {
    throw new HoldfastError(
      'config.invalid',
      'The embedded database admits one process, so the auditor runs inside the server. Ask it once: holdfast auditor --once. For an auditor of its own set DATABASE_URL to a PostgreSQL server.',
    )
  }
  const { asAuditor, close } = auditorOver(database.url)
  const auditor = createAuditorStore(asAuditor, (sql) => keyRingOver(databaseShelf(sql), config))
  const look = createLook({ auditor, alarm: () => raiseAlarm(config, given), log: given.log })
  const all = () => lookAtAll(auditor, look)
  return {
    once: all,
    watch: () => keepLooking(all, { ...given, firstAfterMs: 0, failed: () => raiseAlarm(config, given) }),
    close,
  }
}

async function lookAtAll(auditor: AuditorStore, look: (clinic: ClinicId) => Promise<Finding[]>): Promise<Finding[]> {
  const found: Finding[] = []
  for (const { id } of await auditor.clinics()) found.push(...(await look(id)))
  return found
}

interface Looking extends Pick<Given, 'log' | 'wait'> {
  readonly firstAfterMs: number
  /** It could not look: once, until it can again. */
  readonly failed?: () => void
}

function keepLooking(look: () => Promise<unknown>, { log, wait, firstAfterMs, failed }: Looking) {
  const ended = new AbortController()
  const loop = async () => {
    let isBlind = false
    for (let ms = firstAfterMs; ; ms = EVERY_MS) {
      await wait(ms, ended.signal)
      try {
        await look()
        isBlind = false
      } catch (error) {
        log.error('auditor.cannot-look', { code: codeOf(error) })
        if (!isBlind) failed?.()
        isBlind = true
      }
    }
  }
  const done = loop().catch(() => undefined) // the wait was ended
  return {
    stop: () => {
      ended.abort()
      return done
    },
  }
}
