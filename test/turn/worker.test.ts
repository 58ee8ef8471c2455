import { expect, test } from 'vitest'
import { HoldfastError } from '../../src/core/errors.ts'
import type { ClientId, ClinicId } from '../../src/core/ids.ts'
import { createWorker, type WorkerDeps } from '../../src/turn/worker.ts'
import { aLog } from './a-node.ts'

const CLINIC = 'clinic' as ClinicId
const DOWN = new HoldfastError('store.down', 'The store does not answer.')

/** Waits end when the test says so. */
function aClock() {
  const waits: { ms: number; end: () => void }[] = []
  return {
    waits,
    wait: (ms: number, signal: AbortSignal) =>
      new Promise<void>((end) => {
        const one = { ms, end: () => end() }
        waits.push(one)
        signal.addEventListener('abort', () => {
          waits.splice(waits.indexOf(one), 1)
          end()
        })
      }),
    /** Ends every wait of this length. */
    pass(ms: number) {
      for (const one of waits.filter((each) => each.ms === ms)) {
        waits.splice(waits.indexOf(one), 1)
        one.end()
      }
    },
  }
}

/** A worker over a list of causes in memory. */
function aWorker(change: Partial<WorkerDeps> = {}) {
  const clock = aClock()
  const log = aLog()
  const causes: ClientId[] = []
  const did: string[] = []
  let wake = () => {}
  const deps: WorkerDeps = {
    store: {
      waiting: async () => [...new Set(causes)],
      async nodeSeen() {
        did.push('seen')
        return { outageMs: 0 }
      },
    },
    async takeTurn(_clinic, client) {
      did.push(`turn ${client}`)
      causes.splice(causes.indexOf(client), 1)
    },
    deliverOnce: async () => 0,
    escalate: async () => 0,
    clinics: async () => [CLINIC],
    node: 'n',
    log,
    wait: clock.wait,
    onWake(listener) {
      wake = listener
      return () => {
        wake = () => {}
      }
    },
    ...change,
  }
  return { worker: createWorker(deps), clock, log, causes, did, wake: () => wake() }
}

const turnsOf = (did: readonly string[]) => did.filter((one) => one.startsWith('turn'))

test('the sign of life comes before anything else, and again every 5 s', async () => {
  const { worker, clock, causes, did } = aWorker()
  causes.push('sam' as ClientId)
  worker.start()
  await expect.poll(() => did).toEqual(['seen', 'turn sam'])
  await expect.poll(() => clock.waits.map(({ ms }) => ms).sort((a, b) => a - b)).toEqual([250, 250, 1_000, 5_000])
  clock.pass(5_000)
  await expect.poll(() => did).toEqual(['seen', 'turn sam', 'seen'])
  await worker.stop()
})

test('being woken is not waiting; a client with several causes is served until none waits', async () => {
  const { worker, clock, causes, did, wake } = aWorker()
  worker.start()
  await expect.poll(() => clock.waits.length).toBe(4)
  causes.push('sam' as ClientId, 'sam' as ClientId, 'ada' as ClientId)
  wake()
  await expect.poll(() => turnsOf(did).sort()).toEqual(['turn ada', 'turn sam', 'turn sam'])
  await worker.stop()
})

test('one client has one turn at a time, others go on beside it, and stopping waits for the turn', async () => {
  const held = Promise.withResolvers<void>()
  const did: string[] = []
  const causes = new Set(['sam', 'ada'] as ClientId[])
  const { worker, clock } = aWorker({
    store: { waiting: async () => [...causes], nodeSeen: async () => ({ outageMs: 0 }) },
    async takeTurn(_clinic, client) {
      did.push(`begins ${client}`)
      if (client === ('sam' as ClientId)) await held.promise
      causes.delete(client)
      did.push(`ends ${client}`)
    },
  })
  worker.start()
  await expect.poll(() => did).toEqual(['begins sam', 'begins ada', 'ends ada'])
  await expect.poll(() => clock.waits.length).toBe(4)
  clock.pass(250)
  await expect.poll(() => clock.waits.length).toBe(4)
  const stopped = worker.stop().then(() => did.push('stopped'))
  held.resolve()
  await stopped
  expect(did).toEqual(['begins sam', 'begins ada', 'ends ada', 'ends sam', 'stopped'])
})

test('an error is logged by its code and survived, and bells do not hurry what failed', async () => {
  let looks = 0
  const { worker, clock, log, wake } = aWorker({
    store: {
      async waiting() {
        looks += 1
        if (looks === 1) throw DOWN
        return []
      },
      nodeSeen: async () => ({ outageMs: 0 }),
    },
    deliverOnce: () => Promise.reject(DOWN),
    escalate: () => Promise.reject(DOWN),
  })
  worker.start()
  await expect.poll(() => clock.waits.length).toBe(4)
  expect(log.lines.map(({ event }) => event).sort()).toEqual([
    'worker.delivery-failed',
    'worker.escalation-failed',
    'worker.turns-failed',
  ])
  expect(log.lines.every(({ fields }) => fields?.['code'] === 'store.down')).toBe(true)
  wake()
  await expect.poll(() => clock.waits.length).toBe(4)
  expect(looks).toBe(1)
  clock.pass(1_000)
  await expect.poll(() => looks).toBe(2)
  await worker.stop()
})

test('nothing is taken up before the store has heard the first sign of life', async () => {
  let down = true
  const { worker, clock, did, causes } = aWorker({
    async clinics() {
      if (down) throw DOWN
      return [CLINIC]
    },
  })
  causes.push('sam' as ClientId)
  worker.start()
  await expect.poll(() => clock.waits.map(({ ms }) => ms)).toEqual([1_000])
  expect(did).toEqual([])
  down = false
  clock.pass(1_000)
  await expect.poll(() => did).toEqual(['seen', 'turn sam'])
  await worker.stop()
})

test('a turn that fails waits for the next look', async () => {
  let attempts = 0
  const { worker, clock, causes } = aWorker({
    takeTurn() {
      attempts += 1
      return Promise.reject(DOWN)
    },
  })
  causes.push('sam' as ClientId)
  worker.start()
  await expect.poll(() => clock.waits.length).toBe(4)
  expect(attempts).toBe(1)
  clock.pass(250)
  await expect.poll(() => attempts).toBe(2)
  await worker.stop()
})
