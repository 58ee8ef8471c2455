import { codeOf } from '../core/errors.ts'
import type { ClientId, ClinicId } from '../core/ids.ts'
import type { Store } from '../ports/store.ts'
import type { Log } from '../ports/world.ts'
import { type Bell, createBell, type Wait } from './bell.ts'

export interface WorkerDeps {
  readonly store: Pick<Store, 'waiting' | 'nodeSeen'>
  /** One turn of one client. */
  takeTurn(clinic: ClinicId, client: ClientId): Promise<unknown>
  deliverOnce(clinic: ClinicId): Promise<number>
  escalate(clinic: ClinicId): Promise<number>
  /** Asked at every heartbeat, so that a clinic added later is served. */
  clinics(): Promise<readonly ClinicId[]>
  readonly node: string
  readonly log: Log
  readonly wait: Wait
  /** Calls the listener when there may be something to do. Returns how to stop. */
  onWake(listener: () => void): () => void
}

export interface Worker {
  start(): void
  /** Takes up nothing new; resolves once what is under way is done. */
  stop(): Promise<void>
}

const POLL_MS = 250
const ESCALATION_POLL_MS = 1_000
const HEARTBEAT_MS = 5_000
const AFTER_ERROR_MS = 1_000
const TURNS_AT_ONCE = 50
const ROUNDS_AT_ONCE = 8

/** What a running worker shares between its loops. */
interface Running extends WorkerDeps {
  readonly stopped: AbortSignal
  readonly serving: { clinics: readonly ClinicId[] }
  readonly underWay: Set<Promise<void>>
}

/** The loops of a node: heartbeat, turns, delivery, escalation. Each outlives every error; being woken only saves waiting. */
export function createWorker(deps: WorkerDeps): Worker {
  const stopping = new AbortController()
  let ended: Promise<unknown> = Promise.resolve()
  let unsubscribe = () => {}
  return {
    start() {
      const running: Running = {
        ...deps,
        stopped: stopping.signal,
        serving: { clinics: [] },
        underWay: new Set(),
      }
      const bell = () => createBell(running)
      const bells = { turns: bell(), delivery: bell(), escalation: bell(), heart: bell() }
      unsubscribe = deps.onWake(() => {
        for (const one of [bells.turns, bells.delivery, bells.escalation]) one.ring()
      })
      ended = run(running, bells)
    },
    async stop() {
      stopping.abort()
      unsubscribe()
      await ended
    },
  }
}

type Bells = Record<'turns' | 'delivery' | 'escalation' | 'heart', Bell>

async function run(running: Running, bells: Bells): Promise<void> {
  // First of all the sign of life: it finds out whether everything stood still, and expires what went stale.
  let alive = false
  while (!alive && !running.stopped.aborted) {
    alive = await heartbeat(running)
    if (!alive) await bells.heart.rest(AFTER_ERROR_MS)
  }
  const escalation = async (clinic: ClinicId) => {
    if ((await running.escalate(clinic)) > 0) bells.delivery.ring()
  }
  await Promise.all([
    heart(running, bells.heart),
    loop(running, bells.turns, { everyMs: POLL_MS, step: perClinic(running, 'turns', turnsOf(running, bells)) }),
    loop(running, bells.delivery, { everyMs: POLL_MS, step: perClinic(running, 'delivery', roundsOf(running, bells)) }),
    loop(running, bells.escalation, {
      everyMs: ESCALATION_POLL_MS,
      step: perClinic(running, 'escalation', escalation),
    }),
  ])
  await Promise.all(running.underWay)
}

/** Resolves with whether all went well. */
type Step = () => Promise<boolean>

async function loop({ stopped }: Running, at: Bell, { everyMs, step }: { everyMs: number; step: Step }): Promise<void> {
  while (!stopped.aborted) {
    const well = await step()
    // After an error no bell is heard for a while: a store that is down is not asked hundreds of times a second.
    await (well ? at.pause(everyMs) : at.rest(Math.max(everyMs, AFTER_ERROR_MS)))
  }
}

/** Every beat after the first. */
async function heart(running: Running, at: Bell): Promise<void> {
  await at.rest(HEARTBEAT_MS)
  await loop(running, at, { everyMs: HEARTBEAT_MS, step: () => heartbeat(running) })
}

/** One clinic's error holds up no other. */
function perClinic({ serving, log }: Running, name: string, step: (clinic: ClinicId) => Promise<void>): Step {
  return async () => {
    const done = await Promise.allSettled(serving.clinics.map(step))
    const failed = done.filter((one) => one.status === 'rejected')
    for (const { reason } of failed) log.error(`worker.${name}-failed`, { code: codeOf(reason) })
    return failed.length === 0
  }
}

async function heartbeat(running: Running): Promise<boolean> {
  const { serving, store, node, log } = running
  try {
    serving.clinics = await running.clinics()
    for (const clinic of serving.clinics) {
      const { outageMs } = await store.nodeSeen(clinic, node)
      if (outageMs > 0) log.warn('worker.came-back', { clinic, outageMs })
    }
    return true
  } catch (error) {
    log.error('worker.heartbeat-failed', { code: codeOf(error) })
    return false
  }
}

/** Starts a turn for every client who waits and has none under way here. A turn that ends looks again: there may be a next cause. */
function turnsOf(running: Running, { turns, delivery }: Bells): (clinic: ClinicId) => Promise<void> {
  const busy = new Set<ClientId>()
  return async (clinic) => {
    const waiting = await running.store.waiting(clinic, busy.size + TURNS_AT_ONCE)
    for (const client of waiting.filter((one) => !busy.has(one)).slice(0, TURNS_AT_ONCE - busy.size)) {
      busy.add(client)
      start(running, 'turn', async () => {
        try {
          await running.takeTurn(clinic, client)
        } finally {
          busy.delete(client)
        }
        turns.ring()
        delivery.ring()
      })
    }
  }
}

/** Starts a round of delivery beside those that still wait for a platform, so that a slow send holds up no crisis line. */
function roundsOf(running: Running, { delivery }: Bells): (clinic: ClinicId) => Promise<void> {
  const rounds = new Map<ClinicId, number>()
  return async (clinic) => {
    const before = rounds.get(clinic) ?? 0
    if (before >= ROUNDS_AT_ONCE) return
    rounds.set(clinic, before + 1)
    start(running, 'delivery', async () => {
      try {
        if ((await running.deliverOnce(clinic)) > 0) delivery.ring()
      } finally {
        rounds.set(clinic, (rounds.get(clinic) ?? 1) - 1)
      }
    })
  }
}

/** Work that runs beside its loop. A failed piece rings nothing: the next look comes with the poll. */
function start({ underWay, log }: Running, name: string, work: () => Promise<void>): void {
  const piece = work()
    .catch((error: unknown) => log.error(`worker.${name}-failed`, { code: codeOf(error) }))
    .finally(() => underWay.delete(piece))
  underWay.add(piece)
}
