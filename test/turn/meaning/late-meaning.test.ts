import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { describe, expect, test } from 'vitest'
import type { RowId } from '../../../src/core/ids.ts'
import { LIMITS } from '../../../src/core/limits.ts'
import { Private } from '../../../src/core/private.ts'
import { computeTurn } from '../../../src/turn/take-turn.ts'
import { eachDatabase } from '../../support/database.ts'
import { aClinic, another, looks, QUESTION, RISK, said, TEXT } from './a-slow-model.ts'

/*
 * A message is stored before its meaning is read. What is read later comes to the same as what is read at once: the
 * model here is a function that answers when it is told to, so nothing waits for a clock.
 */

const MINUTE = 60_000

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
    const at = await said(await open())
    for (const text of ['menu', 'menu']) await at.say(text)
    expect(at.asked()).toBe(0)
    await at.reads(RISK)
    expect(at.asked()).toBe(1)
    expect(at.texts().at(-1)).toBe(QUESTION)
  })

  test('asks in the turn of its message where that is not taken yet, and once', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    await at.say('hello')
    await at.says(TEXT)
    const stale = await opened.store.loadTurn(at.clinic, at.client)
    at.model.answers(RISK)
    await expect.poll(async () => (await at.marks()).at(-1)).toBe('read ask model.ask')
    expect(await at.timers()).toEqual([])
    expect(await opened.store.commitTurn(computeTurn(at.turns, stale!))).toBe('stale')
    await at.work()
    expect(at.asked()).toBe(1)
    expect(await at.timers()).toEqual(['question'])
  })

  test('that says nothing is settled without a word', async () => {
    const at = await said(await open())
    const before = at.texts()
    expect(await at.reads(-RISK)).toEqual(['silent'])
    expect(at.texts()).toEqual(before)
    expect(await at.reasons()).toEqual([])
    expect((await at.marks()).at(-1)).toBe('read none')
  })

  test('of a changed message asks as of a first one', async () => {
    const at = await aClinic(await open())
    await at.say('hello')
    await at.channel.delivers(at.address.reveal(), { kind: 'edited', text: new Private(TEXT) })
    await at.work()
    await at.reads(RISK)
    expect(at.asked()).toBe(1)
  })

  describe('and what stands by then', () => {
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
        // Read before the message's own turn, nothing at all is different.
        expect(isDeepStrictEqual(late.texts(), soon.texts())).toBe(when === 'before its turn')
      },
    )

    test('a latch does not silence the question', async () => {
      const opened = await open()
      const at = await said(opened)
      await opened.people.raiseLatch({ clinic: at.clinic, client: at.client, by: at.therapist, reason: 'rang' })
      await at.reads(RISK)
      expect(at.asked()).toBe(1)
    })

    test('danger that a person is fetched for is not broken into: the signal joins its flag', async () => {
      const at = await said(await open())
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
      const at = await said(opened)
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

    test('the same question is not asked twice in twelve hours, and two readings ask it once', async () => {
      const at = await said(await open())
      await at.says(TEXT)
      await at.work()
      expect(await at.reads(RISK, 2)).toEqual(['asks', 'asks'])
      await at.say('No')
      await at.say(TEXT)
      expect(await at.reads(RISK)).toEqual(['asks'])
      expect(at.asked()).toBe(1)
      expect(await at.timers()).toEqual([])
      expect((await at.marks()).filter((mark) => mark.startsWith('raised'))).toEqual([])
    })

    test('whoever was discharged is asked nothing, and their clinician sees the signal', async () => {
      const opened = await open()
      const at = await said(opened)
      const { clinic, client } = at
      await opened.people.discharge({ clinic, client, afterDischarge: 'nobody', by: 'operator' })
      await at.work()
      const before = at.texts()
      await at.reads(RISK)
      expect(at.texts()).toEqual(before)
      expect(await at.reasons()).toContain('amber screen S1 model.ask')
      expect(await at.timers()).toEqual([])
    })

    test('a conversation that was set aside meanwhile is asked all the same', async () => {
      const opened = await open()
      const at = await said(opened)
      await at.says('menu')
      const { cause } = (await opened.store.loadTurn(at.clinic, at.client))!
      const flag = { id: randomUUID() as RowId, level: 'red', rule: 'turn-failed', note: null, detail: [] } as const
      const failure = { clinic: at.clinic, client: at.client, cause, rows: [], flag: { ...flag, escalation: null } }
      at.model.answers(RISK)
      await expect.poll(at.timers).toContain('meaning')
      for (const code of ['a', 'b', 'c']) await opened.store.failTurn({ ...failure, code })
      expect(await at.timers()).toEqual(['meaning'])
      await at.work()
      expect(at.asked()).toBe(1)
    })

    test('a result never falls', async () => {
      const opened = await open()
      const at = await said(opened)
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

  describe('by nobody who received it', () => {
    test('is read by another node, and asks', async () => {
      const opened = await open()
      const at = await said(opened)
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
      const at = await said(opened)
      const others = [await another(opened, at), await another(opened, at)]
      await opened.advanceTestClock(LIMITS.meaningLookAfterMs)
      const looked = await Promise.all(others.map((node) => looks(node, RISK)))
      expect(looked.reduce((sum, one) => sum + one)).toBe(1)
      for (const node of others) await node.work()
      expect(at.asked()).toBe(1)
      expect(await at.reasons()).toHaveLength(2) // the signal, and that it was asked
    })

    test('asks once though whoever received it reads it after all', async () => {
      const opened = await open()
      const at = await said(opened)
      await opened.advanceTestClock(LIMITS.meaningLookAfterMs)
      await looks(await another(opened, at), RISK)
      expect(await at.reads(RISK)).toEqual(['gone'])
      expect(at.asked()).toBe(1)
    })

    test('is handed out again when the node that took it dies, too', async () => {
      const opened = await open()
      const at = await said(opened)
      await opened.advanceTestClock(LIMITS.meaningLookAfterMs)
      await opened.store.dueMeanings(at.clinic, { reads: true, limit: 8 })
      const other = await another(opened, at)
      expect(await looks(other, RISK)).toBe(0)
      await opened.advanceTestClock(LIMITS.meaningLeaseMs)
      expect(await looks(other, RISK)).toBe(1)
    })

    test('is asked about by any node once it is settled, whoever dies then', async () => {
      const opened = await open()
      const at = await said(opened)
      const other = await another(opened, at)
      await opened.advanceTestClock(LIMITS.meaningLookAfterMs)
      await looks(other, RISK)
      expect(at.asked()).toBe(0)
      await (await another(opened, at)).work()
      expect(at.asked()).toBe(1)
    })

    test('is as wary, and sees as much, as it would have at once', async () => {
      const opened = await open()
      const at = await said(opened)
      await at.says('I am not suicidal')
      await at.says('I want to die')
      await at.says(`${TEXT} and more`)
      await opened.advanceTestClock(LIMITS.meaningLookAfterMs)
      const due = await opened.store.dueMeanings(at.clinic, { reads: true, limit: 8 })
      expect(due.map(({ wary }) => wary)).toEqual([false, true])
      expect(due.map(({ lastTexts }) => lastTexts.map((text) => text.reveal()))).toEqual([
        ['hello'],
        ['I want to die', 'I am not suicidal', TEXT],
      ])
    })

    test('stays unread, and is not tried for ever, where nobody can read it for ten minutes of service', async () => {
      const opened = await open()
      const at = await said(opened)
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

  test('is not due where there is no model, and everything else goes on', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    at.model.stands = false
    await at.say('hello')
    await at.say(TEXT)
    expect(await at.marks()).toEqual([' none', ' none'])
    expect(at.model.asked).toBe(0)
    await at.says('I want to die')
    expect((await at.marks()).at(-1)).toMatch(/^ (?:ask|red)/)
  })
})
