import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FlowId, Lang } from '../../../src/core/ids.ts'
import { canonicalForm, hashOf, readCanonical } from '../../../src/script/canonical.ts'
import { openMemoryStore, type TestStore } from '../../support/database.ts'
import { aClinicWithHistory, type ClinicWithHistory } from '../a-clinic-with-history.ts'
import { aClinician, aConsole, Browser, scripts, type App } from '../a-console.ts'

/* What the console shows of a clinic in which something has happened, and what its house jobs do. */

let opened: TestStore
let at: ClinicWithHistory
let app: App
let lead: Browser

beforeAll(async () => {
  opened = await openMemoryStore()
  at = await aClinicWithHistory(opened)
  ;({ app } = aConsole(opened, at.clinic))
  lead = await Browser.as(opened, app, { clinic: at.clinic, clinician: at.therapist })
}, 60_000)
afterAll(() => opened.close())

/** The section with this heading. */
const section = (text: string, heading: string) => {
  const [, rest = ''] = text.split(`<h2>${heading}</h2>`)
  return rest.split('</section>')[0] ?? ''
}
const rows = (html: string) =>
  [...html.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row = '']) =>
    [...row.matchAll(/<td[^>]*>(.*?)<\/td>/gs)].map(([, cell = '']) => cell.trim()),
  )

describe('pictures', () => {
  test('have a name each, and a table with the numbers that they draw', async () => {
    const { text } = await lead.get(at.own)
    const pairs = section(text, 'Before and after')
    expect(pairs).toContain('aria-label="Distress before (open) and after (filled) the last 8 practices"')
    const numbers = rows(pairs).filter((row) => row.length === 4)
    expect(numbers.map(([, , before, after]) => `${before}-${after}`)).toEqual([
      '6-4',
      '5-3',
      '6-5',
      '4-5',
      '5-2',
      '4-2',
      '3-1',
      '4-2',
    ])
    const days = section(text, 'Days with practice')
    expect(days).toMatch(/aria-label="9 days with practice in 6 weeks"/)
    expect(rows(days).filter((row) => row.length === 2)).toHaveLength(9)
    const weeks = section(text, 'Distress by week')
    expect(weeks.match(/<svg class="chart small"[^>]+aria-label="Week from [^"]+"/g)).toHaveLength(6)
    expect(rows(weeks).filter((row) => row.length === 4)).toHaveLength(6)
    expect((days + weeks + pairs).replace(/<[^>]+>/g, '')).not.toMatch(/better|worse|improv|streak/i)
  })

  test('the page to print has what helped, what was stopped and what was filled in, with its band', async () => {
    const { text } = await lead.get(`${at.own}/summary`)
    const lately = section(text, 'The last two weeks')
    expect(lately).toMatch(/\d\.\d before, \d\.\d after/)
    expect(text).toContain('PHQ-9')
    expect(text).toMatch(/noise|reliably/)
  })
})

describe('the audit', () => {
  test('says whose line it is, can be narrowed, and says when its chain is broken', async () => {
    await lead.get(`${at.own}/conversation`)
    const { text } = await lead.get(`/audit?about=${at.client}`)
    expect(text).toContain('The chain is whole')
    expect(text).toContain('read a conversation')
    expect((await lead.get(`/audit?about=${randomUUID()}`)).text).not.toContain('read a conversation')
    expect((await lead.get("/audit?about=' or 1=1")).status).toBe(200)
    const change = (verb: string) => async (session: { run(sql: string): Promise<unknown> }) => {
      await session.run('alter table holdfast.audit disable trigger user')
      await session.run(`update holdfast.audit set actor = ${verb} where clinic_id = '${at.clinic}' and n = 3`)
      await session.run('alter table holdfast.audit enable trigger user')
    }
    await opened.asSuperuser(change("actor || '!'"))
    expect((await lead.get('/audit')).text).toContain('The chain is broken')
    await opened.asSuperuser(change("trim(trailing '!' from actor)"))
    expect((await lead.get('/audit')).text).toContain('The chain is whole')
  })
})

describe('the crisis numbers', () => {
  test('carry the day on which somebody rang or read them, by a lead and not by a therapist', async () => {
    const therapist = await aClinician(opened, at.clinic, 'therapist', 'Pat Low')
    const other = await Browser.as(opened, app, { clinic: at.clinic, clinician: therapist })
    expect((await other.get('/numbers?country=AU')).text).not.toContain('I rang or read it')
    expect((await other.post('/numbers/confirm', { country: 'AU', number: '000' })).status).toBe(404)
    const listed = async () => rows((await lead.get('/numbers?country=AU')).text)
    const unchecked = (await listed()).find((row) => row[3] === 'never checked')
    const number = unchecked?.[1]?.replace(/<[^>]+>/g, '') ?? ''
    const confirmed = await lead.post('/numbers/confirm', { country: 'AU', number })
    expect(confirmed.to).toBe('/console/numbers?country=AU')
    expect((await listed()).find((row) => row[1] === unchecked?.[1])?.[3]).toBe('checked, 2026-03-02')
    expect((await lead.post('/numbers/confirm', { country: 'ZZ', number: '000' })).status).toBe(404)
    expect((await lead.post('/numbers/confirm', { country: 'AU', number: '999999' })).status).toBe(409)
    expect((await lead.get('/numbers?country=../../etc')).status).toBe(200)
  })
})

describe('a flow', () => {
  test('shows what changed sentence by sentence, and is signed and taken back', async () => {
    const [practice] = scripts().filter(({ flow }) => flow === 'needs-today')
    const flow = readCanonical(practice!.body)
    const [name, step] = Object.entries(flow.steps).find(([, one]) => one.say.some(({ kind }) => kind === 'line'))!
    const say = step.say.map((item) => (item.kind === 'line' ? { ...item, text: 'Today may be small.' } : item))
    const body = canonicalForm({ ...flow, steps: { ...flow.steps, [name]: { ...step, say } } })
    const hash = hashOf(body)
    await opened.people.keepScript({ hash, flow: 'needs-today' as FlowId, lang: 'en' as Lang, body })
    const page = await lead.get(`/flows/${hash}`)
    expect(section(page.text, 'What changed')).toContain('Today may be small.')
    // What did not pass the linter's gate stands on no shelf: it is read, and not signed.
    expect((await lead.post(`/flows/${hash}/sign`)).status).toBe(404)
    const shelf = `/flows/${practice!.hash}`
    expect((await lead.get(shelf)).text).toContain('Take the signature back')
    expect((await lead.post(`${shelf}/withdraw`)).to).toBe('/console/flows')
    expect((await lead.get(shelf)).text).toContain('By signing you say')
    expect((await lead.post(`${shelf}/sign`)).to).toBe(`/console${shelf}`)
    expect((await lead.get(shelf)).text).toMatch(/Signed by Robin Reed/)
  })
})

describe('a client’s own words and held practices', () => {
  test('one tap lets a word be quoted, and a held practice opens with a reason and not without', async () => {
    const own = (await lead.get(at.own)).text
    expect(own).toContain('not quoted until you approve it')
    const path = /action="\/console(\/clients\/[^"]+\/keepsakes\/[^"]+\/approve)"/.exec(own)?.[1] ?? ''
    expect((await lead.post(path)).to).toBe(`/console${at.own}`)
    expect((await lead.get(at.own)).text).not.toContain('not quoted until you approve it')

    const flow = 'safe-place-rehearsal' as FlowId
    const { clinic, client } = at
    await opened.asSuperuser((session) =>
      session.query(
        'insert into holdfast.held_flows (clinic_id, client_id, flow, held_at) values ($1, $2, $3, holdfast.holdfast_now())',
        [clinic, client, flow],
      ),
    )
    const release = `${at.own}/held/${flow}/release`
    expect((await lead.get(at.own)).text).toContain('Held practices')
    expect((await lead.post(release, { reason: '' })).status).toBe(409)
    expect((await lead.post(release, { reason: 'we looked at it together' })).status).toBe(303)
    expect((await lead.get(at.own)).text).not.toContain('Held practices')
  })
})

describe('addresses', () => {
  test.each([
    '/../../../etc/passwd',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/console.css/../look/layout.ts',
    '/clients/%00',
    '/clients/..%2f..%2f',
    `/clients/${'a'.repeat(5_000)}`,
    '/flows/0',
    '/clients/not-a-uuid/conversation',
    '/clients/00000000-0000-4000-8000-000000000000/spoken/x',
  ])('%s leads nowhere', async (path) => {
    const { status, text } = await lead.get(path)
    expect(status).toBe(404)
    expect(text).not.toMatch(/root:|import \{/)
  })
})
