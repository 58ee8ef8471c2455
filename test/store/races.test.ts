import { expect, test } from 'vitest'
import { openPostgres } from '../../src/store/postgres/postgres.ts'
import { storeOver } from '../../src/store/open-store.ts'
import { eachDatabase, TEST_MASTER_KEY, type TestStore } from '../support/database.ts'
import {
  aClient,
  aClinic,
  aCrisisLine,
  aLine,
  type AClinic,
  aMessage,
  aStop,
  aTurn,
  claimed,
  load,
  say,
  sent,
} from './a-clinic.ts'

/** Which rows of which client are on the wire now, and whether any should not be. */
async function onTheWire(opened: TestStore, at: AClinic) {
  return opened.asSuperuser((session) =>
    session.query<{ lane: string; current: boolean; lines: number }>(
      `select o.lane, o.barrier = x.barrier as current, count(*)::int as lines from holdfast.outbox o
       join holdfast.conversations x using (clinic_id, client_id)
       where o.clinic_id = $1 and o.client_id = $2 and o.state = 'sending' group by 1, 2`,
      [at.clinic, at.client],
    ),
  )
}

eachDatabase('races', (open, kind) => {
  test('of many who take up the same cause, one commits', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    await opened.store.receive(aMessage(at))
    const input = await load(opened, at)
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => opened.store.commitTurn(aTurn(input, { rows: [aLine()] }))),
    )
    expect(answers.filter((answer) => answer === 'committed')).toHaveLength(1)
    expect(await claimed(opened, at)).toHaveLength(1)
  })

  test('of many who store the same delivery, one stores', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => opened.store.receive(aMessage(at, { externalId: 'same' }))),
    )
    expect(answers.sort()).toEqual([...Array<string>(7).fill('duplicate'), 'stored'])
  })

  test('however many nodes claim, a client has one line on the wire, and no line goes out twice', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    const clients = [at]
    for (let n = 0; n < 4; n += 1) clients.push({ ...at, ...(await aClient(opened, at.clinic, at.therapist)) })
    for (const client of clients) await say(opened, client, [aLine(), aLine(), aLine()])
    const handed: string[] = []
    for (let round = 0; round < 30 && handed.length < 15; round += 1) {
      const nodes = await Promise.all(['a', 'b', 'c', 'd'].map((node) => claimed(opened, at, node, 3)))
      const rows = nodes.flat()
      for (const client of clients) for (const { lines } of await onTheWire(opened, client)) expect(lines).toBe(1)
      handed.push(...rows.map((row) => row.id))
      await sent(opened, at, rows)
    }
    expect(handed).toHaveLength(15)
    expect(new Set(handed).size).toBe(15)
  })

  test('however a STOP falls among claims, no practice line of before it is handed out after it', async () => {
    const opened = await open()
    for (let round = 0; round < 25; round += 1) {
      const at = await aClinic(opened)
      await say(opened, at, [aLine({ text: 'practice' })])
      // The order in which the database hears of these is its own affair.
      const [, ...claims] = await Promise.all([
        opened.store.receive(aStop(at)),
        claimed(opened, at, 'a'),
        claimed(opened, at, 'b'),
      ])
      const early = claims.flat()
      expect(early.length).toBeLessThanOrEqual(1)
      const lanes = (await onTheWire(opened, at)).map(({ lane }) => lane)
      await sent(opened, at, early)
      const late = await claimed(opened, at, 'c')
      expect(
        [...lanes, ...late.map((row) => row.lane)].filter((lane) => lane === 'practice').length,
      ).toBeLessThanOrEqual(1)
      expect(late.map((row) => row.lane)).not.toContain('practice')
      await sent(opened, at, late)
    }
  })

  test('everything at once neither deadlocks nor loses a message', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    const work = Array.from({ length: 40 }, (_none, n) => async () => {
      if (n % 4 === 0) return opened.store.receive(aStop(at))
      if (n % 4 === 1) return sent(opened, at, await claimed(opened, at, `node-${n}`))
      if (n % 4 === 2) return opened.store.nodeSeen(at.clinic, `node-${n}`)
      const input = await opened.store.loadTurn(at.clinic, at.client)
      return input && opened.store.commitTurn(aTurn(input, { rows: [aLine(), aCrisisLine()] }))
    })
    await Promise.all(work.map((piece) => piece()))
    let turns = 0
    for (
      let input = await opened.store.loadTurn(at.clinic, at.client);
      input;
      input = await opened.store.loadTurn(at.clinic, at.client)
    ) {
      if (input.cause.kind === 'message') turns += 1
      expect(await opened.store.commitTurn(aTurn(input))).toBe('committed')
    }
    const rows = await opened.asSuperuser((session) =>
      session.query<{ done: number }>(
        `select count(*)::int as done from holdfast.inbox where clinic_id = $1 and state = 'done'`,
        [at.clinic],
      ),
    )
    expect(rows[0]?.done).toBe(10)
    expect(turns).toBeLessThanOrEqual(10)
  })

  test('work that never pauses lets timers and sockets have their turn', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    let others = 0
    const timer = setInterval(() => (others += 1), 1)
    for (let n = 0; n < 50; n += 1) await opened.store.sender(at.clinic, 'telegram', at.address)
    clearInterval(timer)
    expect(others).toBeGreaterThan(0)
  })

  test.runIf(kind === 'postgresql')('what one node leaves wakes another, and itself at once', async () => {
    const opened = await open()
    const urls = opened.urls!
    const other = await storeOver(await openPostgres({ url: urls.app, ownerUrl: null }), {
      masterKey: TEST_MASTER_KEY,
      database: { kind: 'postgresql', url: urls.app, ownerUrl: null },
    })
    const heard = new Promise<void>((resolve) => void other.onWake(resolve))
    let self = 0
    const stop = opened.onWake(() => (self += 1))
    opened.wake()
    opened.wake()
    expect(self).toBe(2)
    await heard
    stop()
    await other.close()
  })
})
