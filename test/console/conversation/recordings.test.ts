import { expect, test } from 'vitest'
import { LIMITS } from '../../../src/core/limits.ts'
import { readCanonical } from '../../../src/script/canonical.ts'
import { placesIn } from '../../../src/console/recordings/heard-in.ts'
import { RowId, type RowId as Row } from '../../../src/core/ids.ts'
import { randomUUID } from 'node:crypto'
import { load } from '../../store/a-clinic.ts'
import { clinicAtWork } from '../../support/clinic-at-work.ts'
import { eachDatabase, type TestStore } from '../../support/database.ts'
import { aClinician, aConsole, Browser, scripts } from '../a-console.ts'

/* The voice that a client hears beside a line: recorded in the console, heard, kept, replaced, removed. */

const voice = (words: string) => Buffer.concat([Buffer.from('OggS'), Buffer.from(words.repeat(40))])
const FIRST = voice('You are here with me. ')
const SECOND = voice('Both feet on the floor. ')

async function atWork(opened: TestStore) {
  const at = await clinicAtWork(opened)
  const { app } = aConsole(opened, at.clinic)
  const signIn = (clinician = at.therapist) => Browser.as(opened, app, { clinic: at.clinic, clinician })
  const browser = await signIn()
  const own = `/clients/${at.client}/recordings`
  const page = async (who = browser) => (await who.get(own)).text
  const records = (sound: Uint8Array, name = 'settle', who = browser) => who.upload(`${own}/${name}`, 'file', sound)
  const found = (what: 'keep' | 'remove') => async (who = browser) =>
    new RegExp(`recordings/([\\w-]{36})/${what}`).exec(await page(who))?.[1] ?? 'none'
  const [draft, kept] = [found('keep'), found('remove')]
  const keeps = (id: string, who = browser) => who.post(`${own}/${id}/keep`)
  const hears = (id: string, who = browser) => who.get(`${own}/${id}/sound`)
  const played = async () => (await load(opened, at)).recordings
  return { at, browser, signIn, own, page, records, draft, kept, keeps, hears, played }
}

const rows = (opened: TestStore) =>
  opened.asSuperuser((session) =>
    session.query<{ name: string; sound: Uint8Array; copies: number }>(
      `select name, sound, (select count(*)::integer from holdfast.recording_copies c
         where c.recording_id = r.recording_id) as copies from holdfast.recordings r order by name`,
    ),
  )

eachDatabase('a recording made in the console', (open) => {
  test('is heard by its maker before it is kept, and only then by the client', async () => {
    const opened = await open()
    const { at, browser, own, page, records, draft, kept, keeps, hears } = await atWork(opened)
    expect((await browser.get(`/clients/${at.client}`)).text).toContain(`href="/console${own}"`)
    expect((await records(FIRST)).to).toBe(`/console${own}#settle`)
    expect(await kept()).toBe('none')
    const id = await draft()
    const heard = await hears(id)
    expect([heard.status, heard.headers.get('content-type'), heard.text]).toEqual([200, 'audio/ogg', FIRST.toString()])
    expect(await rows(opened)).toMatchObject([{ name: 'settle-draft' }])
    await at.says('hello')
    expect((await load(opened, at)).recordings).toEqual([])
    expect((await keeps(id)).to).toBe(`/console${own}`)
    expect((await load(opened, at)).recordings).toEqual(['settle'])
    expect(await kept()).toBe(id)
    expect(await page()).toMatch(/Kept [^<]+ by Robin Reed/)
    expect((await keeps(id)).text).toContain('kept or thrown away already')
    expect((await rows(opened)).some(({ sound }) => Buffer.from(sound).includes('here with me'))).toBe(false)
    const verbs = (await opened.consoleAs('operator' as never).audit(at.clinic, {})).map(({ verb }) => verb)
    for (const verb of ['made a recording, not kept yet', 'listened to a recording', 'listed recordings', 'kept a recording'])
      expect(verbs).toContain(verb)
  })
})
