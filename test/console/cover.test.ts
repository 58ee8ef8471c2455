import { expect, test } from 'vitest'
import type { ClinicianId } from '../../src/core/ids.ts'
import { aClinic } from '../store/a-clinic.ts'
import { eachDatabase, type TestStore } from '../support/database.ts'
import { aClinicianLink, saveSettings, settingsOf } from '../turn/a-node.ts'
import { aClinician, aConsole, Browser } from './a-console.ts'

const EVERY_DAY = [{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '00:00' }]

/** A lead and a therapist whom a channel reaches, and one whom none does; covered at all hours by the lead. */
async function aDesk(opened: TestStore) {
  const at = await aClinic(opened)
  const lead = await aClinician(opened, at.clinic, 'lead', 'Lou Hall')
  await aClinicianLink(opened, at, lead)
  await aClinicianLink(opened, at, at.therapist)
  const unlinked = await aClinician(opened, at.clinic, 'therapist', 'Kim Lee')
  await saveSettings(opened, at, { cover: EVERY_DAY, chain: [{ clinician: lead, minutes: 15 }] })
  const { app } = aConsole(opened, at.clinic)
  const as = (clinician: ClinicianId) => Browser.as(opened, app, { clinic: at.clinic, clinician })
  return { at, lead, unlinked, as, settings: () => settingsOf(opened, at.clinic).then((found) => found!) }
}

eachDatabase('escalations and cover', (open) => {
  test('the chain is saved in its order with its minutes, and a step moves up with one press', async () => {
    const { at, lead, as, settings } = await aDesk(await open())
    const browser = await as(lead)
    const steps = { who: [lead, at.therapist, ''], minutes: ['10', '25', '30'], red: '2', black: '1' }
    expect((await browser.post('/cover/chain', steps)).to).toBe('/console/cover')
    expect((await settings()).chain).toEqual([
      { clinician: lead, minutes: 10 },
      { clinician: at.therapist, minutes: 25 },
    ])
    expect((await settings()).acknowledgers).toEqual({ red: 2, black: 1 })
    await browser.post('/cover/chain', { ...steps, up: '1' })
    expect((await settings()).chain.map(({ clinician, minutes }) => [clinician, minutes])).toEqual([
      [at.therapist, 25],
      [lead, 10],
    ])
  })

  test.each([
    ['nobody at all', ['', ''], ['15', '15'], 'at least one person'],
    ['the same person twice', ['lead', 'lead'], ['15', '15'], 'stands in the chain twice'],
    ['no minutes', ['lead'], ['0'], 'whole minutes'],
  ])('a chain of %s is refused', async (_what, who, minutes, why) => {
    const { lead, as, settings } = await aDesk(await open())
    const browser = await as(lead)
    const steps = { who: who.map((one) => (one === 'lead' ? lead : '')), minutes }
    const answer = await browser.post('/cover/chain', steps)
    expect([answer.status, answer.text.includes(why)]).toEqual([409, true])
    expect((await settings()).chain).toEqual([{ clinician: lead, minutes: 15 }])
  })

  test('hours, rounds and single dates are saved as they were filled in', async () => {
    const { lead, as, settings } = await aDesk(await open())
    const browser = await as(lead)
    await browser.post('/cover/hours', {
      'day-0': ['1', '2'],
      'day-2': ['6'],
      opens: ['08:30', '', '10:00'],
      closes: ['17:30', '', '12:00'],
      morning: '08:45',
      evening: '16:45',
    })
    expect(await settings()).toMatchObject({
      cover: [
        { days: [1, 2], from: '08:30', to: '17:30' },
        { days: [6], from: '10:00', to: '12:00' },
      ],
      rounds: { morning: '08:45', evening: '16:45' },
    })
    expect((await browser.post('/cover/holidays', { on: '2026-12-25', opens: '09:00' })).status).toBe(409)
    await browser.post('/cover/holidays', { on: '2026-12-25', name: 'Christmas Day' })
    await browser.post('/cover/holidays', { on: '2026-12-24', opens: '09:00', closes: '12:00' })
    expect((await settings()).holidays).toEqual([
      { on: '2026-12-25', name: 'Christmas Day', windows: [] },
      { on: '2026-12-24', windows: [{ from: '09:00', to: '12:00' }] },
    ])
    await browser.post('/cover/holidays/remove', { on: '2026-12-25' })
    expect((await settings()).holidays?.map(({ on }) => on)).toEqual(['2026-12-24'])
  })

  test('the last day of leave is a day of leave, and only somebody who can be reached stands for them', async () => {
    const { at, lead, unlinked, as, settings } = await aDesk(await open())
    const browser = await as(lead)
    const leave = { clinician: lead, first: '2026-03-05', last: '2026-03-06' }
    for (const wrong of [{ deputy: unlinked }, { deputy: lead }, { last: '2026-03-04' }, { first: '2026-02-30' }])
      expect((await browser.post('/cover/away', { ...leave, ...wrong })).status, JSON.stringify(wrong)).toBe(409)
    await browser.post('/cover/away', { ...leave, deputy: at.therapist })
    // Midnights in Sydney, eleven hours before those of the universal clock.
    expect((await settings()).absences).toEqual([
      {
        clinician: lead,
        from: '2026-03-04T13:00:00.000Z',
        to: '2026-03-06T13:00:00.000Z',
        why: 'leave',
        deputy: at.therapist,
      },
    ])
    await browser.post('/cover/back', { clinician: lead })
    expect((await settings()).absences).toEqual([])
  })

  test('a therapist speaks for themselves and for nobody else', async () => {
    const { at, lead, as, settings } = await aDesk(await open())
    const browser = await as(at.therapist)
    const leave = { first: '2026-03-05', last: '2026-03-06' }
    expect((await browser.post('/cover/away', { ...leave, clinician: lead })).text).toContain('A lead or an admin')
    expect((await browser.post('/cover/away', { ...leave, clinician: at.therapist })).status).toBe(303)
    expect((await browser.post('/cover/back', { clinician: lead })).status).toBe(409)
    expect((await browser.post('/cover/cannot')).text).toContain('not in the chain now')
    expect((await settings()).absences?.map(({ clinician }) => clinician)).toEqual([at.therapist])
  })

  test('covered hours that reach nobody stand in red on every page, until somebody stands in', async () => {
    const { at, lead, as } = await aDesk(await open())
    const browser = await as(lead)
    expect((await browser.get('/cover')).text).toContain('Every covered hour of the next 30 days reaches a person.')
    await browser.post('/cover/away', { clinician: lead, first: '2026-03-05', last: '2026-03-06' })
    const [cover, account] = [await browser.get('/cover'), await browser.get('/account')]
    for (const { text } of [cover, account]) {
      expect(text).toContain('role="alert"')
      expect(text).toContain('Covered hours that reach nobody: Thu 5 Mar, 00:00 to Sat 7 Mar, 00:00.')
    }
    expect(cover.text).toContain('<a href="#away">Name a deputy, or take the hours back</a>')
    await browser.post('/cover/away', {
      clinician: lead,
      first: '2026-03-05',
      last: '2026-03-06',
      deputy: at.therapist,
    })
    expect((await browser.get('/account')).text).not.toContain('role="alert"')
  })

  test('a round that nobody confirmed stands in red, and “I am on” of the chain ends it', async () => {
    const opened = await open()
    const { at, lead, as, settings } = await aDesk(opened)
    const span = { from: '2026-03-02T08:30:00.000Z', to: '2026-03-02T12:00:00.000Z' }
    const later = { from: '2026-03-05T08:30:00.000Z', to: '2026-03-05T12:00:00.000Z' }
    await saveSettings(opened, at, { unconfirmed: [span, later] })
    const [browser, other] = [await as(lead), await as(at.therapist)]
    expect((await other.get('')).text).toContain('Nobody confirmed the round.')
    expect((await other.post('/cover/on')).text).toContain('Only somebody who stands in the chain now')
    expect((await browser.post('/cover/on')).status).toBe(303)
    expect((await settings()).unconfirmed).toEqual([later])
    expect((await browser.get('')).text).not.toContain('role="alert"')
  })

  test('somebody is on call at night once a channel reaches them and they agreed', async () => {
    const { at, lead, unlinked, as, settings } = await aDesk(await open())
    const browser = await as(lead)
    const asked = { clinician: at.therapist, minutes: '20' }
    expect((await browser.post('/cover/on-call', { ...asked, clinician: unlinked, agreed: 'yes' })).status).toBe(409)
    expect((await browser.post('/cover/on-call', asked)).text).toContain('agreed')
    await browser.post('/cover/on-call', { ...asked, agreed: 'yes' })
    expect((await settings()).onCall).toEqual({ clinician: at.therapist, minutes: 20, agreedOn: '2026-03-02' })
    await browser.post('/cover/on-call', { clinician: '' })
    expect((await settings()).onCall).toBeUndefined()
  })

  test('the preview says who is told and what the client reads, at that hour and by the chain as it stands', async () => {
    const opened = await open()
    const { at, lead, as } = await aDesk(opened)
    await saveSettings(opened, at, { cover: [{ days: [1, 2, 3, 4, 5], from: '08:30', to: '17:30' }] })
    const browser = await as(lead)
    const ask = async (fields: Record<string, string>) =>
      routeIn((await browser.get(`/cover?${new URLSearchParams(fields).toString()}`)).text)
    const day = await ask({ event: 'distress=9', at: '2026-03-04T10:00', zone: 'Australia/Sydney', country: 'AU' })
    expect(day).toContain('Urgent Covered hours.')
    expect(day).toContain('Wed 4 Mar 10:00: Lou Hall')
    expect(day).toContain('13 11 14')
    const night = await ask({ event: 'black', at: '2026-03-04T23:10', zone: 'Australia/Sydney', country: 'AU' })
    expect(night).toContain('Emergency Uncovered hours.')
    expect(night).toContain('Thu 5 Mar 08:30: Lou Hall, Robin Reed , all hands')
    for (const odd of [{ at: 'soon' }, { zone: 'Nowhere/Land' }, { event: 'drop table' }, { at: '2026-13-40T99:99' }])
      expect(await ask(odd), JSON.stringify(odd)).toContain('Who is told')
  })

  test('a test notice goes to somebody whom a channel reaches', async () => {
    const opened = await open()
    const { at, lead, unlinked, as } = await aDesk(opened)
    const browser = await as(lead)
    expect((await browser.post(`/cover/people/${unlinked}/test`)).text).toContain('No channel reaches them yet')
    expect((await browser.post(`/cover/people/${at.therapist}/test`)).text).toContain('on its way')
    const [row] = await opened.asSuperuser((session) =>
      session.query<{ n: number }>(
        `select count(*)::integer as n from holdfast.outbox o join holdfast.links l using (clinic_id, link_id)
         where o.clinic_id = $1 and l.clinician_id = $2`,
        [at.clinic, at.therapist],
      ),
    )
    expect(row?.n).toBe(1)
  })

  test('more than 72 hours without cover is signed by a lead, with a reason', async () => {
    const opened = await open()
    const { at, lead, as, settings } = await aDesk(opened)
    await saveSettings(opened, at, { cover: [{ days: [1], from: '08:30', to: '17:30' }] })
    const browser = await as(lead)
    expect((await browser.get('/cover')).text).toContain('More than 72 hours without a covered minute')
    expect((await browser.post('/cover/long-gap', { reason: '' })).status).toBe(409)
    await browser.post('/cover/long-gap', { reason: 'one clinic day a week, told in session' })
    expect((await settings()).longGap).toEqual({
      by: 'Lou Hall',
      on: '2026-03-02',
      reason: 'one clinic day a week, told in session',
    })
    expect((await browser.get('/cover')).text).not.toContain('More than 72 hours without a covered minute')
  })
})

/** The words of the preview, without its markup. */
const routeIn = (text: string) =>
  (text.split('id="route"')[1]?.split('id="chain"')[0] ?? '').replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')
