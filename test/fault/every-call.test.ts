import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { FakeChannel, FakeSend } from '../support/fake-channel.ts'
import { aNode, clinicAtWork } from '../support/clinic-at-work.ts'
import { eachDatabase, type TestStore } from '../support/database.ts'
import { aClinicianLink } from '../turn/a-node.ts'

/*
 * The process dies before or after each call of the store, of the duty store that tells the clinicians, and of the
 * channel, once each; another node goes on half a minute later. Compared with the run that nothing interrupted: every
 * message is taken up, every flag stands, every line that may be repeated is read, a clinician is told, and nothing
 * else is read twice. What the channel was handed and nobody knows of is the documented window: a practice line in it
 * is not sent again.
 */

const SAYS = ['hello', 'Yes, I want this', 'stop', 'Help me settle', '9']

class Died extends Error {}

type Part = 'store' | 'duty' | 'channel'

/** One process: it counts the calls of one part, dies at one of them, and then nothing of it answers. */
interface Life {
  readonly counts: Part
  readonly dieAt: number
  readonly when: 'before' | 'after'
  calls: number
  dead: boolean
}

function mortal<T extends object>(whole: T, part: Part, life: Life): T {
  return new Proxy(whole, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name)
      if (typeof value !== 'function') return value
      return async (...args: unknown[]) => {
        if (life.dead) throw new Died()
        const isLast = part === life.counts && ++life.calls === life.dieAt
        if (isLast && life.when === 'before') life.dead = true
        if (life.dead) throw new Died()
        const result: unknown = await Reflect.apply(value, target, args)
        if (isLast) life.dead = true
        if (life.dead) throw new Died()
        return result
      }
    },
  })
}

async function run(opened: TestStore, counts: Part, dieAt: number, when: 'before' | 'after') {
  const life: Life = { counts, dieAt, when, calls: 0, dead: false }
  const at = await clinicAtWork(opened)
  const told = await aClinicianLink(opened, at, at.therapist)
  await opened.people.confirmLink(at.clinic, told.link, 'operator')
  const alive = await aNode(opened, at, at.channel)
  const parts = { store: mortal(opened.store, 'store', life), duty: mortal(opened.duty, 'duty', life) }
  const doomed = await aNode({ ...opened, ...parts }, at, mortal(at.channel, 'channel', life))
  await at.channel.start((message) => (life.dead ? alive : doomed).receive(message, at.channel))
  const work = async () => {
    await (life.dead ? alive : doomed).work().catch(afterDeath)
    if (life.dead) await takeOver(opened, at.channel, alive)
  }
  for (const text of SAYS) {
    await at.says(text).catch(afterDeath)
    await work()
    await opened.advanceTestClock(61_000)
    await work()
  }
  const flags = await opened.people.flags(at.clinic)
  const input = await lastState(opened, at)
  return {
    calls: life.calls,
    sends: at.channel.reads(at.address.reveal()),
    notices: at.channel.reads(told.address).length,
    state: input.conversation?.frames.map(({ flow, state }) => `${flow}/${state}`),
    rules: flags.flatMap(({ reasons }) => reasons.map(({ rule }) => rule)).filter((rule) => rule !== 'note'),
  }
}

/** Nothing waits any more, and one more message shows the state. */
async function lastState(opened: TestStore, at: Awaited<ReturnType<typeof clinicAtWork>>) {
  expect(await opened.store.loadTurn(at.clinic, at.client), 'nothing waits').toBeNull()
  await at.channel.start((message) => at.receive(message, at.channel))
  await at.says(randomUUID())
  const input = await opened.store.loadTurn(at.clinic, at.client)
  if (!input) throw new Error('a message that was received waits')
  return input
}

function afterDeath(error: unknown): void {
  if (!(error instanceof Died)) throw error
}

/** The platform offers again what was not acknowledged; leases run out. */
async function takeOver(
  opened: TestStore,
  channel: FakeChannel,
  alive: Awaited<ReturnType<typeof aNode>>,
): Promise<void> {
  await channel.redelivers()
  await opened.advanceTestClock(31_000)
  await alive.work()
}

const lineOf = ({ message }: FakeSend) =>
  message.kind === 'line' ? `${message.from.flow}/${message.from.step}/${message.from.line}` : 'notice'
const mayRepeat = (line: string) => /^(crisis|stopped|grounding)\//.test(line)
const count = (lines: readonly string[], line: string) => lines.filter((one) => one === line).length

/** Fewer calls than these would mean that the test has lost hold of what it counts. */
const AT_LEAST: Readonly<Record<Part, number>> = { store: 30, duty: 4, channel: 10 }

/** On the embedded database, which is one process with the node, every third call; a server is tried with all. */
const EVERY = { pglite: 3, postgresql: 1 } as const

eachDatabase('a node that dies', (open, kind) => {
  test.each(['store', 'duty', 'channel'] as const)(
    'at any call of the %s loses nothing, and repeats only what may be repeated',
    { timeout: 300_000 },
    async (part) => {
      const opened = await open()
      const whole = await run(opened, part, Number.POSITIVE_INFINITY, 'before')
      expect(whole.calls).toBeGreaterThanOrEqual(AT_LEAST[part])
      expect(whole.rules).toEqual(['stop', 'rating-9'])
      expect(whole.notices).toBe(1)
      const expected = whole.sends.map(lineOf)
      // The answer to STOP, one way to settle, and three of the reply to a 9.
      expect(expected.filter(mayRepeat)).toHaveLength(5)
      for (let dieAt = 1; dieAt <= whole.calls; dieAt++) {
        for (const [offset, when] of (['before', 'after'] as const).entries()) {
          if ((dieAt + offset) % EVERY[kind] !== 0) continue
          const { sends, notices, state, rules } = await run(opened, part, dieAt, when)
          const read = sends.map(lineOf)
          const where = `${when} call ${dieAt} of ${part}`
          expect(rules, where).toEqual(whole.rules)
          expect(state, where).toEqual(whole.state)
          expect(notices, where).toBeGreaterThan(0)
          expect(read, where).toEqual(expect.arrayContaining(expected.filter(mayRepeat)))
          const tooOften = read.filter((line) => !mayRepeat(line) && count(read, line) > count(expected, line))
          expect(tooOften, where).toEqual([])
        }
      }
    },
  )
})
