import { describe, expect, test } from 'vitest'
import type { FlowId } from '../../src/core/ids.ts'
import type { Plan } from '../../src/core/plan.ts'
import { Private } from '../../src/core/private.ts'
import { aLink, PLAN } from '../store/a-clinic.ts'
import { aNode, clinicAtWork } from '../support/clinic-at-work.ts'
import { eachDatabase, type TestStore } from '../support/database.ts'
import { nextClock } from '../support/daytime.ts'
import { aloneWith, READY } from '../support/ready.ts'
import { aClinicianLink } from './a-node.ts'

type AtWork = Awaited<ReturnType<typeof clinicAtWork>>

const MINUTE = 60_000
const texts = ({ channel, address }: AtWork) => channel.reads(address.reveal()).map(({ text }) => text)
const flagOf = async (opened: TestStore, at: AtWork) => (await opened.people.flags(at.clinic))[0]

async function say(opened: TestStore, at: AtWork, ...lines: string[]): Promise<void> {
  for (const line of lines) {
    await at.says(line)
    await at.work()
    await opened.advanceTestClock(61_000)
    await at.work()
  }
}

const WELCOME = ['hello', 'Yes, I want this', 'Go on without trying', 'Go on without trying', 'No, not now']
const START = ['hi', 'My place', 'Yes, ready']

/** Welcomed, with a place, at ten in the morning where they are. */
async function atTen(opened: TestStore): Promise<AtWork> {
  const at = await clinicAtWork(opened)
  await nextClock(opened, PLAN.zone, '10:00')
  await say(opened, at, ...WELCOME, 'hi', 'My place', 'the old oak', 'acorn', 'Not now')
  return at
}

eachDatabase('the rails on the store', (open) => {
  describe('silence after red', () => {
    test('is told to whoever acknowledged, once, in no words of the client (care C9)', async () => {
      const opened = await open()
      const at = await atTen(opened)
      const robin = await aClinicianLink(opened, at, at.therapist)
      await say(opened, at, '9')
      await opened.people.takeFlag(at.clinic, (await flagOf(opened, at))!.id, at.therapist)
      await opened.advanceTestClock(15 * MINUTE)
      await at.work()
      await at.work()
      const notices = at.channel.reads(robin.address).map(({ text }) => text)
      expect(notices.filter((text) => text.includes('no answer'))).toHaveLength(1)
      expect(notices.at(-1)).toMatch(
        /^RED \w+: no answer, noticed at \d\d:\d\d \(Australia\/Sydney\)\. Next, by a person/,
      )
      expect((await flagOf(opened, at))!.reasons.map(({ rule }) => rule)).toContain('no-answer')
      expect(texts(at).filter((text) => text.startsWith('This is one quiet check'))).toHaveLength(1)
    })

    test('is listened for no more once a person has said what came of it', async () => {
      const opened = await open()
      const at = await atTen(opened)
      const robin = await aClinicianLink(opened, at, at.therapist)
      await say(opened, at, '9')
      const flag = (await flagOf(opened, at))!
      await opened.people.takeFlag(at.clinic, flag.id, at.therapist)
      await opened.people.closeFlag(at.clinic, flag.id, { kind: 'called', words: null }, at.therapist)
      await opened.advanceTestClock(20 * MINUTE)
      await at.work()
      expect(at.channel.reads(robin.address).filter(({ text }) => text.includes('no answer'))).toEqual([])
      expect(texts(at).filter((text) => text.startsWith('This is one quiet check'))).toEqual([])
      expect(await opened.people.flags(at.clinic)).toMatchObject([{ state: 'closed' }])
    })

    test('is told to the whole chain while nobody has it, and to nobody once the client wrote', async () => {
      const opened = await open()
      const at = await atTen(opened)
      const robin = await aClinicianLink(opened, at, at.therapist)
      await say(opened, at, 'SOS', 'purple')
      await opened.advanceTestClock(20 * MINUTE)
      await at.work()
      const noAnswer = () => at.channel.reads(robin.address).filter(({ text }) => text.includes('no answer'))
      expect(noAnswer()).toEqual([])
      await say(opened, at, 'SOS')
      await opened.advanceTestClock(20 * MINUTE)
      await at.work()
      expect(noAnswer()).toHaveLength(1)
    })
  })

  test('a chat is cleared of what both wrote, and one harmless line is left (care C7)', async () => {
    const opened = await open()
    const at = await atTen(opened)
    const before = texts(at).length
    await say(opened, at, 'he is hitting me', 'Clear this chat')
    expect(before).toBeGreaterThan(5)
    expect(texts(at)).toEqual(['All right.'])
    expect(at.channel.takenBack.length).toBeGreaterThan(10)
    const rows = await opened.asSuperuser((session) =>
      session.query<{ n: number }>(
        `select count(*)::integer as n from holdfast.transcript where clinic_id = $1 and who = 'client'`,
        [at.clinic],
      ),
    )
    // What went from the chat is still there for the therapist.
    expect(rows[0]?.n).toBe(at.channel.takenBack.length)
  })

  describe('a place into which something came', () => {
    test('is not named in any line until the client keeps it (care C13)', async () => {
      const opened = await open()
      const at = await atTen(opened)
      await say(opened, at, ...START, '2', '8', 'Ready')
      expect(texts(at).join('\n')).toContain('“the old oak”')
      await say(opened, at, 'It does not feel right', 'I have looked around', 'Enough for now', 'I have looked around')
      const shown = texts(at).length
      await nextClock(opened, PLAN.zone, '09:00')
      await say(opened, at, 'hi', 'My place')
      expect(texts(at).slice(shown).join('\n')).not.toContain('old oak')
      await say(opened, at, 'Keep this place', 'Yes, ready', '2', '8', 'Ready')
      expect(texts(at).slice(shown).join('\n')).toContain('“the old oak”')
    })

    test('is gone once the client takes another', async () => {
      const opened = await open()
      const at = await atTen(opened)
      await say(
        opened,
        at,
        ...START,
        '2',
        '8',
        'It does not feel right',
        'I have looked around',
        'Enough for now',
        'I have looked around',
      )
      await nextClock(opened, PLAN.zone, '09:00')
      const shown = texts(at).length
      await say(opened, at, 'hi', 'My place', 'My other place', 'the hut', 'moss', 'Yes, ready', '2', '8', 'Ready')
      expect(texts(at).slice(shown).join('\n')).toContain('“the hut”')
      expect(texts(at).slice(shown).join('\n')).not.toContain('old oak')
    })
  })

  test('what is recorded against amber practices ends one that runs, at the next turn (clinical 1.5)', async () => {
    const opened = await open()
    const at = await atTen(opened)
    const letter = 'letter' as FlowId
    const change = (over: Partial<Plan>) =>
      opened.people.savePlan(at.clinic, at.client, (plan) => ({ ...plan, ...over }), 'Robin Reed')
    await change({ flows: [letter], alone: aloneWith(letter), amberHours: { from: '00:00', to: '23:59' } })
    await say(opened, at, 'menu', 'More practices', 'Other practices', 'A kind letter', 'Yes, I want to try', 'Yes')
    await say(opened, at, 'Yes, ready', '2', '8', 'Here')
    expect(texts(at).at(-1)).toContain('Who is it for?')
    await change({ readiness: { ...READY, against: ['abuse-now'] } })
    await say(opened, at, 'Me today')
    expect(texts(at).slice(-2).join(' ')).toMatch(/stay with steadying.*look around/)
    await say(opened, at, 'menu', 'More practices', 'Other practices')
    expect(texts(at).at(-1)).not.toContain('A kind letter')
  })

  describe('the latch (P7)', () => {
    test('raised by a clinician ends imagery on another node, and outlives a new pairing and a new program', async () => {
      const opened = await open()
      const at = await atTen(opened)
      await say(opened, at, ...START, '2', '8')
      const decision = { clinic: at.clinic, client: at.client, by: 'Robin Reed', reason: 'we agreed on a rest' }
      expect(await opened.people.raiseLatch(decision)).toBe('raised')
      expect(await opened.people.raiseLatch(decision)).toBe('already')
      const other = await aNode(opened, at, at.channel)
      await at.says('Ready')
      await other.work()
      expect(texts(at).at(-2)).toContain('stay with steadying')

      const phone = await aLink(opened, at, 'telegram')
      const fresh = await aNode(opened, at, at.channel)
      for (const words of ['menu', 'My place']) {
        await at.channel.says(phone.address.reveal(), words)
        await fresh.work()
      }
      expect(at.channel.reads(phone.address.reveal()).at(-1)?.text).toContain('Until Dr Reed has looked')
      expect(await opened.people.lowerLatch(decision)).toBe('lowered')
      expect(await opened.people.lowerLatch(decision)).toBe('not-raised')
    })
  })

  test('a pause ends at the client’s midnight, or by a clinician’s word (care C6)', async () => {
    const opened = await open()
    const at = await atTen(opened)
    const latest = () => texts(at).at(-1)
    await say(opened, at, ...START, '8', 'stop', 'All right, finished', 'hi', 'My place')
    expect(latest()).toContain('Until Dr Reed has looked')
    const change = { clinic: at.clinic, client: at.client, by: 'Robin Reed' }
    expect(await opened.people.endPause(change)).toBe('ended')
    expect(await opened.people.endPause(change)).toBe('not-paused')
    await say(opened, at, 'hi', 'My place')
    expect(latest()).toContain('somewhere private')
    await opened.advanceTestClock(10 * MINUTE)
    await say(opened, at, 'menu')
    await nextClock(opened, PLAN.zone, '09:00')
    await say(opened, at, ...START, '8', 'stop', 'All right, finished')
    await nextClock(opened, PLAN.zone, '23:58')
    await say(opened, at, 'menu', 'My place')
    expect(latest()).toContain('Until Dr Reed has looked')
    await nextClock(opened, PLAN.zone, '00:01')
    await say(opened, at, 'menu', 'My place')
    expect(latest()).toContain('somewhere private')
  })

  test('a practice that leaves worse twice in three is held until a clinician opens it (clinical 3.1)', async () => {
    const opened = await open()
    const at = await atTen(opened)
    const flow = 'safe-place-rehearsal' as FlowId
    const worse = [
      ...START,
      '3',
      '8',
      'Ready',
      'Skip',
      'Skip',
      'Enough for now',
      'I have looked around',
      '5',
      'No',
      '8',
    ]
    await say(opened, at, ...worse)
    await opened.advanceTestClock(20 * MINUTE)
    await say(opened, at, ...worse)
    expect((await flagOf(opened, at))?.reasons).toMatchObject([{ rule: 'drift-runs', detail: [flow] }])
    await say(opened, at, 'hi', 'My place')
    expect(texts(at).at(-1)).toContain('Until Dr Reed has looked')
    const change = { clinic: at.clinic, client: at.client, by: 'Robin Reed', reason: 'another place', flow }
    expect(await opened.people.releaseFlow(change)).toBe('released')
    expect(await opened.people.releaseFlow(change)).toBe('not-held')
    await say(opened, at, 'hi', 'My place')
    expect(texts(at).at(-1)).toContain('somewhere private')
  })

  test('a safety plan is shown as it stands, two taps away', async () => {
    const opened = await open()
    const at = await atTen(opened)
    const parts = { 'plan-helpers': new Private('Kim, my sister'), 'plan-alone': new Private('walk to the river') }
    await opened.people.saveSafetyPlan(at.clinic, at.client, parts, 'Robin Reed')
    await opened.people.saveSafetyPlan(
      at.clinic,
      at.client,
      { 'plan-alone': new Private('feed the cat') },
      'Robin Reed',
    )
    await say(opened, at, 'hi', 'My plan and people')
    expect(texts(at).slice(-3)).toEqual([
      'People who help: “Kim, my sister”.',
      expect.stringContaining('not written down yet'),
      'What I can do by myself: “feed the cat”.',
    ])
  })

  test('limits of a plan hold from the next message on', async () => {
    const opened = await open()
    const at = await atTen(opened)
    await opened.people.savePlan(at.clinic, at.client, (plan) => ({ ...plan, tighter: { startAt: 3 } }), 'Robin Reed')
    await say(opened, at, ...START, '3')
    expect(texts(at).join('\n')).toContain('settling comes first')
    expect(await opened.people.plan(at.clinic, at.client)).toMatchObject({ tighter: { startAt: 3 } })
  })

  test('whoever comes of age is asked for their yes again, once nothing runs, and their therapist knows (care C10)', async () => {
    const opened = await open()
    const at = await clinicAtWork(opened)
    const today = (await opened.store.time()).toTemporalInstant().toZonedDateTimeISO(PLAN.zone).toPlainDate()
    const born = today.add({ days: 2 }).subtract({ years: 18 }).toString()
    await opened.people.savePlan(at.clinic, at.client, (plan) => ({ ...plan, minor: true, born }), 'Dr Reed')
    await say(opened, at, ...WELCOME, 'hi')
    expect(texts(at).at(-1)).toBe('What would you like now?')
    await opened.advanceTestClock(3 * 24 * 60 * MINUTE)
    await say(opened, at, 'hi')
    expect(texts(at).at(-1)).toContain('Do you want to use this?')
    expect((await flagOf(opened, at))?.reasons.map(({ rule }) => rule)).toEqual(['came-of-age'])
    await say(opened, at, ...WELCOME.slice(1), 'hi')
    expect(texts(at).at(-1)).toBe('What would you like now?')
    expect((await flagOf(opened, at))?.reasons).toHaveLength(1)
    // Nobody wrote anything down since, and the rules of minors hold no longer, for turns, first answers and the console.
    await at.says('hi')
    expect((await opened.store.loadTurn(at.clinic, at.client))?.plan.minor).toBe(false)
    expect((await opened.people.plan(at.clinic, at.client))?.minor).toBe(false)
    const writes = await opened.store.sender(at.clinic, 'telegram', at.address)
    expect(writes.kind === 'client' && writes.plan.minor).toBe(false)
  })
})
