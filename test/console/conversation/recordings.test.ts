import { expect, test } from 'vitest'
import { placesIn } from '../../../src/console/recordings/heard-in.ts'
import { LIMITS } from '../../../src/core/limits.ts'
import { readCanonical } from '../../../src/script/canonical.ts'
import { load } from '../../store/a-clinic.ts'
import { clinicAtWork } from '../../support/clinic-at-work.ts'
import { eachDatabase, type TestStore } from '../../support/database.ts'
import { aClinician, aConsole, Browser, scripts } from '../a-console.ts'

/* The voice that a client hears beside a line: recorded in the console, heard, kept, replaced, removed. */

const voice = (words: string) => Buffer.concat([Buffer.from('OggS'), Buffer.from(words.repeat(40))])
const FIRST = voice('You are here with me. ')
const SECOND = voice('Both feet on the floor. ')
const WELCOME = ['hello', 'Yes, I want this', 'Go on without trying', 'Go on without trying', 'No, not now']
const TO_RECORDINGS = ['menu', 'More practices', 'Other practices', 'Cards and recordings']

async function atWork(opened: TestStore) {
  const at = await clinicAtWork(opened)
  const { app } = aConsole(opened, at.clinic)
  const signIn = (clinician = at.therapist) => Browser.as(opened, app, { clinic: at.clinic, clinician })
  const browser = await signIn()
  const own = `/clients/${at.client}/recordings`
  const page = async (who = browser) => (await who.get(own)).text
  const records = (sound: Uint8Array, name = 'settle', who = browser) => who.upload(`${own}/${name}`, 'file', sound)
  const found = (what: 'keep' | 'remove') => {
    const link = new RegExp(`recordings/([\\w-]{36})/${what}`)
    return async (who = browser) => link.exec(await page(who))?.[1] ?? 'none'
  }
  const [draft, kept] = [found('keep'), found('remove')]
  const keeps = (id: string, who = browser) => who.post(`${own}/${id}/keep`)
  const hears = (id: string, who = browser) => who.get(`${own}/${id}/sound`)
  const stored = () =>
    opened.asSuperuser((session) =>
      session.query<{ name: string; sound: Uint8Array; copies: number }>(
        `select name, sound, (select count(*)::integer from holdfast.recording_copies c
           where c.recording_id = r.recording_id) as copies
         from holdfast.recordings r where client_id = $1 order by name`,
        [at.client],
      ),
    )
  const says = async (...lines: string[]) => {
    for (const line of lines) {
      await at.says(line)
      await at.work()
    }
  }
  const buttons = () => at.channel.sends.at(-1)?.message.buttons.map(({ label }) => label)
  return { ...at, opened, browser, signIn, own, page, records, draft, kept, keeps, hears, stored, talks: says, buttons }
}

eachDatabase('a recording made in the console', (open) => {
  test('is heard by its maker before it is kept, and only then played to the client', async () => {
    const at = await atWork(await open())
    const { browser, own, records, draft, kept, keeps, hears, stored, opened } = at
    expect((await browser.get(`/clients/${at.client}`)).text).toContain(`href="/console${own}"`)
    expect((await records(FIRST)).to).toBe(`/console${own}#settle`)
    expect(await kept()).toBe('none')
    const id = await draft()
    const heard = await hears(id)
    expect([heard.status, heard.headers.get('content-type'), heard.text]).toEqual([200, 'audio/ogg', FIRST.toString()])
    expect(await stored()).toMatchObject([{ name: 'settle-draft' }])
    await at.says('hello')
    expect((await load(opened, at)).recordings).toEqual([])
    expect((await keeps(id)).to).toBe(`/console${own}`)
    expect((await load(opened, at)).recordings).toEqual(['settle'])
    expect(await kept()).toBe(id)
    expect(await at.page()).toMatch(/Kept [^<]+ by Robin Reed/)
    expect((await keeps(id)).text).toContain('kept or thrown away already')
    expect((await stored()).some(({ sound }) => Buffer.from(sound).includes('here with me'))).toBe(false)
    const verbs = (await opened.consoleAs('operator' as never).audit(at.clinic, {})).map(({ verb }) => verb)
    const told = ['made a recording, not kept yet', 'listened to a recording', 'listed recordings', 'kept a recording']
    expect(verbs).toEqual(expect.arrayContaining(told))
  })

  test('takes the place of the one before with all that a platform kept of that, and another name keeps its own', async () => {
    const at = await atWork(await open())
    const { records, draft, kept, keeps, hears, stored, opened } = at
    await records(voice('A card. '), 'sentence')
    await keeps(await draft())
    await records(FIRST)
    await keeps(await draft())
    await opened.asSuperuser((session) =>
      session.query(
        `insert into holdfast.recording_copies (clinic_id, recording_id, link_id, copy)
         select clinic_id, recording_id, $2, 'x' from holdfast.recordings where client_id = $1`,
        [at.client, at.link],
      ),
    )
    const before = await kept()
    await records(SECOND)
    const id = await draft()
    expect(await stored()).toMatchObject([
      { name: 'sentence', copies: 1 },
      { name: 'settle', copies: 1 },
      { name: 'settle-draft' },
    ])
    expect((await hears(before)).text).toBe(FIRST.toString())
    await keeps(id)
    expect(await stored()).toMatchObject([
      { name: 'sentence', copies: 1 },
      { name: 'settle', copies: 0 },
    ])
    expect((await hears(before)).status).toBe(404)
    expect((await hears(id)).text).toBe(SECOND.toString())
    expect((await at.browser.post(`${at.own}/${before}/remove`)).text).toContain('another one stands in its place')
    expect(await kept()).toBe(id)
  })

  test('is nobody else’s to hear or keep until it is kept, and can be thrown away', async () => {
    const at = await atWork(await open())
    const { signIn, own, records, draft, keeps, hears, stored } = at
    const lead = await signIn(await aClinician(at.opened, at.clinic, 'lead', 'Kim Ito'))
    await records(FIRST)
    const id = await draft()
    expect([await draft(lead), (await hears(id, lead)).status, (await keeps(id, lead)).status]).toEqual([
      'none',
      404,
      409,
    ])
    await lead.post(`${own}/${id}/drop`)
    expect(await stored()).toHaveLength(1)
    await records(SECOND)
    expect((await keeps(id)).text).toContain('another one stands in its place')
    expect((await at.browser.post(`${own}/${await draft()}/drop`)).to).toBe(`/console${own}`)
    expect(await stored()).toEqual([])
  })

  test('that is no recording, or too large, is refused beside its own form, and what is there stays', async () => {
    const at = await atWork(await open())
    const { browser, own, records, draft, keeps, kept, stored } = at
    await records(FIRST)
    await keeps(await draft())
    const there = await kept()
    const film = Buffer.from('____ftypisom____hdlr________vide____')
    for (const wrong of [Buffer.from('just words'), film]) {
      const { status, text } = await records(wrong)
      expect([status, text]).toEqual([409, expect.stringMatching(/id="settle"[^]*no OGG, MP3 or M4A[^]*id="place"/)])
    }
    expect((await records(Buffer.alloc(0))).text).toContain('no recording in it')
    const long = Buffer.concat([FIRST, Buffer.alloc(LIMITS.recordingBytes)])
    expect((await records(long)).text).toContain('larger than 10 MB')
    expect((await records(Buffer.concat([long, long]))).text).toContain('larger than 10 MB')
    const largest = Buffer.alloc(LIMITS.recordingBytes, 'just words')
    expect((await records(largest)).text).toContain('no OGG, MP3 or M4A')
    expect((await records(FIRST, 'lullaby')).status).toBe(404)
    browser.csrf = 'somebody else’s'
    expect((await records(SECOND)).status).toBe(403)
    expect(await kept()).toBe(there)
    expect((await stored()).map(({ name }) => name)).toEqual(['settle'])
    expect((await browser.get(`${own}/${there}/keep`)).status).toBe(404)
  })

  test('is removed in two steps, and the first says what the client then has, as it comes to be', async () => {
    const at = await atWork(await open())
    const { browser, own, records, draft, keeps, kept, hears, talks, buttons } = at
    await talks(...WELCOME)
    await records(FIRST)
    const id = await draft()
    await talks(...TO_RECORDINGS)
    expect(buttons()).not.toContain('My recording')
    await keeps(id)
    await talks(...TO_RECORDINGS)
    expect(buttons()).toContain('My recording')
    await talks('My recording')
    const said = at.channel.sends.at(-1)
    const played = said?.message.kind === 'line' && said.message.recording
    expect([said?.text, played]).toEqual(['Here is your recording.', 'settle'])
    const told = (await browser.get(`${own}/${id}/remove`)).text
    expect(told).toContain('The button “My recording” is not shown.')
    expect(told).toContain('They go on at once with “Press both feet on the floor.”')
    expect(await kept()).toBe(id)
    expect((await browser.post(`${own}/${id}/remove`)).to).toBe(`/console${own}`)
    expect([await kept(), (await hears(id)).status]).toEqual(['none', 404])
    await talks('menu', ...TO_RECORDINGS)
    expect(buttons()).not.toContain('My recording')
    const lines = async () =>
      (await at.opened.consoleAs('operator' as never).audit(at.clinic, {})).map(({ verb }) => verb)
    const done = (verbs: string[]) => verbs.filter((one) => one === 'removed a recording').length
    expect((await browser.post(`${own}/${id}/remove`)).status).toBe(409)
    expect(done(await lines())).toBe(1)
  })

  test('goes into the client’s export, and is gone once they are erased; a draft ends with the treatment', async () => {
    const at = await atWork(await open())
    const { records, draft, keeps, stored, opened, clinic, client } = at
    await records(FIRST)
    await keeps(await draft())
    await records(SECOND)
    const record = await opened.records.everything(clinic, client, 'operator')
    const sounds = (record?.reveal()['recordings'] ?? []) as { name: string; sound: string }[]
    expect(sounds.map(({ name, sound }) => [name, Buffer.from(sound, 'base64').toString()])).toEqual([
      ['settle', FIRST.toString()],
      ['settle-draft', SECOND.toString()],
    ])
    await opened.people.discharge({ clinic, client, afterDischarge: 'nobody', ended: 'transfer', by: 'operator' })
    expect((await stored()).map(({ name }) => name)).toEqual(['settle'])
    await opened.records.erase(clinic, client, 'operator')
    expect(await stored()).toEqual([])
  })
})

test('of each recording that a flow plays, the page knows the line beside it and what comes in its place', () => {
  const plays = scripts()
    .filter(({ lang }) => lang === 'en')
    .flatMap(({ flow, body }) =>
      placesIn(readCanonical(body), { minor: false }).map((place) => [flow, place.name, place.instead]),
    )
  expect(plays).toEqual([
    ['dissociation', 'settle', ['They go on at once with “Press both feet on the floor.”']],
    ['flashcards', 'sentence', ['The button “Listen” is not shown.']],
    ['grounding', 'settle', ['The button “A voice I know” is not shown.']],
    ['menu', 'settle', ['The button “My recording” is not shown.']],
  ])
})
