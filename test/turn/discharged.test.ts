import { describe, expect, test } from 'vitest'
import type { Lang } from '../../src/core/ids.ts'
import type { Plan } from '../../src/core/plan.ts'
import { Private } from '../../src/core/private.ts'
import { render } from '../../src/core/render.ts'
import { countries } from '../../src/rails/crisis-directory.ts'
import { factsFor } from '../../src/care/facts.ts'
import { takeTurn } from '../../src/turn/take-turn.ts'
import { aFlag, aMessage, load, PLAN, settingsFor } from '../store/a-clinic.ts'
import { clinicAtWork } from '../support/clinic-at-work.ts'
import { nextClock } from '../support/daytime.ts'
import { eachDatabase, type TestStore } from '../support/database.ts'
import { signedEngine } from '../support/flows.ts'
import { countOf, read, saveSettings } from './a-node.ts'
import { aClinic, RISK, TEXT } from './meaning/a-slow-model.ts'

const RED = 'I want to kill myself'
const HOUR = 60 * 60_000

type AtWork = Awaited<ReturnType<typeof clinicAtWork>>

const texts = ({ channel, address }: AtWork) => read(channel, address.reveal())
const discharge = (opened: TestStore, at: AtWork, afterDischarge: 'duty' | 'nobody' = 'nobody') =>
  opened.people.discharge({ clinic: at.clinic, client: at.client, afterDischarge, by: 'Robin Reed' })

async function say(opened: TestStore, at: AtWork, ...lines: string[]): Promise<void> {
  for (const line of lines) {
    await at.says(line)
    await at.work()
    await opened.advanceTestClock(61_000)
    await at.work()
  }
}

/** In the middle of a practice, at ten in the morning where the client is. */
async function inPractice(opened: TestStore): Promise<AtWork> {
  const at = await clinicAtWork(opened)
  await nextClock(opened, PLAN.zone, '10:00')
  await say(opened, at, 'hello', 'Yes, I want this', 'Go on without trying', 'Go on without trying', 'No, not now')
  await say(opened, at, 'hi', 'My place', 'the old oak', 'acorn', 'Yes, ready', '3')
  return at
}

eachDatabase('a discharged client', (open) => {
  test('who writes reads numbers, the phone of the clinic and that nobody reads, and nothing of it is kept', async () => {
    const opened = await open()
    const at = await clinicAtWork(opened)
    await saveSettings(opened, at, { phone: '02 5550 0100' })
    expect(await discharge(opened, at)).toBe('discharged')
    await at.says('are you there?')
    await at.says(RED)
    await at.work()
    expect(texts(at)).toHaveLength(2)
    for (const text of texts(at)) {
      expect(text).toMatch(/^This chat is no longer read\. In danger, call 000\. /)
      expect(text).toContain('Lifeline 13 11 14')
      expect(text).toContain('The clinic: 02 5550 0100.')
    }
    for (const table of ['inbox', 'outbox', 'transcript'] as const)
      expect(await countOf(opened, at.clinic, table)).toBe(0)
    expect(await opened.people.flags(at.clinic)).toEqual([])
    expect(await opened.duty.dueEscalations(at.clinic)).toEqual([])
  })

  test.each([
    ['duty', 2, ['amber after-discharge', 'amber screen S1 model.ask after-discharge']],
    ['nobody', 1, []],
  ] as const)('whose words are read late: %s sees that, and nothing is kept', async (to, cards, seen) => {
    const opened = await open()
    const at = await aClinic(opened)
    await discharge(opened, at, to)
    await at.says(TEXT)
    at.model.answers(RISK)
    await expect.poll(at.reasons).toEqual(seen)
    expect([await countOf(opened, at.clinic, 'inbox'), at.texts().length]).toEqual([0, cards])
  })

  test('of a planned ending reads a last message by itself, once; any other ending is silent', async () => {
    const opened = await open()
    const at = await clinicAtWork(opened)
    await saveSettings(opened, at, { phone: '02 5550 0100' })
    await at.says('hello')
    await at.work()
    const before = texts(at).length
    const end = (ended: 'planned' | 'transfer') =>
      opened.people.discharge({
        clinic: at.clinic,
        client: at.client,
        afterDischarge: 'nobody',
        ended,
        by: 'Robin Reed',
      })
    expect(await end('planned')).toBe('discharged')
    await at.work()
    await opened.advanceTestClock(HOUR)
    await at.work()
    expect(texts(at).slice(before)).toEqual([expect.stringMatching(/^This chat is no longer read\..* 02 5550 0100\.$/)])
    await opened.people.readmit(at.clinic, at.client, 'Robin Reed')
    expect(await end('transfer')).toBe('discharged')
    await at.work()
    expect(texts(at)).toHaveLength(before + 1)
  })

  test('reads the card in the language of the clinic where none is signed in theirs', async () => {
    const opened = await open()
    const at = await clinicAtWork(opened)
    const unsigned = (plan: Plan) => ({ ...plan, lang: 'xx' as Lang })
    await opened.people.savePlan(at.clinic, at.client, unsigned, 'operator')
    await discharge(opened, at)
    await at.says('hello')
    expect(texts(at)).toEqual([expect.stringContaining('In danger, call 000')])
  })

  test('who died is sent nothing any more, not even what waited in the crisis lane', async () => {
    const opened = await open()
    const at = await clinicAtWork(opened)
    const before = texts(at).length
    await at.says('SOS')
    const ended = { clinic: at.clinic, client: at.client, by: 'Robin Reed', afterDischarge: 'duty' } as const
    await opened.people.lowerLatch({ ...ended, reason: 'closed' })
    for (const { id } of await opened.people.flags(at.clinic)) {
      await opened.people.takeFlag(at.clinic, id, at.therapist)
      await opened.people.closeFlag(at.clinic, id, { kind: 'called', words: null }, at.therapist)
    }
    expect(await opened.people.discharge({ ...ended, ended: 'died' })).toBe('discharged')
    await at.work()
    await at.says(RED)
    await at.says('STOP')
    await at.work()
    expect(texts(at).slice(before)).toEqual([])
    // What was said to duty at discharge holds.
    expect((await opened.people.flags(at.clinic)).filter(({ state }) => state === 'open')).toHaveLength(1)
  })

  test('is answered at once in danger, else once in three seconds', async () => {
    const opened = await open()
    const at = await clinicAtWork(opened)
    await discharge(opened, at)
    for (const said of ['hello', 'hello?', 'STOP', 'SOS', RED]) await at.says(said)
    expect(texts(at)).toHaveLength(4)
  })

  test('is shown to duty where that was said: red as red, anything else as info, and never a word of it', async () => {
    const opened = await open()
    const at = await clinicAtWork(opened)
    await discharge(opened, at, 'duty')
    await at.says('thank you for everything')
    expect(await opened.people.flags(at.clinic)).toMatchObject([
      { level: 'info', reasons: [{ rule: 'after-discharge' }] },
    ])
    expect(texts(at).at(-1)).toContain('can see that you wrote here, and not what you wrote')
    await at.says(RED)
    const [flag] = await opened.people.flags(at.clinic)
    expect(flag).toMatchObject({ level: 'red', state: 'open' })
    expect(flag?.reasons.at(-1)).toMatchObject({ rule: 'screen' })
    expect(flag?.reasons.at(-1)?.detail).toContain('after-discharge')
    expect(texts(at).at(-1)).toMatch(
      /^I have told Dr Reed that you wrote, without your words\. They will probably read/,
    )
    expect(await opened.duty.dueEscalations(at.clinic)).toHaveLength(1)
    expect(JSON.stringify(await opened.people.flags(at.clinic))).not.toMatch(/thank you|kill myself/)
    expect(await countOf(opened, at.clinic, 'inbox')).toBe(0)
    expect(await countOf(opened, at.clinic, 'transcript')).toBe(0)
  })

  test('who blocks the chat, or opens a pairing link again, raises nothing', async () => {
    const opened = await open()
    const at = await clinicAtWork(opened)
    await discharge(opened, at, 'duty')
    await at.channel.delivers(at.address.reveal(), { kind: 'blocked' })
    expect(texts(at)).toEqual([])
    await at.channel.delivers(at.address.reveal(), { kind: 'pair', code: 'used up' })
    expect(texts(at)).toEqual([expect.stringContaining('no longer read')])
    expect(await opened.people.flags(at.clinic)).toEqual([])
  })

  test('reads nothing before the flag is written, and is answered when the platform offers the message again', async () => {
    const opened = await open()
    const at = await clinicAtWork(opened)
    await discharge(opened, at, 'duty')
    await opened.asSuperuser((session) => session.run('alter table holdfast.flags rename to flags_gone'))
    await expect(at.says(RED)).rejects.toThrow('refused')
    expect(texts(at)).toEqual([])
    await opened.asSuperuser((session) => session.run('alter table holdfast.flags_gone rename to flags'))
    await at.channel.redelivers()
    expect(texts(at)).toHaveLength(2)
  })

  describe('is spoken to by nothing', () => {
    test('that was running: no line that waits, no check of silence, no reminder', async () => {
      const opened = await open()
      const at = await inPractice(opened)
      const before = texts(at).length
      // A turn is taken and its line waits; then another message comes, whose turn is not.
      await at.says('next')
      await takeTurn(at.turns, at.clinic, at.client)
      expect(await countOf(opened, at.clinic, 'outbox')).toBeGreaterThan(before)
      await at.says('next')
      expect(await discharge(opened, at)).toBe('discharged')
      await at.work()
      for (const hours of [1, 24, 24 * 7]) {
        await opened.advanceTestClock(hours * HOUR)
        await at.work()
      }
      expect(texts(at)).toHaveLength(before)
      expect(await opened.store.waiting(at.clinic, 10)).toEqual([])
    })

    test('that falls due later: the timer that tells of a reading is taken up in silence', async () => {
      const opened = await open()
      const at = await clinicAtWork(opened)
      await discharge(opened, at, 'duty')
      await at.says(RED)
      const cards = texts(at).length
      const [due] = await opened.duty.dueEscalations(at.clinic)
      await opened.duty.acknowledge(at.clinic, due!.id, at.therapist)
      expect((await load(opened, at)).cause).toMatchObject({ kind: 'timer', timer: 'read' })
      await at.work()
      expect(texts(at)).toHaveLength(cards)
      expect(await opened.store.waiting(at.clinic, 10)).toEqual([])
    })
  })

  test('is not made of one whose red or black flag is open, or taken and not closed', async () => {
    const opened = await open()
    const at = await clinicAtWork(opened)
    for (const level of ['red', 'black'] as const) {
      await opened.store.receive(aMessage(at, { flag: aFlag(at, { level }) }))
      expect(await discharge(opened, at)).toBe('flag-open')
      const [flag] = await opened.people.flags(at.clinic)
      await opened.people.takeFlag(at.clinic, flag!.id, at.therapist)
      expect(await discharge(opened, at)).toBe('flag-open')
      await opened.people.closeFlag(at.clinic, flag!.id, { kind: 'called', words: null }, at.therapist)
    }
    await opened.store.receive(aMessage(at, { flag: aFlag(at, { level: 'amber' }) }))
    expect(await discharge(opened, at)).toBe('discharged')
    expect(await discharge(opened, at)).toBe('already')
  })

  test('who is readmitted begins anew: what they write is kept again, and no old practice goes on', async () => {
    const opened = await open()
    const at = await inPractice(opened)
    const { clinic, client } = at
    await opened.asSuperuser((session) =>
      session.query(
        `insert into holdfast.timers (clinic_id, client_id, name, due_at)
         values ($1, $2, 'follow-up', holdfast.holdfast_now() + interval '1 hour')`,
        [clinic, client],
      ),
    )
    await discharge(opened, at)
    await at.says('are you there?')
    expect(await opened.people.readmit(at.clinic, at.client, 'Robin Reed')).toBe('readmitted')
    expect(await opened.people.readmit(at.clinic, at.client, 'Robin Reed')).toBe('not-discharged')
    const told = texts(at).length
    await opened.advanceTestClock(24 * HOUR)
    await at.work()
    expect(texts(at)).toHaveLength(told)
    const before = await countOf(opened, at.clinic, 'inbox')
    await say(opened, at, 'hi')
    expect(await countOf(opened, at.clinic, 'inbox')).toBe(before! + 1)
    expect(texts(at).at(-1)).toContain('What would you like now?')
  })

  test('whose link has ended is a stranger', async () => {
    const opened = await open()
    const at = await clinicAtWork(opened)
    await opened.asSuperuser((session) =>
      session.query("update holdfast.links set state = 'ended', ended_at = now() where link_id = $1", [at.link]),
    )
    await at.channel.delivers(at.address.reveal(), { kind: 'text', text: new Private('hello') })
    expect(texts(at)).toEqual([expect.stringContaining('tap or write your country')])
  })
})

test('the card after discharge fits into forty words in every country', async () => {
  const { engine } = await signedEngine()
  const [card] = engine.answer('discharged', 'en' as never, () => 'abcdefghijkl' as never)
  for (const country of countries())
    for (const minor of [false, true]) {
      const facts = factsFor({
        plan: { ...PLAN, country, minor },
        settings: settingsFor('robin' as never),
        owner: 'robin' as never,
        now: new Date('2026-11-24T01:00:00Z'),
      })
      const text = render(engine.line(card!.line), { keepsakes: {}, facts }, [], {
        silent: false,
        protect: false,
      }).text()
      const words = text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length
      expect([text, words]).toEqual([text, Math.min(40, words)])
    }
})
