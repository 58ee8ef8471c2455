import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { fromClinician } from '../../src/core/from-clinician.ts'
import type { RowId } from '../../src/core/ids.ts'
import { PLAN } from '../store/a-clinic.ts'
import { clinicAtWork } from '../support/clinic-at-work.ts'
import { eachDatabase, type TestStore } from '../support/database.ts'
import { nextClock } from '../support/daytime.ts'
import { aClinician, aClinicianLink } from './a-node.ts'

type AtWork = Awaited<ReturnType<typeof clinicAtWork>>

const MINUTE = 60_000
const texts = ({ channel, address }: AtWork) => channel.reads(address.reveal()).map(({ text }) => text)

async function say(opened: TestStore, at: AtWork, ...lines: string[]): Promise<void> {
  for (const line of lines) {
    await at.says(line)
    await at.work()
    await opened.advanceTestClock(61_000)
    await at.work()
  }
}

const WELCOME = ['hello', 'Yes, I want this', 'Go on without trying', 'Go on without trying', 'No, not now']

async function atTen(opened: TestStore) {
  const at = await clinicAtWork(opened)
  await nextClock(opened, PLAN.zone, '10:00')
  await say(opened, at, ...WELCOME, 'menu', 'My place', 'the old oak', 'acorn', 'Yes, ready', '2', '8')
  const robin = { clinic: at.clinic, client: at.client, by: at.therapist }
  const writes = (words: string, by = robin) =>
    opened.people.writeToClient({
      ...by,
      id: randomUUID() as RowId,
      message: fromClinician({ kind: 'from-clinician', name: 'Robin Reed', words }),
    })
  return { at, robin, writes }
}

eachDatabase('a hand-over (care C2)', (open) => {
  test('ends the practice, tells the client who is there, and starts none meanwhile', async () => {
    const opened = await open()
    const { at, robin } = await atTen(opened)
    expect(await opened.people.takeConversation(robin)).toBe('changed')
    await at.work()
    expect(texts(at).at(-1)).toContain('Robin Reed reads this chat now')
    await say(opened, at, 'menu', 'Settle me')
    expect(texts(at).at(-1)).toContain('Name some things you see')
    await at.says('menu')
    const input = await opened.store.loadTurn(at.clinic, at.client)
    expect(input?.conversation?.practice).toBeNull()
    await at.work()
    const buttons = at.channel
      .reads(at.address.reveal())
      .at(-1)
      ?.buttons.map(({ label }) => label)
    expect(buttons).toEqual(['Settle me', 'My plan and people', 'I am not OK'])
  })

  test('STOP, SOS, HELP and the screen answer as always', async () => {
    const opened = await open()
    const { at, robin } = await atTen(opened)
    await opened.people.takeConversation(robin)
    await at.work()
    await say(opened, at, 'stop')
    expect(texts(at).at(-1)).toMatch(/^Stopped/)
    await say(opened, at, 'help')
    expect(texts(at).join('\n')).toContain('I am an automated guide')
    await say(opened, at, 'I want to kill myself')
    expect(texts(at).at(-1)).toBe('Are you safe right now?')
    expect((await opened.people.flags(at.clinic))[0]).toMatchObject({ level: 'red' })
  })

  describe('a clinician’s own message (care C25)', () => {
    test('says first whose words it is, and stands in the transcript under their name', async () => {
      const opened = await open()
      const { at, robin, writes } = await atTen(opened)
      expect(await writes('I saw this.')).toBe('not-yours')
      await opened.people.takeConversation(robin)
      await at.work()
      expect(await writes('I saw this. I ring you at nine.')).toBe('written')
      await at.work()
      expect(texts(at).at(-1)).toBe('Robin Reed writes: I saw this. I ring you at nine.')
      const rows = await opened.asSuperuser((session) =>
        session.query<{ clinician: string; line: string | null }>(
          `select clinician_id as clinician, line from holdfast.transcript where clinic_id = $1 and who = 'clinician'`,
          [at.clinic],
        ),
      )
      expect(rows).toEqual([{ clinician: at.therapist, line: null }])
    })

    test('is for whoever has the conversation and nobody else', async () => {
      const opened = await open()
      const { at, robin, writes } = await atTen(opened)
      const kim = { ...robin, by: await aClinician(opened, at.clinic, 'Kim Lee') }
      await opened.people.takeConversation(robin)
      expect(await opened.people.takeConversation(robin)).toBe('already')
      expect(await opened.people.takeConversation(kim)).toBe('taken')
      expect(await writes('hello', kim)).toBe('not-yours')
    })
  })

  test('that nobody answers for fifteen minutes is told to the client with the numbers, and to the chain', async () => {
    const opened = await open()
    const { at, robin } = await atTen(opened)
    const link = await aClinicianLink(opened, at, at.therapist)
    await opened.people.takeConversation(robin)
    await at.work()
    await say(opened, at, 'are you there')
    await opened.advanceTestClock(10 * MINUTE)
    await say(opened, at, 'hello?')
    await opened.advanceTestClock(4 * MINUTE)
    await at.work()
    expect(texts(at).at(-1)).toMatch(/^Robin Reed has not answered here yet\. .*000/s)
    expect((await opened.people.flags(at.clinic))[0]?.reasons.map(({ rule }) => rule)).toContain('handover-unanswered')
    expect(at.channel.reads(link.address).at(-1)?.text).toContain('RED')
  })

  test('that was answered waits anew from the next word; given back, the chat says what it is again', async () => {
    const opened = await open()
    const { at, robin, writes } = await atTen(opened)
    await opened.people.takeConversation(robin)
    await at.work()
    await say(opened, at, 'are you there')
    await opened.advanceTestClock(10 * MINUTE)
    await writes('I am.')
    await opened.advanceTestClock(10 * MINUTE)
    await at.work()
    expect(texts(at).at(-1)).toBe('Robin Reed writes: I am.')
    expect(await opened.people.giveBackConversation(robin)).toBe('changed')
    await at.work()
    expect(texts(at).at(-1)).toContain('Nobody reads here live now')
    await say(opened, at, 'menu')
    expect(
      at.channel
        .reads(at.address.reveal())
        .at(-1)
        ?.buttons.map(({ label }) => label),
    ).toContain('My place')
  })
})
