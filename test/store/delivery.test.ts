import { expect, test } from 'vitest'
import { LIMITS } from '../../src/core/limits.ts'
import type { RowId } from '../../src/core/ids.ts'
import { eachDatabase } from '../support/database.ts'
import {
  aClient,
  aClinic,
  aCrisisLine,
  aLine,
  aMessage,
  aStop,
  aTurn,
  claimed,
  load,
  say,
  sent,
  texts,
} from './a-clinic.ts'

eachDatabase('delivery', (open) => {
  test('lines of one client go out one at a time and in order', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    await say(
      opened,
      at,
      ['one', 'two', 'three'].map((text) => aLine({ text })),
    )
    const said: string[] = []
    for (let n = 0; n < 3; n += 1) {
      const rows = await claimed(opened, at)
      expect(await claimed(opened, at, 'another')).toEqual([])
      said.push(...texts(rows))
      await sent(opened, at, rows)
    }
    expect(said).toEqual(['one', 'two', 'three'])
    expect(await claimed(opened, at)).toEqual([])
  })

  test('a pause between lines holds back every later line of its lane', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    await say(opened, at, [aLine({ text: 'one' }), aLine({ text: 'two', afterMs: 20_000 }), aLine({ text: 'three' })])
    await sent(opened, at, await claimed(opened, at))
    expect(await claimed(opened, at)).toEqual([])
    await opened.advanceTestClock(20_000)
    expect(texts(await claimed(opened, at))).toEqual(['two'])
  })

  test('a raised barrier holds back what was written before it, also behind a pause', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    await say(opened, at, [aLine({ text: 'old', afterMs: 50_000 })])
    await opened.store.receive(aStop(at))
    await sent(opened, at, await claimed(opened, at))
    await opened.store.commitTurn(aTurn(await load(opened, at), { rows: [aLine({ text: 'new' })] }))
    expect(texts(await claimed(opened, at))).toEqual(['new'])
  })

  test('the crisis lane waits three seconds for the line on the wire, then goes', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    await say(opened, at, [aLine({ text: 'on the wire' })])
    await claimed(opened, at)
    await opened.advanceTestClock(1_000)
    await opened.store.receive(aStop(at))
    await opened.advanceTestClock(LIMITS.crisisWaitMs - 200)
    expect(await claimed(opened, at)).toEqual([])
    await opened.advanceTestClock(200)
    expect(texts(await claimed(opened, at))).toEqual(['Stopped.'])
  })

  test('the crisis lane goes first, across clients and within one', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    const other = { ...at, ...(await aClient(opened, at.clinic, at.therapist)) }
    await say(opened, at, [aLine({ text: 'practice' }), aCrisisLine({ text: 'grounding' })])
    await say(opened, other, [aLine({ text: "the other's practice" })])
    expect(texts(await claimed(opened, at, 'one', 1))).toEqual(['grounding'])
    expect(texts(await claimed(opened, at))).toEqual(["the other's practice"])
  })

  test('a lease that runs out: a line that may be repeated goes again, a practice line never', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    const other = { ...at, ...(await aClient(opened, at.clinic, at.therapist)) }
    await say(opened, at, [aLine({ text: 'practice' }), aLine({ text: 'the next' })])
    await say(opened, other, [aCrisisLine({ text: 'crisis' })])
    expect(await claimed(opened, at)).toHaveLength(2)
    await opened.advanceTestClock(LIMITS.claimLeaseMs)
    const again = await claimed(opened, at)
    expect(texts(again).sort()).toEqual(['crisis', 'the next'])
    expect(again.find((row) => row.lane === 'crisis')?.attempts).toBe(1)
  })

  test('a receipt after the lease still says what is true', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    await say(opened, at, [aCrisisLine()])
    const rows = await claimed(opened, at)
    await opened.advanceTestClock(LIMITS.claimLeaseMs)
    await sent(opened, at, rows)
    expect(await claimed(opened, at)).toEqual([])
  })

  test('a practice line that could not be sent for ten minutes becomes the grounded re-entry', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    await say(opened, at, [aLine({ text: 'stale' }), aLine({ text: 'and the next', expiresAfterMs: null })])
    const { barrier } = await opened.advanceTestClock(LIMITS.practiceLineExpiresMs).then(() => ({ barrier: 0 }))
    expect(await claimed(opened, at)).toEqual([])
    const input = await load(opened, at)
    expect(input.cause).toMatchObject({ kind: 'timer', timer: 'came-back' })
    expect(input.barrier).toBe(barrier + 1)
  })

  test('a platform that asks to wait is waited for, and an unknown practice line is not repeated', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    await say(opened, at, [aLine({ text: 'one' }), aLine({ text: 'two' })])
    const [first] = await claimed(opened, at)
    const later = { id: first!.id, receipt: { kind: 'later', ms: 5_000 } as const, retryAfterMs: 5_000 }
    await opened.store.recordDelivery(at.clinic, [later])
    expect(await claimed(opened, at)).toEqual([])
    await opened.advanceTestClock(5_000)
    const [again] = await claimed(opened, at)
    expect(again).toMatchObject({ id: first!.id, attempts: 1 })
    await opened.store.recordDelivery(at.clinic, [{ id: again!.id, receipt: { kind: 'unknown' }, retryAfterMs: 1_000 }])
    expect(texts(await claimed(opened, at))).toEqual(['two'])
  })

  test('an unknown crisis line is repeated, and no practice line overtakes it', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    await opened.store.receive(aStop(at))
    const [stop] = await claimed(opened, at)
    await opened.store.recordDelivery(at.clinic, [{ id: stop!.id, receipt: { kind: 'unknown' }, retryAfterMs: 1_000 }])
    await opened.store.commitTurn(aTurn(await load(opened, at), { rows: [aLine({ text: 'after' })] }))
    expect(await claimed(opened, at)).toEqual([])
    await opened.advanceTestClock(1_000)
    expect(texts(await claimed(opened, at))).toEqual(['Stopped.'])
  })

  test('a refused line is not tried again', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    await say(opened, at, [aCrisisLine()])
    const [row] = await claimed(opened, at)
    await opened.store.recordDelivery(at.clinic, [
      { id: row!.id, receipt: { kind: 'refused', why: 'blocked' }, retryAfterMs: 0 },
    ])
    await opened.advanceTestClock(LIMITS.claimLeaseMs)
    expect(await claimed(opened, at)).toEqual([])
  })

  test.each(['blocked', 'gone'] as const)(
    'a line refused as %s tells the therapist, once until the client writes again',
    async (why) => {
      const opened = await open()
      const at = await aClinic(opened)
      const refused = async () => {
        await opened.store.commitTurn(aTurn(await load(opened, at), { rows: [aLine(), aLine()] }))
        for (let row = 0; row < 2; row++) {
          const [next] = await claimed(opened, at)
          const mark = { id: next!.id, receipt: { kind: 'refused', why }, retryAfterMs: 0 } as const
          await opened.store.recordDelivery(at.clinic, [mark])
        }
      }
      await opened.store.receive(aMessage(at))
      await refused()
      const flags = async () =>
        (await opened.people.flags(at.clinic)).map(({ level, reasons }) => [level, reasons.length])
      expect(await flags()).toEqual([['amber', 1]])
      await opened.advanceTestClock(60_000)
      await opened.store.receive(aMessage(at))
      await refused()
      expect(await flags()).toEqual([['amber', 2]])
    },
  )

  test('a line refused as invalid is nobody’s to look at', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    await say(opened, at, [aLine()])
    const [row] = await claimed(opened, at)
    const mark = { id: row!.id, receipt: { kind: 'refused', why: 'invalid' }, retryAfterMs: 0 } as const
    await opened.store.recordDelivery(at.clinic, [mark])
    expect(await opened.people.flags(at.clinic)).toEqual([])
  })

  test('a receipt for a row that is not there is an error, and none of its batch counts', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    await say(opened, at, [aLine()])
    const [row] = await claimed(opened, at)
    const marks = [row!.id, '00000000-0000-4000-8000-000000000000' as RowId].map((id) => ({
      id,
      receipt: { kind: 'sent', id: 'x' } as const,
      retryAfterMs: 0,
    }))
    await expect(opened.store.recordDelivery(at.clinic, marks)).rejects.toMatchObject({ code: 'store.refused' })
    expect(await claimed(opened, at)).toEqual([])
    await sent(opened, at, [row!])
  })

  test('a client without any link left: the line is refused, and for a crisis line a person is told', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    await say(opened, at, [aCrisisLine()])
    await opened.asSuperuser((session) =>
      session.query(`update holdfast.links set state = 'ended' where link_id = $1`, [at.link]),
    )
    expect(await claimed(opened, at)).toEqual([])
    expect((await opened.people.flags(at.clinic))[0]).toMatchObject({ level: 'amber', reasons: [{ rule: 'blocked' }] })
  })

  test('one client whose key is gone holds up nobody', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    const other = { ...at, ...(await aClient(opened, at.clinic, at.therapist)) }
    await say(opened, at, [aLine({ text: 'unreadable' })])
    await say(opened, other, [aLine({ text: 'fine' })])
    await opened.keyRing.forget(at.clinic, at.client)
    expect(texts(await claimed(opened, at))).toEqual(['fine'])
  })
})
