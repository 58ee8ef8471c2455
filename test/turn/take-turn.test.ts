import { describe, expect, test } from 'vitest'
import { takeTurn } from '../../src/turn/take-turn.ts'
import type { Engine } from '../../src/ports/engine.ts'
import { clinicAtWork, aNode } from '../support/clinic-at-work.ts'
import { eachDatabase, type TestStore } from '../support/database.ts'
import { nextClock } from '../support/daytime.ts'
import { PLAN } from '../store/a-clinic.ts'

type AtWork = Awaited<ReturnType<typeof clinicAtWork>>

const texts = ({ channel, address }: AtWork) => channel.reads(address.reveal()).map(({ text }) => text)
const labels = ({ channel, address }: AtWork) =>
  channel
    .reads(address.reveal())
    .at(-1)
    ?.buttons.map(({ label }) => label) ?? []

async function say(opened: TestStore, at: AtWork, ...lines: string[]): Promise<void> {
  for (const line of lines) {
    await at.says(line)
    await at.work()
    await opened.advanceTestClock(61_000)
    await at.work()
  }
}

const WELCOME = ['hello', 'Yes, I want this', 'Go on without trying', 'Go on without trying', 'No, not now']
const TO_THE_PLACE = ['hi', 'My place', 'skip', 'skip', 'Yes, ready', '3', '8']

eachDatabase('a turn', (open) => {
  describe('from the first message', () => {
    test('a client is welcomed, and their place is in the next line when they named it', async () => {
      const opened = await open()
      const at = await clinicAtWork(opened)
      await say(opened, at, ...WELCOME, 'hi', 'My place', 'the old oak', 'acorn', 'Yes, ready', '3', '8', 'Ready')
      expect(texts(at).some((text) => text.includes('“the old oak”'))).toBe(true)
    })

    test('a whole rehearsal leaves its four ratings and ends done', async () => {
      const opened = await open()
      const at = await clinicAtWork(opened)
      await say(opened, at, ...WELCOME, ...TO_THE_PLACE, 'Ready', 'skip', 'skip')
      const rest = ['enough', 'here', '2', '9']
      for (const wanted of rest) await say(opened, at, wantedLabel(at, wanted))
      const found = await opened.asSuperuser((session) =>
        session.query<{ outcome: string; ratings: number }>(
          `select p.outcome, (select count(*)::int from holdfast.ratings r where r.client_id = p.client_id) as ratings
           from holdfast.practices p where p.client_id = '${at.client}'`,
        ),
      )
      expect(found).toEqual([{ outcome: 'done', ratings: 4 }])
    })
  })

  test('a 9 in a practice is a red flag, an escalation, a latch, and three messages', async () => {
    const opened = await open()
    const at = await clinicAtWork(opened)
    await say(opened, at, ...WELCOME, ...TO_THE_PLACE, '9')
    const [flag] = await opened.people.flags(at.clinic)
    expect(flag).toMatchObject({ level: 'red', state: 'open', reasons: [{ rule: 'rating-9' }] })
    expect(texts(at).slice(-3)[0]).toMatch(/9/)
    expect(texts(at).slice(-2)[0]).toContain('000')
    expect(labels(at)).toContain('Not safe')
    expect((await opened.people.clients(at.clinic))[0]?.latched).toBe(true)
  })

  test('after a red no imagery starts until a named clinician lowers the latch, also on another node (P7)', async () => {
    const opened = await open()
    const at = await clinicAtWork(opened)
    await say(opened, at, ...WELCOME, '9', 'Yes, safe but it is a lot', 'stop', 'All right, finished', 'hi', 'My place')
    expect(texts(at).at(-1)).toContain('Until Dr Reed has looked')
    await opened.people.lowerLatch({
      clinic: at.clinic,
      client: at.client,
      by: 'Robin Reed',
      reason: 'spoke on the phone',
    })
    const other = await aNode(opened, at, at.channel)
    await at.says('hi')
    await other.work()
    await at.says('My place')
    await other.work()
    expect(texts(at).at(-1)).not.toContain('Until Dr Reed has looked')
  })

  test('the client is told who has read it once that is true', async () => {
    const opened = await open()
    const at = await clinicAtWork(opened)
    await say(opened, at, ...WELCOME, '9')
    const [flag] = await opened.people.flags(at.clinic)
    await opened.people.takeFlag(at.clinic, flag!.id, at.therapist)
    await at.work()
    expect(texts(at).at(-1)).toContain('Robin Reed has read it')
  })

  test('ten minutes of silence end a practice with a grounded text (P9)', async () => {
    const opened = await open()
    const at = await clinicAtWork(opened)
    await nextClock(opened, PLAN.zone, '10:00')
    await say(opened, at, ...WELCOME, ...TO_THE_PLACE)
    await opened.advanceTestClock(3 * 60_000)
    await at.work()
    const check = texts(at).at(-1)
    await opened.advanceTestClock(9 * 60_000)
    await at.work()
    expect(check).toContain('still stands')
    expect(texts(at).at(-1)).not.toBe(check)
    await say(opened, at, 'Leave it here')
    expect(await opened.store.loadTurn(at.clinic, at.client)).toBeNull()
  })

  test('a practice keeps its script when a new one is signed (P10)', async () => {
    const opened = await open()
    const at = await clinicAtWork(opened)
    await say(opened, at, ...WELCOME, 'hi', 'My place')
    const before = await opened.store.loadTurn(at.clinic, at.client)
    expect(before).toBeNull()
    await at.says('skip')
    const input = await opened.store.loadTurn(at.clinic, at.client)
    const pinned = input?.conversation?.practice?.closure ?? {}
    expect(pinned['safe-place-rehearsal']).toBe(input?.scripts['safe-place-rehearsal'])
  })

  test('a message whose turn fails three times is set aside as red, and the client reads the fixed line (P4)', async () => {
    const opened = await open()
    const at = await clinicAtWork(opened)
    await at.says('hello')
    const broken: Engine = {
      ...at.engine,
      step: () => {
        throw new Error('the flow engine is broken')
      },
    }
    for (const _attempt of [1, 2, 3]) await takeTurn({ ...at.turns, engine: broken }, at.clinic, at.client)
    await at.work()
    expect((await opened.people.flags(at.clinic))[0]).toMatchObject({
      level: 'red',
      reasons: [{ rule: 'turn-failed' }],
    })
    expect(texts(at).join('\n')).toContain('went wrong')
  })

  test('whoever has consented is not welcomed again after a message was set aside', async () => {
    const opened = await open()
    const at = await clinicAtWork(opened)
    await say(opened, at, ...WELCOME)
    await at.says('hello')
    const step = () => {
      throw new Error('the flow engine is broken')
    }
    for (const _attempt of [1, 2, 3])
      await takeTurn({ ...at.turns, engine: { ...at.engine, step } }, at.clinic, at.client)
    await say(opened, at, 'are you there', 'menu')
    expect(texts(at).at(-1)).toBe('What would you like now?')
  })

  test('STOP and SOS are answered while the flow engine is broken (P5)', async () => {
    const opened = await open()
    const at = await clinicAtWork(opened)
    for (const word of ['stop', 'SOS']) {
      await at.says(word)
      await at.deliver()
      await at.deliver()
      await at.deliver()
    }
    expect(texts(at)[0]).toMatch(/^Stopped/)
    expect(texts(at).join('\n')).toContain('000')
    expect((await opened.people.flags(at.clinic))[0]).toMatchObject({ level: 'red' })
  })
})

function wantedLabel(at: AtWork, wanted: string): string {
  const last = at.channel.reads(at.address.reveal()).at(-1)
  const button = last?.buttons.find(({ token }) => token.endsWith(`.${wanted}`))
  return button?.label ?? wanted
}
