import { expect, test } from 'vitest'
import type { FakeSend } from '../support/fake-channel.ts'
import { aNode, clinicAtWork } from '../support/clinic-at-work.ts'
import { eachDatabase, type TestStore } from '../support/database.ts'

/*
 * The process dies before or after each call of the store and of the channel, once each; another node goes on half a
 * minute later. Compared with the run that nothing interrupted: every message is taken up, every flag stands, every
 * crisis line is read, and only lines that may be repeated are read twice.
 */

const SAYS = ['hello', 'Yes, I want this', 'stop', 'All right, finished', '9']

class Died extends Error {}

/** Counts calls and dies at one of them, before or after it took effect; from then on nothing answers. */
function mortal<T extends object>(
  whole: T,
  life: { calls: number; dieAt: number; when: 'before' | 'after'; dead: boolean },
): T {
  return new Proxy(whole, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name)
      if (typeof value !== 'function') return value
      return async (...args: unknown[]) => {
        if (life.dead) throw new Died()
        const isLast = ++life.calls === life.dieAt
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

async function run(opened: TestStore, dieAt: number, when: 'before' | 'after') {
  const life = { calls: 0, dieAt, when, dead: false }
  const at = await clinicAtWork(opened)
  const alive = await aNode(opened, at, at.channel)
  const doomed = await aNode(mortalStore(opened, life), at, at.channel)
  for (const text of SAYS) {
    await at.says(text) // the platform offers a message until it was stored
    await (life.dead ? alive : doomed).work().catch(afterDeath)
    if (life.dead) await takeOver(opened, alive)
    await opened.advanceTestClock(61_000)
    await (life.dead ? alive : doomed).work().catch(afterDeath)
    if (life.dead) await takeOver(opened, alive)
  }
  const flags = await opened.people.flags(at.clinic)
  return {
    calls: life.calls,
    sends: at.channel.reads(at.address.reveal()),
    waits: await opened.store.loadTurn(at.clinic, at.client),
    rules: flags.flatMap(({ reasons }) => reasons.map(({ rule }) => rule)).filter((rule) => rule !== 'note'),
  }
}

function mortalStore(opened: TestStore, life: Parameters<typeof mortal>[1]): TestStore {
  return { ...opened, store: mortal(opened.store, life) }
}

function afterDeath(error: unknown): void {
  if (!(error instanceof Died)) throw error
}

async function takeOver(opened: TestStore, alive: Awaited<ReturnType<typeof aNode>>): Promise<void> {
  await opened.advanceTestClock(31_000)
  await alive.work()
}

const lineOf = ({ message }: FakeSend) =>
  message.kind === 'line' ? `${message.from.flow}/${message.from.step}/${message.from.line}` : 'notice'
const isCrisis = (line: string) => /^(crisis|stopped)\//.test(line)

eachDatabase('a node that dies', (open) => {
  test('at any call loses nothing, and repeats only what may be repeated', { timeout: 240_000 }, async () => {
    const opened = await open()
    const whole = await run(opened, Number.POSITIVE_INFINITY, 'before')
    expect(whole.calls).toBeGreaterThan(30)
    expect(whole.rules).toEqual(['stop', 'rating-9'])
    const expected = whole.sends.map(lineOf)
    for (let dieAt = 1; dieAt <= whole.calls; dieAt++) {
      for (const when of ['before', 'after'] as const) {
        const { sends, waits, rules } = await run(opened, dieAt, when)
        const read = sends.map(lineOf)
        const where = `${when} call ${dieAt}`
        expect(waits, where).toBeNull()
        expect(rules, where).toEqual(whole.rules)
        expect(read, where).toEqual(expect.arrayContaining(expected.filter(isCrisis)))
        const tooOften = read.filter((line) => !isCrisis(line) && count(read, line) > count(expected, line))
        expect(tooOften, where).toEqual([])
      }
    }
  })
})

const count = (lines: readonly string[], line: string) => lines.filter((one) => one === line).length
