import { describe, expect, test } from 'vitest'
import { LIMITS } from '../../../src/core/limits.ts'
import { Private } from '../../../src/core/private.ts'
import type { Meanings } from '../../../src/turn/meaning/hear-meaning.ts'
import { PLAN } from '../../store/a-clinic.ts'
import { aNode, clinicAtWork } from '../../support/clinic-at-work.ts'
import { eachDatabase, type TestStore } from '../../support/database.ts'
import { nextClock } from '../../support/daytime.ts'

/*
 * A message is stored before its meaning is read. What is read later comes to the same as what is read at once: the
 * model here is a function that answers when it is told to, so nothing waits for a clock.
 */

/** By rules and words nothing; with a meaning that speaks for risk, thoughts of ending life. */
const TEXT = 'it is what we said it would be'
const RISK = 6
const QUESTION = 'Are you having thoughts of ending your life?'
const MINUTE = 60_000

/** A model that is too slow for every message, and answers when told to. */
function aSlowModel() {
  const waiting: ((odds: number | null) => void)[] = []
  const model = { stands: true, soon: null as number | null, asked: 0 }
  const meanings: Meanings = {
    stand: () => model.stands,
    read: () => {
      model.asked++
      return {
        soon: Promise.resolve(model.soon),
        late: new Promise((answer) => waiting.push(answer)),
      }
    },
  }
  return Object.assign(model, {
    meanings,
    answers: (odds: number | null) => {
      for (const answer of waiting.splice(0)) answer(odds)
    },
  })
}

/** A clinic whose node reads meanings too late. */
async function aClinic(opened: TestStore) {
  const at = await clinicAtWork(opened)
  const model = aSlowModel()
  const settled: Promise<unknown>[] = []
  const store: TestStore['store'] = {
    ...opened.store,
    settleMeaning: (...read) => {
      const settling = opened.store.settleMeaning(...read)
      settled.push(settling)
      return settling
    },
  }
  const node = await aNode({ ...opened, store }, at, at.channel, undefined, model.meanings)
  await at.channel.start((message) => node.receive(message, at.channel))
  const rowsOf = <T>(statement: string) =>
    opened.asSuperuser((session) => session.query<T & object>(statement, [at.clinic]))
  return {
    ...at,
    ...node,
    model,
    says: (text: string) => at.channel.says(at.address.reveal(), text),
    /** What is said is taken up and answered. */
    say: async (text: string) => {
      await at.channel.says(at.address.reveal(), text)
      await node.work()
      await opened.advanceTestClock(61_000)
      await node.work()
    },
    /** The model answers, what comes of it is stored, and the turn that follows is taken. */
    reads: async (odds: number | null, settles = 1) => {
      const before = settled.length
      model.answers(odds)
      await expect.poll(() => settled.length - before).toBe(settles)
      const outcomes = await Promise.all(settled.slice(before))
      await node.work()
      return outcomes
    },
    texts: () => at.channel.reads(at.address.reveal()).map(({ text }) => text),
    asked: () => at.channel.reads(at.address.reveal()).filter(({ text }) => text === QUESTION).length,
    marks: async () =>
      (
        await rowsOf<{ meaning: string | null; level: string; rules: string[] }>(
          `select meaning, screen->>'level' as level, screen->'rules' as rules from holdfast.inbox where clinic_id = $1 order by seq`,
        )
      ).map(({ meaning, level, rules }) => [meaning, level, ...rules].join(' ')),
    timers: async () =>
      (await rowsOf<{ name: string }>(`select name from holdfast.timers where clinic_id = $1 order by name`)).map(
        ({ name }) => name,
      ),
    reasons: async () =>
      (await opened.people.flags(at.clinic)).flatMap(({ level, reasons }) =>
        reasons.map(({ rule, detail, note }) => [level, rule, ...(detail ?? []), ...(note ? [note] : [])].join(' ')),
      ),
    state: async () =>
      (
        await opened.asSuperuser((session) =>
          session.query<{ n: number }>(
            `select count(*)::integer as n from holdfast.timers where clinic_id = $1 and name = 'meaning'`,
            [at.clinic],
          ),
        )
      )[0]?.n,
  }
}

/** Another node over the same store, with a model of its own. */
async function another(opened: TestStore, at: Awaited<ReturnType<typeof aClinic>>) {
  const model = aSlowModel()
  return { ...(await aNode(opened, at, at.channel, undefined, model.meanings)), model }
}

/** A look, and the model's answer to all that it asks. */
async function looks(node: Awaited<ReturnType<typeof another>>, odds: number | null): Promise<number> {
  const before = node.model.asked
  const looking = node.readLate()
  const done = looking.then(() => true)
  await expect
    .poll(async () => node.model.asked > before || (await Promise.race([done, Promise.resolve(false)])))
    .toBe(true)
  node.model.answers(odds)
  return looking
}

eachDatabase('a meaning that is read late', (open) => {
  test('brings what it would have brought at once: the signal, the result on the message, and the question', async () => {
    const opened = await open()
    const [late, soon] = [await aClinic(opened), await aClinic(opened)]
    soon.model.soon = RISK
    for (const at of [late, soon]) await at.say('hello')
    await late.say(TEXT)
    expect(late.asked()).toBe(0)
    expect((await late.marks()).at(-1)).toBe('due none')
    expect(await late.reads(RISK)).toEqual(['asks'])
    await soon.says(TEXT)
    await soon.work()
    expect(late.asked()).toBe(1)
    expect(late.texts().slice(-3)).toEqual(soon.texts().slice(-3))
    expect(await late.reasons()).toEqual(await soon.reasons())
    expect((await late.reasons())[0]).toBe('amber screen S1 model.ask')
    expect((await late.marks()).at(-1)).toBe('read ask model.ask')
    expect((await soon.marks()).at(-1)).toBe(' ask model.ask')
    expect(await late.timers()).toEqual(await soon.timers())
  })

  test('asks once, whatever the client wrote meanwhile', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    await at.say('hello')
    await at.says(TEXT)
    await at.work()
    for (const text of ['menu', 'menu']) await at.say(text)
    expect(at.asked()).toBe(0)
    await at.reads(RISK, 1)
    await at.work()
    expect(at.asked()).toBe(1)
    expect(at.texts().at(-1)).toBe(QUESTION)
  })

  test('asks in the turn of its message where that is not taken yet, and once', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    await at.say('hello')
    await at.says(TEXT)
    const stale = await opened.store.loadTurn(at.clinic, at.client)
    await at.reads(RISK)
    expect(await opened.store.loadTurn(at.clinic, at.client)).toBeNull()
    expect(stale?.cause).toMatchObject({ screen: { level: 'none' } })
    expect(at.asked()).toBe(1)
    expect(await at.timers()).toEqual(['question'])
  })

  test('that says nothing is settled without a word', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    await at.say('hello')
    await at.say(TEXT)
    const before = at.texts()
    expect(await at.reads(-RISK)).toEqual(['silent'])
    expect(at.texts()).toEqual(before)
    expect(await at.reasons()).toEqual([])
    expect((await at.marks()).at(-1)).toBe('read none')
  })

  test('of a changed message asks as of a first one', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    await at.say('hello')
    await at.channel.delivers(at.address.reveal(), { kind: 'edited', text: new Private(TEXT) })
    await at.work()
    await at.reads(RISK)
    expect(at.asked()).toBe(1)
  })
})

eachDatabase('a meaning that is read late, and what stands by then', (open) => {
  test.each(['before its turn', 'after its turn'])(
    'STOP %s: the question comes after the answer to STOP',
    async (when) => {
      const opened = await open()
      const [late, soon] = [await aClinic(opened), await aClinic(opened)]
      soon.model.soon = RISK
      for (const at of [late, soon]) {
        await at.say('hello')
        await at.says(TEXT)
        if (when === 'after its turn') await at.work()
        await at.says('STOP')
        if (at === late) await at.reads(RISK)
        await at.work()
      }
      expect(late.texts().filter((text) => text.startsWith('Stopped'))).toHaveLength(1)
      expect(late.asked()).toBe(1)
      expect(soon.asked()).toBe(1)
    },
  )

  test('a latch does not silence the question', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    await at.say('hello')
    await at.say(TEXT)
    await opened.people.raiseLatch({ clinic: at.clinic, client: at.client, by: at.therapist, reason: 'rang' })
    await at.reads(RISK)
    expect(at.asked()).toBe(1)
  })

  test('danger that a person is fetched for is not broken into: the signal joins its flag', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    await at.say('hello')
    await at.says(TEXT)
    await at.work()
    await at.says('SOS')
    await at.work()
    const [before, timers] = [at.texts(), await at.timers()]
    await at.reads(RISK)
    expect(at.texts()).toEqual(before)
    expect(await at.timers()).toEqual(timers)
    expect(await at.reasons()).toContain('red screen S1 model.ask')
    expect((await at.marks())[1]).toBe('read ask model.ask')
  })

  test('another question is answered first', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    await at.say('hello')
    await at.says(TEXT)
    await at.work()
    await at.says('I feel unreal, like I am floating away from my body')
    await at.work()
    expect(at.texts().at(-1)).toBe('Do you feel far away or unreal right now?')
    await at.reads(RISK)
    expect(at.asked()).toBe(0)
    expect(await at.timers()).toEqual(['meaning', 'question'])
    await at.says('No')
    await at.work()
    await opened.advanceTestClock(15 * MINUTE)
    await at.work()
    expect(at.asked()).toBe(1)
    expect((await at.marks())[1]).toBe('read ask model.ask')
  })

  test('the same question is not asked twice in twelve hours', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    await at.say('hello')
    await at.says(TEXT)
    await at.says(TEXT)
    await at.work()
    expect(await at.reads(RISK, 2)).toEqual(['asks', 'asks'])
    await at.says('No')
    await at.work()
    expect(at.asked()).toBe(1)
    expect(await at.timers()).toEqual([])
  })

  test('whoever was discharged is asked nothing, and their clinician sees the signal', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    await at.say('hello')
    await at.say(TEXT)
    const { clinic, client } = at
    await opened.people.discharge({ clinic, client, afterDischarge: 'nobody', by: 'operator' })
    await at.work()
    const before = at.texts()
    await at.reads(RISK)
    expect(at.texts()).toEqual(before)
    expect(await at.reasons()).toContain('amber screen S1 model.ask')
    expect(await at.timers()).toEqual([])
  })

  test('a result never falls', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    await at.say('hello')
    await at.say(TEXT)
    await opened.asSuperuser((session) =>
      session.query(
        `update holdfast.inbox set screen = screen || '{"level": "red"}' where clinic_id = $1 and meaning = 'due'`,
        [at.clinic],
      ),
    )
    expect(await at.reads(RISK)).toEqual(['silent'])
    expect((await at.marks()).at(-1)).toBe('read red')
  })
})

eachDatabase('a message whose reading nobody settled', (open) => {
  /** Whoever received it is gone, and its model with it. */
  async function orphaned(opened: TestStore) {
    const at = await aClinic(opened)
    await at.say('hello')
    await at.says(TEXT)
    await at.work()
    return at
  }

  test('is read by another node, and asks', async () => {
    const opened = await open()
    const at = await orphaned(opened)
    const other = await another(opened, at)
    expect(await looks(other, RISK)).toBe(0)
    await opened.advanceTestClock(LIMITS.meaningLookAfterMs)
    expect(await looks(other, RISK)).toBe(1)
    await other.work()
    expect(at.asked()).toBe(1)
    expect((await at.reasons())[0]).toBe('amber screen S1 model.ask')
    expect((await at.marks()).at(-1)).toBe('read ask model.ask')
  })

  test('is read by one of two nodes that look at once, and asks once', async () => {
    const opened = await open()
    const at = await orphaned(opened)
    const others = [await another(opened, at), await another(opened, at)]
    await opened.advanceTestClock(LIMITS.meaningLookAfterMs)
    const looked = await Promise.all(others.map((node) => looks(node, RISK)))
    expect(looked.toSorted()).toEqual([0, 1])
    for (const node of others) await node.work()
    expect(at.asked()).toBe(1)
    expect(await at.reasons()).toHaveLength(2) // the signal, and that it was asked
  })

  test('asks once though whoever received it reads it after all', async () => {
    const opened = await open()
    const at = await orphaned(opened)
    await opened.advanceTestClock(LIMITS.meaningLookAfterMs)
    await looks(await another(opened, at), RISK)
    expect(await at.reads(RISK)).toEqual(['gone'])
    expect(at.asked()).toBe(1)
  })

  test('is handed out again when the node that took it dies, too', async () => {
    const opened = await open()
    const at = await orphaned(opened)
    await opened.advanceTestClock(LIMITS.meaningLookAfterMs)
    await opened.store.dueMeanings(at.clinic, { reads: true, limit: 8 })
    const other = await another(opened, at)
    expect(await looks(other, RISK)).toBe(0)
    await opened.advanceTestClock(LIMITS.meaningLeaseMs)
    expect(await looks(other, RISK)).toBe(1)
  })

  test('is as wary as it would have been at once', async () => {
    const opened = await open()
    const at = await orphaned(opened)
    await opened.advanceTestClock(LIMITS.meaningLookAfterMs)
    const [due] = await opened.store.dueMeanings(at.clinic, { reads: true, limit: 8 })
    expect(due).toMatchObject({ wary: false, lateByMs: null, askedBefore: false })
    expect(due?.lastTexts.map((text) => text.reveal())).toEqual(['hello'])
  })

  test('stays unread, and is not tried for ever, where nobody can read it for ten minutes of service', async () => {
    const opened = await open()
    const at = await orphaned(opened)
    const other = await another(opened, at)
    other.model.stands = false
    await opened.advanceTestClock(LIMITS.meaningGiveUpMs - 1_000)
    expect(await other.readLate()).toBe(0)
    expect((await at.marks()).at(-1)).toBe('due none')
    await opened.advanceTestClock(1_000)
    expect(await other.readLate()).toBe(0)
    expect((await at.marks()).at(-1)).toBe('unread none')
    expect(other.model.asked).toBe(0)
  })
})

describe('without a model', () => {
  eachDatabase('nothing is marked', (open) => {
    test('and everything else goes on', async () => {
      const opened = await open()
      const at = await aClinic(opened)
      at.model.stands = false
      await at.say('hello')
      await at.say(TEXT)
      expect(await at.marks()).toEqual([' none', ' none'])
      expect(at.model.asked).toBe(0)
      await nextClock(opened, PLAN.zone, '10:00')
      await at.say('I want to die')
      expect((await at.marks()).at(-1)).toMatch(/^ (?:ask|red)/)
    })
  })
})
