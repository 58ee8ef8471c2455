import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { beginning } from '../../src/core/conversation.ts'
import type { FlowId, PracticeId } from '../../src/core/ids.ts'
import { LIMITS } from '../../src/core/limits.ts'
import { Private } from '../../src/core/private.ts'
import type { FinishedTurn } from '../../src/ports/store.ts'
import { eachDatabase, type TestStore } from '../support/database.ts'
import {
  aClinic,
  aCrisisLine,
  aFlag,
  aLine,
  aMessage,
  aStop,
  aTurn,
  type AClinic,
  claimed,
  load,
  say,
  SCRIPT,
  texts,
} from './a-clinic.ts'

/** A turn with these effects, committed. */
async function doing(opened: TestStore, at: AClinic, ...effects: FinishedTurn['effects']): Promise<void> {
  await say(opened, at, [], { effects })
}

eachDatabase('turn', (open) => {
  test('a turn is read, committed whole, and then nothing waits', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    await opened.store.receive(aMessage(at))
    const input = await load(opened, at)
    const after = { ...beginning(), welcomed: true }
    expect(await opened.store.commitTurn(aTurn(input, { after, rows: [aLine()] }))).toBe('committed')
    expect(await opened.store.loadTurn(at.clinic, at.client)).toBeNull()
    expect(await opened.store.waiting(at.clinic, 10)).toEqual([])
    await opened.store.receive(aMessage(at))
    const next = await load(opened, at)
    expect(next.conversation).toEqual(after)
    expect(next.version).toBe(input.version + 1)
    expect(next.lastTurnAt).toBeInstanceOf(Date)
  })

  test('a turn computed from an older version is stale and writes nothing', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    await opened.store.receive(aMessage(at))
    const input = await load(opened, at)
    await opened.duty.raiseFlag(at.clinic, at.client, aFlag(at))
    expect(await opened.store.commitTurn(aTurn(input, { rows: [aLine()] }))).toBe('stale')
    expect(await claimed(opened, at)).toEqual([])
    expect((await load(opened, at)).conversation).toBeNull()
  })

  test('a turn computed before a barrier rose is stale', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    await opened.store.receive(aMessage(at))
    const input = await load(opened, at)
    await opened.store.receive(aStop(at))
    expect(await opened.store.commitTurn(aTurn(input, { rows: [aLine({ text: 'too late' })] }))).toBe('stale')
    expect(texts(await claimed(opened, at))).toEqual(['Stopped.'])
  })

  test('a cause is taken up once', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    await opened.store.receive(aMessage(at))
    const input = await load(opened, at)
    await opened.store.commitTurn(aTurn(input))
    const again = { ...input, version: input.version + 1 }
    expect(await opened.store.commitTurn(aTurn(again))).toBe('stale')
  })

  test('a timer falls due, causes one turn, and is gone', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    await doing(opened, at, { type: 'startTimer', timer: 'silence-check', afterMs: 180_000 })
    expect(await opened.store.loadTurn(at.clinic, at.client)).toBeNull()
    await opened.advanceTestClock(180_000)
    expect(await opened.store.waiting(at.clinic, 10)).toEqual([at.client])
    const input = await load(opened, at)
    expect(input.cause).toMatchObject({ kind: 'timer', timer: 'silence-check' })
    expect(await opened.store.commitTurn(aTurn(input))).toBe('committed')
    expect(await opened.store.loadTurn(at.clinic, at.client)).toBeNull()
  })

  test('a cancelled timer never comes, and a restarted one makes the old cause stale', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    await doing(opened, at, { type: 'startTimer', timer: 'silence-check', afterMs: 1_000 })
    await opened.advanceTestClock(2_000)
    const due = await load(opened, at)
    await opened.store.receive(aMessage(at))
    await opened.advanceTestClock(1)
    const effects = [{ type: 'startTimer', timer: 'silence-check', afterMs: 5_000 } as const]
    await opened.store.commitTurn(aTurn({ ...due }, { effects }))
    expect(await opened.store.commitTurn(aTurn({ ...due, version: due.version + 1 }))).toBe('stale')
    await opened.store.commitTurn(
      aTurn(await load(opened, at), { effects: [{ type: 'cancelTimer', timer: 'silence-check' }] }),
    )
    await opened.advanceTestClock(60_000)
    expect(await opened.store.loadTurn(at.clinic, at.client)).toBeNull()
  })

  test('a message goes before a timer that fell due after it, and after one that fell due before it', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    await doing(opened, at, { type: 'startTimer', timer: 'silence-check', afterMs: 1_000 })
    await opened.advanceTestClock(2_000)
    await opened.store.receive(aMessage(at))
    const timer = await load(opened, at)
    expect(timer.cause.kind).toBe('timer')
    await opened.store.commitTurn(
      aTurn(timer, { effects: [{ type: 'startTimer', timer: 'silence-close', afterMs: 1 }] }),
    )
    await opened.advanceTestClock(1_000)
    expect((await load(opened, at)).cause.kind).toBe('message')
  })

  test('keepsakes are the newest of each kind, and quoted back as they were written', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    await doing(opened, at, { type: 'keep', kind: 'place', text: new Private('the shed') })
    await doing(
      opened,
      at,
      { type: 'keep', kind: 'place', text: new Private('the lake') },
      { type: 'keep', kind: 'cue-word', text: new Private('calm') },
    )
    await opened.store.receive(aMessage(at))
    const { keepsakes } = await load(opened, at)
    expect(keepsakes.place?.reveal()).toBe('the lake')
    expect(keepsakes['cue-word']?.reveal()).toBe('calm')
  })

  test('imagery is closed until the next midnight where the client lives, and opened by their word', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    await doing(opened, at, { type: 'pauseImagery', why: 'rating' })
    await opened.store.receive(aMessage(at))
    const paused = await load(opened, at)
    const midnight = new Intl.DateTimeFormat('en-GB', { timeZone: 'Australia/Sydney', timeStyle: 'medium' })
    expect(paused.pausedUntil && midnight.format(paused.pausedUntil)).toBe('00:00:00')
    expect(Number(paused.pausedUntil)).toBeGreaterThan(Number(paused.now))
    await opened.store.commitTurn(aTurn(paused, { effects: [{ type: 'endPause' }] }))
    await opened.store.receive(aMessage(at))
    expect((await load(opened, at)).pausedUntil).toBeNull()
  })

  test('a turn raises the barrier before it speaks, so that what it says still goes out', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    await say(opened, at, [aLine({ text: 'before' })])
    await say(opened, at, [aLine({ text: 'after' })], { effects: [{ type: 'raiseBarrier' }] })
    expect(texts(await claimed(opened, at))).toEqual(['after'])
  })

  test('a turn raises the latch, flags with their escalation, and notes on the open flag', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    const effects = [{ type: 'raiseLatch', why: 'rating' } as const, { type: 'noteOnFlag', note: 'safe-yes' } as const]
    await say(opened, at, [], { effects, flags: [aFlag(at, { rule: 'rating-9' })] })
    const [flag] = await opened.people.flags(at.clinic)
    expect(flag?.reasons.map(({ rule, note }) => note ?? rule)).toEqual(['rating-9', 'safe-yes'])
    await opened.store.receive(aMessage(at))
    expect(await load(opened, at)).toMatchObject({ latched: true, hasOpenEscalation: true })
  })

  test("a turn reads the signed script of each flow in the client's language, the newest of several", async () => {
    const opened = await open()
    const at = await aClinic(opened)
    const keep = async (hash: string, lang: string) => {
      await opened.people.keepScript({
        hash: hash as typeof SCRIPT,
        flow: 'calm' as FlowId,
        lang: lang as never,
        body: '{}',
      })
      await opened.people.sign(at.clinic, hash as typeof SCRIPT, 'Dr Reed')
    }
    for (const [hash, lang] of [
      ['b', 'en'],
      ['c', 'es'],
      ['d', 'en'],
    ] as const)
      await keep(hash.repeat(64), lang)
    await opened.store.receive(aMessage(at))
    expect((await load(opened, at)).scripts).toEqual({ calm: 'd'.repeat(64) })
  })

  test('the third failure in half a minute sets the cause aside, tells a person and the client, and starts afresh', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    const practice = randomUUID() as PracticeId
    await doing(opened, at, { type: 'startPractice', practice, flow: 'calm' as FlowId, closure: {} })
    await say(opened, at, [aLine({ text: 'of the practice' })])
    await opened.store.receive(aMessage(at))
    const { cause, barrier } = await load(opened, at)
    const failure = {
      clinic: at.clinic,
      client: at.client,
      cause,
      code: 'engine.broken',
      rows: [aCrisisLine({ text: 'sorry' })],
      flag: aFlag(at, { rule: 'turn-failed' }),
    }
    expect(await opened.store.failTurn(failure)).toBe('retry')
    expect(await opened.store.failTurn(failure)).toBe('retry')
    expect(await opened.store.failTurn(failure)).toBe('set-aside')
    expect(await opened.store.failTurn(failure)).toBe('retry') // set aside already: nothing happens twice
    expect(texts(await claimed(opened, at))).toEqual(['sorry'])
    expect(await opened.store.loadTurn(at.clinic, at.client)).toBeNull()
    await opened.store.receive(aMessage(at))
    expect(await load(opened, at)).toMatchObject({
      restart: true,
      conversation: null,
      latched: true,
      barrier: barrier + 1,
    })
    await opened.store.commitTurn(aTurn(await load(opened, at)))
    await opened.store.receive(aMessage(at))
    expect((await load(opened, at)).restart).toBe(false)
  })

  test('failures far apart are counted anew, but not for ever', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    await opened.store.receive(aMessage(at))
    const { cause } = await load(opened, at)
    const failure = { clinic: at.clinic, client: at.client, cause, code: 'x', rows: [], flag: aFlag(at) }
    const answers: string[] = []
    for (let n = 0; n < 10; n += 1) {
      answers.push(await opened.store.failTurn(failure))
      await opened.advanceTestClock(LIMITS.turnWindowMs)
    }
    expect(answers).toEqual([...Array<string>(9).fill('retry'), 'set-aside'])
  })

  test('a timer whose turn fails three times is gone, not repeated for ever', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    await doing(opened, at, { type: 'startTimer', timer: 'stop-check', afterMs: 0 })
    const { cause } = await load(opened, at)
    const failure = { clinic: at.clinic, client: at.client, cause, code: 'x', rows: [], flag: aFlag(at) }
    for (const answer of ['retry', 'retry', 'set-aside']) expect(await opened.store.failTurn(failure)).toBe(answer)
    expect(await opened.store.loadTurn(at.clinic, at.client)).toBeNull()
  })
})
