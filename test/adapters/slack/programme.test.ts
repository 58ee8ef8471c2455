import { createHash, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { FlowId, LinkId } from '../../../src/core/ids.ts'
import { Private } from '../../../src/core/private.ts'
import { aClient, aClinic } from '../../store/a-clinic.ts'
import { signAll } from '../../support/clinic-at-work.ts'
import { clockTo } from '../../support/daytime.ts'
import { openMemoryStore } from '../../support/database.ts'
import { onSlack, openSlack } from './on-slack.ts'
import { TEAM } from './under-test.ts'

/* The check-in of a day programme over a third party's Slack (care C22): a direct message of at most three questions, once
 * on each programme day, until it closes. */

let slack: Awaited<ReturnType<typeof openSlack>>
let opened: Awaited<ReturnType<typeof openMemoryStore>>

beforeAll(async () => {
  ;[slack, opened] = await Promise.all([openSlack(), openMemoryStore()])
})
afterAll(async () => {
  await slack.close()
  await opened.close()
})

const ZONE = 'Europe/Berlin'
const ASKED = 'Your ten minutes, if you like.'

/** A client on Slack with a programme on Mondays, Tuesdays and Thursdays from 9 to 15, on the Monday before it begins. */
async function inAProgramme() {
  const at = await aClinic(opened)
  await signAll(opened, at.clinic)
  const { client } = await aClient(opened, at.clinic, at.therapist)
  const sam = await slack.person('sam')
  const codeHash = createHash('sha256').update(randomUUID()).digest('hex')
  await opened.people.addPairingCode({
    clinic: at.clinic,
    codeHash,
    for: { kind: 'client', id: client },
    expiresAfterMs: 600_000,
  })
  const link = randomUUID() as LinkId
  const address = new Private(`${TEAM}:${sam.id}`)
  await opened.people.openPairing({ clinic: at.clinic, codeHash, link, channel: 'slack', address, display: undefined })
  await opened.people.confirmLink(at.clinic, link, 'Robin Reed')
  const node = await onSlack({ opened, at, slack })
  const now = (await opened.store.time()).toTemporalInstant().toZonedDateTimeISO(ZONE)
  const monday = now.add({ days: 8 - now.dayOfWeek }).withPlainTime('07:30')
  await clockTo(opened, monday)
  await node.says(sam, 'hello')
  for (const label of ['Yes, I want this', 'Go on without trying', 'Go on without trying', 'No, not now'])
    await node.taps(sam, label)
  const assignment = {
    id: 'a1',
    flow: 'check-in' as FlowId,
    rule: 'FREQ=DAILY;BYDAY=MO,TU,TH;BYHOUR=9',
    windowMinutes: 360,
    since: new Date(monday.epochMilliseconds).toISOString(),
    programme: true,
  }
  const change = { zone: ZONE, assignments: [assignment] }
  await opened.people.savePlan(at.clinic, client, (plan) => ({ ...plan, ...change }), 'operator')
  const texts = async () => (await sam.messages()).map(({ text }) => text)
  /** What comes by itself until then. */
  const comes = async (day: number, clock: string) => {
    const before = (await texts()).length
    await clockTo(opened, monday.add({ days: day }).withPlainTime(clock))
    await node.work()
    return (await texts()).slice(before)
  }
  const flag = async () => {
    const [one] = await opened.people.flags(at.clinic)
    return one && { level: one.level, rules: one.reasons.map(({ rule }) => rule) }
  }
  return { ...node, at, sam, texts, comes, flag }
}

test(
  'three missed in a row are amber, one is information, and on other days nothing comes',
  { timeout: 60_000 },
  async () => {
    const { channel, comes, flag, says, taps, sam, texts } = await inAProgramme()
    expect(await comes(0, '09:01')).toEqual([ASKED])
    expect(await comes(0, '14:59')).toEqual([])
    expect(await flag()).toBeUndefined()
    expect(await comes(0, '15:01')).toEqual([])
    expect(await flag()).toEqual({ level: 'info', rules: ['check-in-missed'] })
    expect(await comes(1, '09:01')).toEqual([ASKED])
    await comes(1, '15:01')
    expect(await comes(2, '23:00')).toEqual([])
    expect(await comes(3, '09:01')).toEqual([ASKED])
    await comes(3, '15:01')
    expect((await flag())?.level).toBe('amber')
    expect((await flag())?.rules.at(-1)).toBe('check-ins-missed')
    // Friday, Saturday, Sunday: none. On Monday it is answered by buttons, in at most three questions.
    expect(await comes(6, '23:00')).toEqual([])
    expect(await comes(7, '09:01')).toEqual([ASKED])
    const before = (await texts()).length
    for (const label of ['Begin', '2', '8']) await taps(sam, label)
    await says(sam, 'steady')
    const news = (await texts()).slice(before)
    expect(news.filter((text) => text.includes('?'))).toHaveLength(3)
    expect(news.at(-1)).toContain('can read it')
    const rules = (await flag())?.rules
    expect(await comes(7, '15:01')).toEqual([])
    expect((await flag())?.rules).toEqual(rules)
    // And from whatever stands there, out and to people: by a word and by buttons.
    await says(sam, 'hi')
    for (const label of ['Settle me', 'Next', 'Next', 'Stop']) await taps(sam, label)
    expect((await texts()).at(-1)).toContain('Stopped.')
    await taps(sam, 'I am not OK')
    expect((await texts()).slice(-3).join(' ')).toContain('000')
    expect((await flag())?.level).toBe('red')
    await channel.stop()
  },
)
