import { expect, test } from 'vitest'
import { LEVELS } from '../../src/care/levels.ts'
import { coveredUntil, dueNow } from '../../src/care/round.ts'
import type { ClinicianId } from '../../src/core/ids.ts'
import { mostUrgentNotice } from '../../src/escalation/round-text.ts'
import { aClient, aFlag, aMessage, settingsFor } from '../store/a-clinic.ts'
import { eachDatabase } from '../support/database.ts'
import { aClinician, aClinicianLink, saveSettings, settingsOf } from '../turn/a-node.ts'
import { atTheRound, CONSOLE, EVERY_DAY } from './at-the-round.ts'

const MINUTE = 60_000

eachDatabase('the clinic round', (open) => {
  test('tells whoever is on duty once a day, in counts only', async () => {
    const opened = await open()
    const { at, world, chats, look, told } = await atTheRound(opened)
    await opened.store.receive(aMessage(at, { flag: aFlag(at, { level: 'amber', escalation: null }) }))
    expect(await look()).toBe(1)
    const rows = await told()
    expect(rows.map(({ to }) => to)).toEqual([chats.robin.address])
    expect(rows[0]?.text).toContain('Open: 0 black, 0 red, 1 amber, 0 info.')
    expect(rows[0]?.text).toContain('Hours until 18:00')
    expect(rows[0]?.text).not.toContain((await opened.people.flags(at.clinic))[0]?.pseudonym)
    await world.advance(5 * MINUTE)
    expect(await look()).toBe(0)
  })

  test('an amber interrupts nobody before the round', async () => {
    const opened = await open()
    const { at, told } = await atTheRound(opened)
    await opened.store.receive(aMessage(at, { flag: aFlag(at, { level: 'amber', escalation: null }) }))
    expect(await opened.duty.dueEscalations(at.clinic)).toEqual([])
    expect(await told()).toEqual([])
  })

  test('confirmed by one press, it asks nobody further', async () => {
    const opened = await open()
    const { chats, world, look, told, press, covered } = await atTheRound(opened)
    await look()
    expect(await press(chats.robin.address, 'I am on', await told())).toBe('Thank you. You are on.')
    await world.advance(LEVELS.round.confirmMinutes * MINUTE)
    expect(await look()).toBe(0)
    expect(await covered()).toBe(true)
  })

  test('confirmed by nobody in 30 minutes, the lead is told and clients read that nobody is there, until somebody is', async () => {
    const opened = await open()
    const { chats, world, look, told, press, covered } = await atTheRound(opened)
    await look()
    const round = await told()
    await world.advance((LEVELS.round.confirmMinutes - 1) * MINUTE)
    expect(await look()).toBe(0)
    await world.advance(MINUTE)
    expect(await look()).toBe(1)
    const chased = await told()
    expect(chased.map(({ to }) => to)).toEqual([chats.lou.address])
    expect(chased[0]?.text).toContain('Nobody confirmed the morning round')
    expect(await covered()).toBe(false)
    await world.advance(MINUTE)
    expect(await look()).toBe(0)
    await press(chats.robin.address, 'I am on', round)
    expect(await covered()).toBe(true)
  })

  test('confirmed by nobody in 30 minutes, whoever agreed to stand in is asked first, and the leads after 30 more', async () => {
    const opened = await open()
    const { at, chats, world, look, told, press, covered } = await atTheRound(opened)
    const kim = await aClinician(opened, at.clinic, 'Kim Lee')
    const chat = await aClinicianLink(opened, at, kim)
    await saveSettings(opened, at, { onCall: { clinician: kim, minutes: 20, agreedOn: '2026-01-01' } })
    await look()
    await told()
    await world.advance(LEVELS.round.confirmMinutes * MINUTE)
    expect(await look()).toBe(1)
    const asked = await told()
    expect(asked.map(({ to }) => to)).toEqual([chat.address])
    expect(asked[0]?.text).toContain('Are you on?')
    expect(await covered()).toBe(true)
    await world.advance(LEVELS.round.confirmMinutes * MINUTE)
    expect(await look()).toBe(1)
    expect((await told()).map(({ to }) => to)).toEqual([chats.lou.address])
    expect(await covered()).toBe(false)
    expect(await press(chat.address, 'I am on', asked)).toBe('Thank you. You are on.')
    expect(await covered()).toBe(true)
  })

  test('whoever cannot cover is not told until the clinic next opens', async () => {
    const opened = await open()
    const { at, chats, look, told, press, covered } = await atTheRound(opened)
    await look()
    expect(await press(chats.robin.address, 'I cannot cover', await told())).toContain('until the clinic next opens')
    expect((await settingsOf(opened, at.clinic))?.absences).toMatchObject([
      { clinician: at.therapist, why: 'cannot-cover' },
    ])
    expect(await covered()).toBe(false)
  })

  test('says on a press what is most urgent: the gravest, by pseudonym and level', async () => {
    const opened = await open()
    const { at, chats, look, told, press } = await atTheRound(opened)
    await look()
    const round = await told()
    expect(round[0]?.message).toMatchObject({ link: { label: 'Open queue', url: CONSOLE } })
    expect(await press(chats.robin.address, 'Next most urgent', round)).toBe('Nothing is open.')
    await opened.store.receive(aMessage(at, { flag: aFlag(at, { level: 'amber', escalation: null }) }))
    const other = { ...at, ...(await aClient(opened, at.clinic, at.therapist)) }
    await opened.store.receive(aMessage(other, { flag: aFlag(other) }))
    const red = (await opened.people.flags(at.clinic)).find(({ level }) => level === 'red')
    expect(await press(chats.robin.address, 'Next most urgent', round)).toMatch(
      new RegExp(`^Next: RED ${red?.pseudonym}, since .* Nobody has it yet\\.`),
    )
    const first = mostUrgentNotice(
      await opened.peopleAs(at.therapist).flags(at.clinic),
      settingsFor(at.therapist),
      CONSOLE,
    )
    expect(first.link?.url).toBe(`${CONSOLE}/clients/${other.client}/conversation`)
    // A therapist whose clients these are not, and who stands in no chain, reads of none of them.
    const kim = await aClinicianLink(opened, at, await aClinician(opened, at.clinic, 'Kim Lee'))
    expect(await press(kim.address, 'Next most urgent', round)).toBe('Nothing is open.')
  })

  test('a button of a round that was never told belongs to nothing', async () => {
    const opened = await open()
    const { chats, press } = await atTheRound(opened)
    const forged = [{ message: { buttons: [{ label: 'x', token: 'ack:round.morning-2020-01-01.on' }] } }]
    expect(await press(chats.robin.address, 'x', forged)).toContain('nothing that is open')
  })
})

eachDatabase('the weekly drill', (open) => {
  test('answered by somebody it is done; by nobody, the leads are told', async () => {
    const opened = await open()
    const { weekday, at: clock, answerMinutes } = LEVELS.drill
    const { at, chats, world, look, told, press } = await atTheRound(opened, clock, weekday)
    await saveSettings(opened, at, { rounds: { morning: '00:00', evening: '00:00' } })
    expect(await look()).toBe(1)
    const drill = await told()
    expect(drill[0]?.text).toMatch(/^DRILL\. Nobody is in danger/)
    await world.advance(answerMinutes * MINUTE)
    expect(await look()).toBe(1)
    expect((await told()).map(({ to, text }) => [to, text.slice(0, 15)])).toEqual([
      [chats.lou.address, 'Nobody answered'],
    ])
    expect(await press(chats.robin.address, 'I got this', drill)).toContain('The drill reached you')
    const other = await atTheRound(opened, clock, weekday)
    await saveSettings(opened, other.at, { rounds: { morning: '00:00', evening: '00:00' } })
    await other.look()
    await other.press(other.chats.robin.address, 'I got this', await other.told())
    await other.world.advance(answerMinutes * MINUTE)
    expect(await other.look()).toBe(0)
  })
})

test('rounds keep to the wall clock over the change of the clock, and to covered hours', () => {
  const settings = { ...settingsFor('r' as ClinicianId), zone: 'Europe/London', cover: EVERY_DAY }
  const due = (text: string) => dueNow(settings, new Date(text)).due
  expect([due('2026-03-28T08:29:00Z'), due('2026-03-28T08:30:00Z')]).toEqual([[], ['morning']])
  expect([due('2026-03-29T07:29:00Z'), due('2026-03-29T07:30:00Z')]).toEqual([[], ['morning']])
  expect(due('2026-03-29T13:00:00Z')).toEqual([])
  expect(dueNow({ ...settings, cover: [] }, new Date('2026-03-28T08:30:00Z')).due).toEqual([])
  expect(coveredUntil(settings, new Date('2026-03-29T12:00:00Z')).toISOString()).toBe('2026-03-29T17:00:00.000Z')
})
