import { expect, test } from 'vitest'
import type { FlowId } from '../../src/core/ids.ts'
import type { Plan } from '../../src/core/plan.ts'
import { READINESS } from '../../src/rails/permission/readiness.ts'
import { randomUUID } from 'node:crypto'
import { PracticeId } from '../../src/core/ids.ts'
import { aClinic, aMessage, aTurn, load } from '../store/a-clinic.ts'
import { eachDatabase, type TestStore } from '../support/database.ts'
import { aConsole, Browser, scripts } from './a-console.ts'

async function aFile(opened: TestStore) {
  const at = await aClinic(opened)
  for (const script of scripts()) await opened.people.keepScript(script)
  const { app } = aConsole(opened, at.clinic)
  const browser = await Browser.as(opened, app, { clinic: at.clinic, clinician: at.therapist })
  const page = `/clients/${at.client}`
  return {
    at,
    browser,
    page,
    plan: async () => (await opened.people.plan(at.clinic, at.client))!,
    see: async (part: string) => (await browser.get(`${page}/${part}`)).text,
    send: (form: string, fields: Record<string, string | string[]> = {}) => browser.post(`${page}/${form}`, fields),
  }
}

const ALL_YES = Object.fromEntries(READINESS.items.map(({ id }) => [`item-${id}`, 'yes']))

eachDatabase('homework in the console', (open) => {
  test('a reminder is put on the schedule, paused, taken up again and ended', async () => {
    const { see, send, plan } = await aFile(await open())
    expect(await see('homework')).toContain('Nothing yet.')
    expect((await send('homework/assign', { flow: 'check-in', at: '18:30', days: ['MO', 'TH'] })).status).toBe(303)
    const [made] = (await plan()).assignments ?? []
    expect(made).toMatchObject({ flow: 'check-in', rule: expect.stringContaining('BYDAY=MO,TH') })
    expect(await see('homework')).toContain('Next:')
    await send('homework/pause', { id: made?.id ?? '' })
    expect(await see('homework')).toContain('Paused.')
    await send('homework/resume', { id: made?.id ?? '' })
    expect((await plan()).assignments?.[0]?.paused).toBeUndefined()
    await send('homework/end', { id: made?.id ?? '' })
    expect((await plan()).assignments).toEqual([])
  })

  test('what cannot be assigned is refused in words without a command', async () => {
    const { send } = await aFile(await open())
    const refused = await send('homework/assign', { flow: 'check-in', at: '03:00' })
    expect(refused.status).toBe(409)
    expect(refused.text).toContain('left in peace')
    expect(refused.text).not.toContain('holdfast ')
  })

  test('a day programme is set, changed and ended, with the rules of the command', async () => {
    const { see, send, plan } = await aFile(await open())
    expect(await see('homework')).toContain('A day programme')
    const times = { at: '09:00', until: '15:00', days: ['MO', 'TU', 'TH'] }
    expect((await send('homework/programme', times)).status).toBe(303)
    const [made] = (await plan()).assignments ?? []
    expect(made).toMatchObject({
      flow: 'check-in',
      programme: true,
      windowMinutes: 360,
      rule: expect.stringContaining('BYDAY=MO,TU,TH'),
    })
    // Its times and days stand in the form that changes it.
    const [form = ''] = /<form[^>]*homework\/programme.*?<\/form>/s.exec(await see('homework')) ?? []
    expect(form).toMatch(/name="at"[^>]*value="09:00"/)
    expect(form).toMatch(/name="until"[^>]*value="15:00"/)
    expect(form.match(/value="(\w\w)"\s+checked/g)).toHaveLength(3)
    expect((await send('homework/programme', times)).text).toContain('a day programme already')
    const changed = { at: '10:30', until: '16:00', replaces: made?.id ?? '' }
    expect((await send('homework/programme', changed)).status).toBe(303)
    expect((await plan()).assignments).toMatchObject([{ id: made?.id, programme: true, windowMinutes: 330 }])
    expect((await plan()).assignments?.[0]?.rule).not.toContain('BYDAY')
    expect((await send('homework/programme', { ...changed, until: '10:00' })).text).toContain(
      'closes between 10 minutes',
    )
    expect((await send('homework/programme', { ...changed, replaces: 'a9' })).text).toContain('no day programme')
    await send('homework/end', { id: made?.id ?? '' })
    expect((await plan()).assignments).toEqual([])
  })

  test('session dates are taken out of a calendar, by the pseudonym', async () => {
    const opened = await open()
    const { at, send, plan } = await aFile(opened)
    const [row] = await opened.people.clients(at.clinic)
    const coming =
      new Date((await opened.store.time()).getTime() + 3 * 24 * 60 * 60_000).toISOString().slice(0, 16) + ':00Z'
    const start = coming.replaceAll(/[-:]/g, '')
    const calendar = (title: string) =>
      `BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:${title}\r\nDTSTART:${start}\r\nEND:VEVENT\r\nEND:VCALENDAR`
    expect((await send('calendar', { calendar: calendar('Dentist') })).text).toContain('Put the pseudonym')
    expect((await send('calendar', { calendar: 'no calendar' })).text).toContain('That is no calendar file')
    expect((await send('calendar', { calendar: calendar(`Session ${row?.pseudonym}`) })).status).toBe(303)
    expect((await plan()).sessions?.map((one) => Date.parse(one))).toEqual([Date.parse(coming)])
  })

  test('a word about sessions is switched off and on, and what stands on the lock screen must be plain', async () => {
    const { send, plan } = await aFile(await open())
    await send('homework/sessions', { state: 'off' })
    expect((await plan()).sessionReminders).toBe(false)
    expect((await send('homework/words', { words: 'Tea time' })).status).toBe(303)
    expect((await send('homework/words', { words: 'Think of what he did to you' })).status).toBe(409)
  })

  test('a memory is rated with numbers and a day alone, and its course is shown', async () => {
    const { see, send } = await aFile(await open())
    const rated = { attachment: '8', intensity: '9', fright: '7' }
    expect((await send('measures/memory', { ...rated, on: '2020-02-03' })).status).toBe(303)
    expect((await send('measures/memory', { ...rated, intensity: '4' })).status).toBe(303)
    expect((await send('measures/memory', { ...rated, intensity: '11' })).status).toBe(409)
    expect((await send('measures/memory', { ...rated, on: '2999-01-01' })).text).toContain('still to come')
    const seen = await see('measures')
    for (const shown of ['Rated in session', '<td>9</td>', '<td>4</td>', 'rated 2 times in session'])
      expect(seen).toContain(shown)
    const [form = ''] = /<form[^>]*measures\/memory.*?<\/form>/s.exec(seen) ?? []
    expect(form).toContain('name="fright"')
    expect(form).not.toMatch(/textarea|type="text"/)
    // It is no questionnaire: nothing scores it and nobody has still to look at it.
    expect(seen).toContain('None was filled in yet.')
    expect(await see('summary')).toContain('Rated in session')
  })

  test('what was asked in turn after practices is drawn as growing confidence, with its table', async () => {
    const opened = await open()
    const { at, see } = await aFile(opened)
    expect(await see('summary')).not.toContain('Growing confidence')
    await opened.store.receive(aMessage(at, {}))
    const practice = PracticeId.parse(randomUUID())
    await opened.store.commitTurn(
      aTurn(await load(opened, at), {
        effects: [
          { type: 'startPractice', practice, flow: 'comforting' as FlowId, closure: {} },
          { type: 'recordRating', scale: 'could-tell', value: 3, moment: 'middle' },
          { type: 'recordRating', scale: 'could-tell', value: 7, moment: 'middle' },
          { type: 'recordRating', scale: 'belief', value: 5, moment: 'middle' },
        ],
      }),
    )
    const seen = await see('summary')
    for (const shown of [
      'I could tell what was needed: 2 ratings',
      'Belief in their own sentence: 1 rating',
      '<td>7</td>',
    ])
      expect(seen).toContain(shown)
  })

  test('a questionnaire from the session is kept, shown with its course, and looked at', async () => {
    const opened = await open()
    const { at, see, send } = await aFile(opened)
    expect((await send('measures/record', { instrument: 'PHQ-9', answers: '1,2,3' })).text).toContain('9 items')
    await send('measures/record', { instrument: 'PHQ-9', answers: '3,3,3,3,2,2,2,1,1' })
    await opened.advanceTestClock(60_000)
    await send('measures/record', { instrument: 'PHQ-9', answers: '1,1,1,1,1,1,1,1,0' })
    // As if it had been filled in by chat: nobody has looked at it.
    await opened.asSuperuser((session) =>
      session.query(
        'update holdfast.measures set reviewed_at = null, reviewed_by = null where client_id = $1 and taken_at = (select max(taken_at) from holdfast.measures)',
        [at.client],
      ),
    )
    const seen = await see('measures')
    for (const shown of ['20 of 27', '8 of 27', 'reliably lower', 'nobody has looked at yet', '<svg'])
      expect(seen).toContain(shown)
    await send('measures/review')
    expect(await see('measures')).not.toContain('nobody has looked at yet')
    expect(await see('summary')).toContain('20 of 27')
  })

  test('readiness needs every item answered, and closes where something is against it', async () => {
    const opened = await open()
    const { at, see, send, plan } = await aFile(opened)
    const unsigned = ({ readiness: _readiness, ...rest }: Plan): Plan => rest
    await opened.people.savePlan(at.clinic, at.client, unsigned, 'operator')
    expect(await see('readiness')).toContain('Nothing is signed yet')
    expect((await send('readiness/sign', {})).status).toBe(409)
    expect((await send('readiness/sign', ALL_YES)).status).toBe(303)
    expect((await plan()).readiness?.answers).toMatchObject({ [READINESS.items[0]?.id ?? '']: 'yes' })
    expect(await see('readiness')).toContain('holds to the end of')
    const [against] = READINESS.against
    await send('readiness/sign', { ...ALL_YES, against: against?.id ?? '', complex: 'yes' })
    expect((await plan()).readiness).toMatchObject({ against: [against?.id], complexTrauma: true })
    expect(await see('readiness')).toContain('Amber practices are closed')
  })

  test('the first time of a practice is opened together, or signed to be done alone', async () => {
    const opened = await open()
    const { at, see, send, plan } = await aFile(opened)
    const flow = 'safe-place-rehearsal' as FlowId
    await opened.people.savePlan(
      at.clinic,
      at.client,
      (before) => ({ ...before, flows: [flow], alone: [] }),
      'operator',
    )
    expect(await see('readiness')).toContain('Closed now')
    await send('readiness/together', { flow })
    expect((await plan()).together).toMatchObject({ flow, by: at.therapist })
    await send('readiness/alone', { flow })
    expect((await plan()).alone).toMatchObject([{ flow, by: at.therapist }])
    await send('readiness/alone', { flow, withdraw: 'yes' })
    expect((await plan()).alone).toEqual([])
  })

  test('a record is exported and erased only by whoever has just proven who they are', async () => {
    const opened = await open()
    const { at, browser, send, see } = await aFile(opened)
    await opened.advanceTestClock(6 * 60_000)
    expect((await send('export')).to).toBe('/console/account/prove')
    await opened.asSuperuser((session) =>
      session.query('update holdfast.console_sessions set proven_at = holdfast.holdfast_now() where clinic_id = $1', [
        at.clinic,
      ]),
    )
    const file = await send('export')
    expect(file.headers.get('content-disposition')).toContain(`${at.client}.json`)
    expect(JSON.parse(file.text)).toMatchObject({
      client: at.client,
      about: { links: [{ display: 'sam on a phone' }] },
    })

    expect(await see('records')).toContain('Discharge them first')
    await send('discharge', { kind: 'moved', sure: 'yes' })
    expect((await opened.people.plan(at.clinic, at.client))?.ended).toBe('moved')
    expect((await send('erase', { again: 'ZZZZ' })).text).toContain('Nothing was erased')
    const [row] = await opened.people.clients(at.clinic)
    const done = await send('erase', { again: row?.pseudonym ?? '' })
    expect(done.text).toContain('Unreadable in every backup from')
    expect((await browser.get(`/clients/${at.client}`)).status).toBe(404)
  })
})
