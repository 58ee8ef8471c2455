import { expect, test } from 'vitest'
import { aClinic, aFlag, aMessage } from '../store/a-clinic.ts'
import { eachDatabase, type TestStore } from '../support/database.ts'
import { saveSettings } from '../turn/a-node.ts'
import { aConsole, Browser } from './a-console.ts'

async function aFile(opened: TestStore) {
  const at = await aClinic(opened)
  const { app } = aConsole(opened, at.clinic)
  const browser = await Browser.as(opened, app, { clinic: at.clinic, clinician: at.therapist })
  const page = `/clients/${at.client}`
  return {
    at,
    browser,
    page,
    plan: async () => (await opened.people.plan(at.clinic, at.client))!,
    send: (form: string, fields: Record<string, string | string[]>) => browser.post(`${page}/${form}`, fields),
  }
}

const FAR = '2099-06-30'

const PERSON = { lang: 'en', country: 'AU', zone: 'Australia/Sydney' }

eachDatabase('a plan in the console', (open) => {
  test('practices of the shelf are permitted, and a stage is set', async () => {
    const { send, plan } = await aFile(await open())
    await send('practices', {
      flow: ['safe-place-rehearsal', 'not-a-flow'],
      stage: 'carer',
      profile: ['no-food', 'no-legs'],
    })
    expect(await plan()).toMatchObject({
      flows: ['safe-place-rehearsal'],
      stage: 'carer',
      profile: ['no-food'],
    })
  })

  test('limits are tightened, and nothing looser is saved', async () => {
    const { send, plan } = await aFile(await open())
    const limits = {
      start: '5',
      leave: '6',
      rise: '1',
      away: '4',
      here: '8',
      review: '2031-04-01',
      opens: '09:00',
      shuts: '18:00',
    }
    expect((await send('limits', limits)).status).toBe(303)
    const tighter = { startAt: 5, raisedAt: 6, riseRaised: 1, hereAt: 4 }
    expect(await plan()).toMatchObject({
      tighter,
      hereOrdinary: 8,
      reviewOn: '2031-04-01',
      amberHours: { from: '09:00', to: '18:00' },
    })
    const looser = [
      { start: '8' },
      { leave: '8' },
      { rise: '3' },
      { rise: '0' },
      { away: '2' },
      { start: '-1' },
      { shuts: '' },
    ]
    for (const one of looser)
      expect((await send('limits', { ...limits, ...one })).status, JSON.stringify(one)).toBe(409)
    expect((await plan()).tighter).toEqual(tighter)
    await send('limits', {})
    expect((await plan()).tighter).toEqual({})
  })

  test('the start is moved up only where the clinic allows it, with a reason and an end, and never for a minor', async () => {
    const opened = await open()
    const { at, send, plan, browser, page } = await aFile(opened)
    const higher = { higher: '8', until: '2031-03-31', reason: 'ordinarily at seven' }
    expect((await send('higher-start', higher)).text).toContain('The clinic does not allow')
    await saveSettings(opened, at, { higherStartAllowed: true })
    for (const wrong of [{ higher: '9' }, { reason: '' }, { until: '' }, { until: '2020-01-01' }, { until: 'soon' }])
      expect((await send('higher-start', { ...higher, ...wrong })).status, JSON.stringify(wrong)).toBe(409)
    expect((await send('higher-start', higher)).status).toBe(303)
    // The midnight after that day in Sydney, where summer time stands until April.
    expect((await plan()).higherStart).toEqual({
      startAt: 8,
      until: '2031-03-31T13:00:00Z',
      by: at.therapist,
      reason: 'ordinarily at seven',
    })
    expect((await browser.get(page)).text).toContain('Up to 8 until 2031-03-31, because: ordinarily at seven')
    await send('higher-start', { end: 'yes' })
    expect((await plan()).higherStart).toBeUndefined()
    await send('person', { ...PERSON, minor: 'yes' })
    expect((await send('higher-start', higher)).text).toContain('under age')
  })

  test('sessions are typed on the clock of the client, and a weekly one keeps its hour over a change of the clocks', async () => {
    const opened = await open()
    const { at, send, plan } = await aFile(opened)
    await opened.people.savePlan(
      at.clinic,
      at.client,
      (before) => ({ ...before, sessions: ['2020-01-07T10:00:00+11:00', '2031-01-01T09:00:00+11:00'] }),
      'operator',
    )
    await send('sessions', { at: ['2031-03-31T10:00', '', '2031-03-26T15:30'], weekly: '2' })
    expect((await plan()).sessions).toEqual([
      '2020-01-07T10:00:00+11:00',
      '2031-03-26T15:30:00+11:00',
      '2031-03-31T10:00:00+11:00',
      '2031-04-07T10:00:00+10:00',
      '2031-04-14T10:00:00+10:00',
    ])
    for (const wrong of [{ at: 'soon' }, { at: '2031-02-30T10:00' }, { at: '2031-03-31T10:00', weekly: '99' }])
      expect((await send('sessions', wrong)).status, JSON.stringify(wrong)).toBe(409)
    expect((await plan()).sessions).toHaveLength(5)
  })

  test('the safety plan is saved part by part, as it was written, and shown in its part', async () => {
    const opened = await open()
    const { browser, page, send } = await aFile(opened)
    await send('safety-plan', { part: 'plan-helpers', words: 'Kim, 5550 0101' })
    await send('safety-plan', { part: 'plan-alone', words: 'A walk to the river' })
    await send('safety-plan', { part: 'plan-helpers', words: 'Kim, 5550 0102' })
    const { text } = await browser.get(page)
    expect(text).toMatch(/id="plan-helpers"[^>]*>Kim, 5550 0102<\/textarea>/)
    expect(text).toMatch(/id="plan-alone"[^>]*>A walk to the river<\/textarea>/)
    for (const wrong of [
      { part: 'place', words: 'x' },
      { part: 'plan-alone', words: '' },
      { part: 'plan-alone', words: 'x'.repeat(301) },
    ])
      expect((await send('safety-plan', wrong)).status, wrong.part).toBe(409)
  })

  test('language, country, zone and day of birth are saved, and being under age follows from the day', async () => {
    const { send, plan, browser, page } = await aFile(await open())
    await send('person', {
      lang: 'es',
      country: 'IE',
      state: 'Cork',
      zone: 'Europe/Dublin',
      contacts: 'A sister',
      born: '2015-05-01',
    })
    expect(await plan()).toMatchObject({
      lang: 'es',
      country: 'IE',
      state: 'Cork',
      zone: 'Europe/Dublin',
      contacts: 'A sister',
      born: '2015-05-01',
      minor: true,
    })
    expect((await browser.get(page)).text).toMatch(/\d+ of \d+ flows are written in Spanish/)
    await send('person', { ...PERSON, born: '1990-05-01', minor: 'yes' })
    expect((await plan()).minor).toBe(false)
    for (const wrong of [
      { lang: 'xx' },
      { country: 'ZZ' },
      { zone: 'Nowhere/Land' },
      { born: '2999-01-01' },
      { born: 'soon' },
    ])
      expect((await send('person', { ...PERSON, ...wrong })).status, JSON.stringify(wrong)).toBe(409)
  })

  test('the name by which the client knows the therapist is changed, and an empty one leaves it', async () => {
    const { send, plan } = await aFile(await open())
    await send('person', { ...PERSON, therapist: 'Dr Reed' })
    expect((await plan()).therapist).toBe('Dr Reed')
    await send('person', { ...PERSON, therapist: '' })
    expect((await plan()).therapist).toBe('Dr Reed')
    expect((await send('person', { ...PERSON, therapist: 'x'.repeat(121) })).status).toBe(409)
  })

  test('a part of the safety plan is taken out', async () => {
    const { browser, page, send } = await aFile(await open())
    await send('safety-plan', { part: 'plan-helpers', words: 'Kim, 5550 0101' })
    await send('safety-plan', { part: 'plan-alone', words: 'A walk to the river' })
    expect((await send('safety-plan', { part: 'plan-helpers', remove: 'yes' })).status).toBe(303)
    const seen = (await browser.get(page)).text
    expect(seen).not.toContain('5550 0101')
    expect(seen).toContain('A walk to the river')
  })

  test('an ending is planned for a day to come, and only a planned one', async () => {
    const { browser, page, send, plan } = await aFile(await open())
    const refused = await send('discharge', { sure: 'yes', kind: 'moved', on: FAR })
    expect(refused.text).toContain('Only a planned ending has a day to come.')
    expect(refused.text).not.toContain('--')
    expect((await send('discharge', { sure: 'yes', kind: 'planned', on: '2001-01-01' })).text).toContain(
      'That day is over.',
    )
    expect((await send('discharge', { sure: 'yes', kind: 'planned', on: FAR })).status).toBe(303)
    expect((await plan()).endsOn).toBe(FAR)
    expect((await browser.get(page)).text).toContain(`planned for ${FAR}`)
  })

  test('a discharge says first what it does, waits for a yes, never hides an open alarm, and can be taken back', async () => {
    const opened = await open()
    const { at, browser, page, send } = await aFile(opened)
    const flag = aFlag(at, { level: 'red' })
    await opened.store.receive(aMessage(at, { flag }))
    expect((await browser.get(`${page}/discharge`)).text).toContain('An urgent flag is open')
    expect((await send('discharge', { sure: 'yes' })).text).toContain('An urgent flag of this client is open')
    await browser.post(`/flags/${flag.id}/take`)
    await browser.post(`/flags/${flag.id}/close`, { outcome: 'called' })
    expect((await browser.get(`${page}/discharge`)).text).toContain('The clinic has given no telephone')
    expect((await send('discharge', {})).status).toBe(409)
    expect((await send('discharge', { sure: 'yes' })).to).toBe(`/console${page}`)
    expect((await browser.get(page)).text).toContain('<h2>Discharged</h2>')
    expect((await send('readmit', {})).status).toBe(303)
    expect((await send('readmit', {})).text).toContain('not discharged')
    expect((await browser.get(page)).text).toContain('End of treatment')
  })

  test('no page and no refusal names a command, since whoever reads it has no command line', async () => {
    const { browser, page, send } = await aFile(await open())
    const told = [
      await browser.get(page),
      await browser.get(`${page}/discharge`),
      await browser.get('/cover'),
      await browser.get('/clinic'),
      await browser.post('/clients/new', { name: 'Alex', therapist: 'Robin', country: 'ZZ', zone: 'Australia/Sydney' }),
      await browser.post('/clients/new', { name: '', therapist: 'Robin', country: 'AU', zone: 'Australia/Sydney' }),
      await send('person', { ...PERSON, zone: '' }),
    ]
    for (const { text } of told) expect(text).not.toMatch(/holdfast [a-z]+ |Cure:| --[a-z]/)
    expect(told.slice(4).map(({ status }) => status)).toEqual([409, 409, 409])
  })
})
