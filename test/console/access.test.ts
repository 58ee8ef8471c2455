import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { ROUTES } from '../../src/console/http/routes.ts'
import { fromClinician } from '../../src/core/from-clinician.ts'
import { FlowId, type ClinicianId, type ClinicId, type RowId } from '../../src/core/ids.ts'
import { Private } from '../../src/core/private.ts'
import type { ClinicianRole } from '../../src/ports/people.ts'
import { eachDatabase, type TestStore } from '../support/database.ts'
import { aClient, aClinic, aFlag, aLine, aLink, aMessage, aTurn, load, type AClinic } from '../store/a-clinic.ts'
import { MATRIX, type Whose } from './access-matrix.ts'
import { aClinician, aConsole, Browser, scripts } from './a-console.ts'

const ROLES: readonly ClinicianRole[] = ['therapist', 'lead', 'admin']
const FIELDS = {
  reason: 'a reason for the record',
  words: 'I saw this. I will ring you at nine.',
  outcome: 'called',
  zone: 'Australia/Sydney',
  name: 'A name',
  therapist: 'Robin',
  country: 'AU',
  number: '000',
  role: 'therapist',
  pseudonym: 'ZZZZ',
}

const key = ({ method, path }: { method: string; path: string }) => `${method} ${path}`

eachDatabase('who may open what', (open) => {
  test('every route has a row, and every row its route', () => {
    expect(Object.keys(MATRIX).sort()).toEqual(ROUTES.map(key).sort())
  })

  test('each role reaches its own clients, a lead the clinic, an admin no client, nobody another clinic', async () => {
    const opened = await open()
    const world = await aWorld(opened)
    for (const role of ROLES) {
      const { browser, targets } = world.people[role]
      for (const [name, row] of Object.entries(MATRIX)) {
        if (row === 'anybody' || name === 'POST /sign-out') continue
        const wholesale = !/:(client|flag|link|row|adaptation)/.test(name)
        const reached = []
        for (const [whose, target] of Object.entries(targets).filter(([one]) => !wholesale || one === 'own')) {
          const [method, path = ''] = name.split(' ')
          const to = path.replace(/:(\w+)/g, (_all, part: string) => target[part] ?? '')
          const { status, text } = await asked(browser, name, method === 'GET', to === '/' ? '' : to)
          expect([200, 303, 403, 404, 409], `${role}, ${name}: ${status}`).toContain(status)
          expect(text).not.toContain('Not sent')
          const told =
            status === 404 || text.includes('No such account waits') || text.includes('There is no such client')
          if (!told) reached.push(whose)
        }
        expect(reached, `${role}, ${name}`).toEqual(row[role])
      }
    }
  })

  test('the rows say the same: of every table that has clients, each role sees those of its own eyes and no more', async () => {
    const opened = await open()
    const { clinic, people, other } = await aWorld(opened)
    const tables = await opened.asSuperuser((session) =>
      session.query<{ name: string; readable: boolean }>(
        `select c.table_name as name, has_table_privilege('holdfast_console', 'holdfast.' || c.table_name, 'select') as readable
         from information_schema.columns c where c.table_schema = 'holdfast' and c.column_name = 'client_id' order by 1`,
      ),
    )
    expect(tables.length).toBeGreaterThan(14)
    for (const role of ROLES) {
      const { clinician, targets } = people[role]
      for (const { name } of tables.filter(({ readable }) => readable)) {
        const seen = await clientsSeenIn(opened, { clinic, clinician, table: name })
        const wordless = ['clients', 'links', 'pairing_codes'].includes(name)
        const sees = {
          own: role !== 'admin' || wordless,
          other: role === 'lead' || (role === 'admin' && wordless),
          'other clinic': false,
        }
        for (const whose of ['own', 'other', 'other clinic'] as const) {
          const rows = await rowsOf(opened, name, targets[whose]['client'] ?? '')
          expect(seen.has(targets[whose]['client'] ?? ''), `${role} sees ${whose} in ${name}`).toBe(
            rows > 0 && sees[whose],
          )
        }
        expect(seen.has(other.client), `${role}, ${name}`).toBe(false)
      }
    }
  })

  test("breaking the glass opens a colleague's client for four hours, says why, and shows it to their therapist", async () => {
    const opened = await open()
    const { clinic, people } = await aWorld(opened)
    const { browser, targets, clinician } = people.therapist
    const page = `/clients/${targets.other['client']}/conversation`
    const pseudonym = (await opened.people.clients(clinic)).find(({ id }) => id === targets.other['client'])!.pseudonym
    expect((await browser.get(page)).status).toBe(404)
    expect((await browser.post('/open', { pseudonym, reason: '' })).status).toBe(409)
    expect((await browser.post('/open', { pseudonym, reason: 'on call tonight' })).to).toBe(`/console${page}`)
    const opening = await browser.get(page)
    expect(opening.text).toContain('because: on call tonight')
    const line = (await opened.consoleAs(people.lead.clinician).audit(clinic, {})).find(({ verb }) =>
      verb.includes('opened another'),
    )
    expect([line?.actor, line?.about]).toEqual([clinician, targets.other['client']])
    await opened.advanceTestClock(4 * 60 * 60_000 + 1_000)
    const later = await Browser.as(opened, aConsole(opened, clinic).app, { clinic, clinician })
    expect((await later.get(page)).status).toBe(404)
    expect((await people.admin.browser.post('/open', { pseudonym, reason: 'curious' })).status).toBe(303)
  })
})

/** The page, or its form filled in: as text, or with a recording where the route takes one. */
function asked(browser: Browser, name: string, isPage: boolean, to: string) {
  if (isPage) return browser.get(to)
  const route = ROUTES.find((one) => key(one) === name)
  const isUpload = route !== undefined && 'upload' in route
  return isUpload ? browser.upload(to, 'sound', Buffer.from('OggS and a voice')) : browser.post(to, FIELDS)
}

/** One person of each role, each with a client of their own and one of a colleague; and a client of another clinic. */
async function aWorld(opened: TestStore) {
  const at = await aClinic(opened)
  const { clinic } = at
  for (const script of scripts()) await opened.people.keepScript(script)
  const { app } = aConsole(opened, clinic)
  const elsewhere = await aClinic(opened)
  const other = await aTarget(opened, elsewhere, elsewhere.therapist)
  const colleague = await aClinician(opened, clinic, 'therapist', 'A colleague')
  const aPerson = async (role: ClinicianRole) => {
    const clinician = await aClinician(opened, clinic, role)
    const targets: Record<Whose, Record<string, string>> = {
      own: await aTarget(opened, at, clinician),
      other: await aTarget(opened, at, colleague),
      'other clinic': other,
    }
    return { clinician, targets, browser: await Browser.as(opened, app, { clinic, clinician }) }
  }
  return {
    clinic,
    other: { client: other['client'] ?? '' },
    people: { therapist: await aPerson('therapist'), lead: await aPerson('lead'), admin: await aPerson('admin') },
  }
}

/** A client with something in every table that the hot path fills, and an account that waits. */
async function aTarget(opened: TestStore, at: AClinic, owner: ClinicianId): Promise<Record<string, string>> {
  const one: AClinic = { ...at, ...(await aClient(opened, at.clinic, owner)) }
  const flag = aFlag(one, { level: 'amber', escalation: null })
  await opened.store.receive(aMessage(one, { flag }))
  const input = await load(opened, one)
  await opened.store.commitTurn(
    aTurn(input, {
      rows: [aLine()],
      effects: [
        { type: 'recordRating', scale: 'distress', value: 4, moment: 'before' },
        { type: 'keep', kind: 'place', text: new Private('my sister') },
        { type: 'keepNote', about: 'for-my-session', text: new Private('a note') },
        { type: 'raiseLatch', why: 'signal' },
        { type: 'holdFlow', flow: FlowId.parse('safe-place-rehearsal') },
      ],
    }),
  )
  const { link } = await aLink(opened, one, 'slack', false)
  const adaptation = await aWaitingAdaptation(opened, one)
  const [keepsake] = (await opened.consoleAs(owner).clientFile(at.clinic, one.client))?.keepsakes ?? []
  return {
    client: one.client,
    flag: flag.id,
    link,
    row: keepsake?.row ?? `${input.version}.1`,
    flow: 'safe-place-rehearsal',
    script: scripts()[0]?.hash ?? '',
    clinician: owner,
    token: 'none',
    adaptation,
    message: await aSpokenMessage(opened, one, owner),
    name: 'place',
    recording: await aRecording(opened, one, owner),
  }
}

/** Sent by their therapist, who then gave the conversation back. */
async function aSpokenMessage(opened: TestStore, { clinic, client }: AClinic, by: ClinicianId): Promise<string> {
  const whose = { clinic, client, by }
  const id = randomUUID() as RowId
  const [people, eyes] = [opened.peopleAs(by), opened.consoleAs(by)]
  await people.takeConversation(whose)
  await eyes.keepSpoken({ ...whose, id, format: 'ogg', sound: Buffer.from('OggS and a voice') })
  const message = fromClinician({ kind: 'from-clinician', name: 'Robin Reed', words: '', spoken: true })
  await people.writeToClient({ ...whose, id, message })
  await people.giveBackConversation(whose)
  return id
}

async function aRecording(opened: TestStore, { clinic, client }: AClinic, by: ClinicianId): Promise<string> {
  const id = randomUUID() as RowId
  const sound = Buffer.from('OggS and a voice')
  await opened.care.keepRecording({ clinic, client, id, name: 'settle', format: 'ogg', sound, by })
  return id
}

/** Made by the operator's hand, so that any clinician may be the second. */
async function aWaitingAdaptation(opened: TestStore, { clinic, client }: AClinic): Promise<string> {
  const [script] = scripts()
  if (!script) throw new Error('there are scripts')
  const { hash, flow, lang } = script
  const id = randomUUID()
  const lines = [{ line: 'a/say.0', text: 'Other words.' }]
  await opened
    .adaptationsAs('operator' as ClinicianId)
    .adapt({ id, clinic, client, flow, lang, base: hash, hash, lines, passed: [], by: 'operator', needsSecond: true })
  return id
}

async function clientsSeenIn(
  opened: TestStore,
  { clinic, clinician, table }: { clinic: ClinicId; clinician: ClinicianId; table: string },
) {
  return opened.database.console.transaction().execute(async (tx) => {
    await sql`set local role holdfast_console`.execute(tx)
    await sql`select set_config('holdfast.clinic', ${clinic}, true), set_config('holdfast.clinician', ${clinician}, true)`.execute(
      tx,
    )
    const { rows } = await sql<{
      client: string
    }>`select distinct client_id as client from ${sql.table(`holdfast.${table}`)}`.execute(tx)
    return new Set(rows.map(({ client }) => client))
  })
}

async function rowsOf(opened: TestStore, table: string, client: string): Promise<number> {
  const [row] = await opened.asSuperuser((session) =>
    session.query<{ n: number }>(`select count(*)::integer as n from holdfast.${table} where client_id = $1`, [client]),
  )
  return row?.n ?? 0
}
