import { randomBytes, randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import type { TelegramChannel } from '../adapters/telegram/index.ts'
import { webhookKey } from '../adapters/webhook/index.ts'
import { TerminalHub } from '../adapters/terminal/index.ts'
import { shelfOver } from './cli/author/shelf.ts'
import type { CommandDeps } from './cli/operate/commands.ts'
import type { Config } from './config.ts'
import { HoldfastError } from './core/errors.ts'
import { AskId, Lang, type ClinicId } from './core/ids.ts'
import { screening } from './rails/screen/screen.ts'
import { startReadingMeanings } from './meaning.ts'
import { verdictOf } from './keepsake-verdict.ts'
import type { Channel } from './ports/channel.ts'
import type { Log, World } from './ports/world.ts'
import { createEngine } from './script/engine/engine.ts'
import { type CompiledOnce, Library } from './script/library.ts'
import { openStore, type OpenedStore } from './store/open-store.ts'
import { besideOf } from './turn/beside.ts'
import { createClearChats } from './turn/clear-chats.ts'
import { createDeliver } from './turn/deliver.ts'
import { createKeepCards } from './turn/keep-cards.ts'
import type { Meanings } from './turn/meaning/hear-meaning.ts'
import { createReadLate } from './turn/meaning/late-meaning.ts'
import { createReceive } from './turn/receive.ts'
import { rehearse } from './turn/rehearse.ts'
import { takeTurn } from './turn/take-turn.ts'
import { createWorker, type Worker } from './turn/worker.ts'
import type { WebPart } from './web.ts'
import { watchInside } from './wire-auditor.ts'
import { channelsOf } from './wire-channels.ts'
import { acknowledgeOf, consoleUrlOf, dutiesOf, raiseAlarm, tellAt, settingsIn } from './wire-duty.ts'

/* With wire-channels and wire-duty, the only file that names concrete classes; the only one that takes the clock, ids and chance from the machine. */

export const world: World = {
  now: () => new Date(),
  newId: () => randomUUID(),
  newAskId: () => AskId.parse(randomBytes(9).toString('base64url')),
}

/** Logs to standard error: an event and codes. What a person wrote is boxed and never handed to it. */
export function createLog(): Log {
  const logger = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination({ fd: 2, sync: true }))
  return {
    info: (event, fields) => logger.info(fields ?? {}, event),
    warn: (event, fields) => logger.warn(fields ?? {}, event),
    error: (event, fields) => logger.error(fields ?? {}, event),
  }
}

/** The store of a configuration, opened. Errors: `store.locked`, `store.not-durable`, `store.down`, `config.invalid`. */
export function openMachine(config: Config, progress?: (stage: string) => void): Promise<OpenedStore> {
  const { database, masterKey, nextKey } = config
  const shown = database.kind === 'embedded' && progress ? { ...database, progress } : database
  return openStore({ masterKey, nextKey, database: shown })
}

/** The store and what commands need, for a command beside no server. */
export async function openForCommands(config: Config): Promise<{ deps: CommandDeps; close: () => Promise<void> }> {
  const opened = await openMachine(config)
  const clinics = await opened.people.clinics()
  const first = clinics.find(({ settings }) => !settings.demo) ?? clinics[0]
  const clinic = () => {
    if (first) return first.id
    throw new HoldfastError(
      'command.refused',
      'There is no clinic here yet. `holdfast start` makes the demo clinic; `holdfast init` makes yours.',
    )
  }
  return { deps: commandDepsOver(opened, config, clinic), close: () => opened.close() }
}

const REAL_CHANNELS = ['telegram', 'slack'] as const

/** What commands work with, in the server and beside it. */
export function commandDepsOver(
  opened: OpenedStore,
  config: Config,
  clinic: () => ClinicId,
  telegram?: TelegramChannel,
): CommandDeps {
  const rehearsed: CompiledOnce = new Map()
  return {
    people: opened.people,
    records: opened.records,
    keys: opened.keys,
    backups: opened.backups,

    care: opened.care,
    duty: opened.duty,
    access: opened.access,
    auditor: opened.auditor,
    store: opened.store,
    library: shelfOver(opened),
    clinic,
    world,
    randomBytes,
    links: {
      telegramUsername: () => telegram?.username(),
      publicUrl: config.publicUrl,
      consoleUrl: consoleUrlOf(config),
    },
    tellAt: (at, notice) => tellAt(config, { world, log: createLog() }, { at, notice }),
    webhookKey: () => webhookKey(config.masterKey).toString('hex'),
    rehearse: async (asked) => {
      const library = libraryOver(opened, clinic(), rehearsed)
      await library.refresh()
      return rehearse({ engine: createEngine(library), world }, asked)
    },
    facts: { keyFrom: config.keyFrom, realChannels: REAL_CHANNELS.filter((name) => config[name] !== null) },
  }
}

const libraryOver = (opened: OpenedStore, clinic: ClinicId, once?: CompiledOnce) =>
  new Library({ signatures: () => opened.people.signatures(clinic), body: (hash) => opened.people.script(hash) }, once)

export interface Running {
  readonly hub: TerminalHub
  readonly telegram: TelegramChannel | undefined
  readonly library: Library
  readonly worker: Worker
  readonly bell: Bell
  readonly webParts: readonly WebPart[]
  /** Begins to listen on every channel. */
  listen(): Promise<void>
  stop(): Promise<void>
}

export const wait = (ms: number, signal?: AbortSignal) =>
  sleep(ms, undefined, signal ? { signal } : {}).then(() => undefined)

/** Everything that a node runs for one clinic. */
export async function assemble(opened: OpenedStore, config: Config, clinic: ClinicId, log: Log): Promise<Running> {
  const library = libraryOver(opened, clinic)
  await library.refresh()
  const engine = createEngine(library)
  const hub = new TerminalHub()
  const demo = (await settingsIn(opened)(clinic))?.demo ?? false
  const lang = Lang.parse('en')
  const beside = besideOf(engine, lang)
  const given = { hub, wait, log, opened, clinic, world, demo, beside }
  const { all: channels, telegram, webParts } = channelsOf(config, given)
  const bell = bellOver(opened)
  const alarm = () => raiseAlarm(config, { world, log })
  const consoleUrl = consoleUrlOf(config)
  const meanings = startReadingMeanings(wait, () => log.warn('screen.without-meaning', {}))
  const node: Node = { opened, clinic, engine, channels, bell, alarm, consoleUrl, log, meanings }
  const receive = createReceive({
    ...node,
    store: opened.store,
    people: opened.people,
    duty: opened.duty,
    acknowledge: acknowledgeOf({ opened, clinic, consoleUrl, world, log }),
    wake: bell.ring,
    screen: screening,
    meanings,
    withTimeout,
    world,
    lang,
  })
  const worker = workerOf(node)
  const auditor = watchInside(opened, config, clinic, { world, log, wait })
  return {
    hub,
    telegram,
    library,
    worker,
    bell,
    webParts,
    listen: async () => {
      for (const channel of channels.values()) await channel.start((message) => receive(message, channel))
    },
    stop: async () => {
      for (const channel of channels.values()) await channel.stop()
      await worker.stop()
      await meanings.stop()
      await auditor.stop()
    },
  }
}

interface Node {
  readonly opened: OpenedStore
  readonly clinic: ClinicId
  readonly engine: ReturnType<typeof createEngine>
  readonly channels: ReadonlyMap<Channel['name'], Channel>
  readonly bell: Bell
  readonly alarm: () => void
  readonly consoleUrl: string
  readonly log: Log
  readonly meanings: Meanings
}

function workerOf({ opened, clinic, engine, channels, bell, alarm, consoleUrl, log, meanings }: Node): Worker {
  const node = randomUUID()
  const { store } = opened
  const turns = { store, engine, world, log, verdict: verdictOf }
  const duties = dutiesOf({ opened, alarm, consoleUrl, world, log })
  const clearChats = createClearChats({ store, channels, settingsOf: settingsIn(opened), log })
  const keepCards = createKeepCards({ store, engine, settingsOf: settingsIn(opened), log })
  const readLate = createReadLate({ store, world, log, screen: screening, meanings, wake: bell.ring })
  return createWorker({
    store,
    takeTurn: (_clinic, client) => takeTurn(turns, clinic, client).finally(bell.ring),
    deliverOnce: createDeliver({ store, channels, node, log }),
    // People first: nobody waits to be told because a chat is tidied.
    escalate: async (one) =>
      (await duties(one)) + (await readLate(one)) + (await clearChats(one)) + (await keepCards(one)),
    clinics: async () => [clinic],
    node,
    log,
    wait,
    onWake: bell.listen,
  })
}

export interface Bell {
  readonly ring: () => void
  readonly listen: (listener: () => void) => () => void
}

/** Wakes this node at once, and the others through the store; the poll is the guarantee. */
function bellOver(opened: OpenedStore): Bell {
  const listeners = new Set<() => void>()
  return {
    ring: () => {
      for (const listener of listeners) listener()
      opened.wake()
    },
    listen: (listener) => {
      listeners.add(listener)
      const stop = opened.onWake(listener)
      return () => {
        listeners.delete(listener)
        stop()
      }
    },
  }
}

/** Rejects with `store.down` when the store takes longer than it may. */
function withTimeout<T>(work: Promise<T>, ms: number): Promise<T> {
  const controller = new AbortController()
  const late = sleep(ms, undefined, { signal: controller.signal }).then(() => {
    throw new HoldfastError('store.down', 'The store did not answer in time.', { retry: 'later' })
  })
  late.catch(() => {})
  return Promise.race([work, late]).finally(() => controller.abort())
}
