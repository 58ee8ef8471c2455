import { expect, test } from 'vitest'
import { formatOf } from '../../../src/core/sound/format.ts'
import { LIMITS } from '../../../src/core/limits.ts'
import { aLink } from '../../store/a-clinic.ts'
import { clinicAtWork } from '../../support/clinic-at-work.ts'
import { eachDatabase, type TestStore } from '../../support/database.ts'
import { aClinician, aConsole, Browser } from '../a-console.ts'

/* A clinician's own voice (care C25): recorded, heard, sent by its maker, once. */

const SOUND = Buffer.concat([Buffer.from('OggS'), Buffer.from('I will ring you at nine.'.repeat(40))])

async function atWork(opened: TestStore) {
  const at = await clinicAtWork(opened)
  await at.says('hello')
  await at.work()
  const { app } = aConsole(opened, at.clinic)
  const signIn = (clinician = at.therapist) => Browser.as(opened, app, { clinic: at.clinic, clinician })
  const browser = await signIn()
  const own = `/clients/${at.client}`
  const page = async (who = browser) => (await who.get(`${own}/conversation`)).text
  const heard = () =>
    at.channel.sends.filter(({ message }) => message.kind === 'from-clinician').map(({ text }) => text)
  const records = (who = browser, sound: Uint8Array = SOUND) => who.upload(`${own}/spoken`, 'sound', sound)
  const draft = async (who = browser) => /spoken\/([\w-]{36})\/send/.exec(await page(who))?.[1] ?? 'none'
  const sends = (id: string, who = browser) => who.post(`${own}/spoken/${id}/send`)
  return { at, browser, signIn, own, page, heard, records, draft, sends }
}

eachDatabase('a clinician’s spoken message', (open) => {
  test('is kept, heard by its maker, sent once, and stands in the conversation', async () => {
    const opened = await open()
    const { at, browser, own, page, heard, records, draft, sends } = await atWork(opened)
    expect((await records()).text).toContain('Take the conversation first')
    await browser.post(`${own}/take`)
    await at.work()
    expect((await records()).to).toBe(`/console${own}/conversation#spoken`)
    await at.work()
    expect(heard()).toEqual([])
    const id = await draft()
    const played = await browser.get(`${own}/spoken/${id}`)
    expect([played.status, played.headers.get('content-type'), played.text]).toEqual([
      200,
      'audio/ogg',
      SOUND.toString(),
    ])
    expect((await browser.get(`${own}/spoken/${id}`, { range: 'bytes=0-3' })).text).toBe('OggS')
    expect((await sends(id)).to).toBe(`/console${own}/conversation`)
    expect((await sends(id)).text).toContain('sent already')
    await at.work()
    expect(heard()).toEqual(['Robin Reed says:'])
    expect(await page()).toMatch(new RegExp(`Robin Reed says:\\s*<audio controls preload="none" src="[^"]+${id}"`))
    expect(await page()).toContain('delivered on telegram')
    const verbs = (await opened.consoleAs('operator' as never).audit(at.clinic, {})).map(({ verb }) => verb)
    expect(verbs).toEqual(expect.arrayContaining(['recorded a message', 'listened to a message', 'wrote to a client']))
  })

  test('goes with whoever gives the conversation back, is nobody else’s to send, and only the newest is sent', async () => {
    const opened = await open()
    const { at, browser, signIn, own, heard, records, draft, sends } = await atWork(opened)
    await browser.post(`${own}/take`)
    await records()
    const first = await draft()
    await records()
    expect((await sends(first)).text).toContain('another one stands in its place')
    const second = await draft()
    const lead = await signIn(await aClinician(opened, at.clinic, 'lead', 'Kim Ito'))
    expect((await lead.get(`${own}/spoken/${second}`)).status).toBe(404)
    expect(await draft(lead)).toBe('none')
    expect((await sends(second, lead)).text).toContain('Take the conversation first')
    await browser.post(`${own}/give-back`)
    await lead.post(`${own}/take`)
    expect((await sends(second, lead)).text).toContain('sent already, or another one')
    expect(await draft()).toBe('none')
    await lead.post(`${own}/give-back`)
    await browser.post(`${own}/take`)
    await records()
    await browser.post(`${own}/spoken/drop`)
    expect(await draft()).toBe('none')
    await at.work()
    expect(heard()).toEqual([])
  })

  test('is refused where the client’s chat plays none, and where it is no recording, and says why', async () => {
    const opened = await open()
    const { at, browser, own, records } = await atWork(opened)
    await browser.post(`${own}/take`)
    const film = Buffer.from('____ftypisom____hdlr________vide____')
    expect((await records(browser, Buffer.from('just words'))).text).toContain('no OGG, MP3 or M4A')
    expect((await records(browser, film)).text).toContain('no OGG, MP3 or M4A')
    expect((await records(browser, Buffer.alloc(0))).text).toContain('no recording in it')
    const long = Buffer.concat([SOUND, Buffer.alloc(LIMITS.spokenBytes)])
    expect((await records(browser, long)).text).toMatch(/4 MB/)
    expect((await records(browser, Buffer.alloc(3 * LIMITS.spokenBytes))).text).toContain('larger than 4 MB')
    expect((await browser.post(`${own}/spoken`, {})).status).toBe(403)
    browser.csrf = 'somebody else’s'
    expect((await records()).status).toBe(403)
    await browser.get(`${own}/conversation`)
    const { link } = await aLink(opened, at, 'slack', true)
    await opened.asSuperuser((session) =>
      session.query('update holdfast.conversations set last_link = $1 where client_id = $2', [link, at.client]),
    )
    expect((await records()).text).toContain('plays no recordings')
  })

  test('lies sealed, goes into the client’s export, and is gone once they are erased', async () => {
    const opened = await open()
    const { at, browser, own, records, draft, sends } = await atWork(opened)
    await browser.post(`${own}/take`)
    await records()
    await sends(await draft())
    const stored = () =>
      opened.asSuperuser((session) =>
        session.query<{ sound: Uint8Array }>('select sound from holdfast.recordings where client_id = $1', [at.client]),
      )
    expect(Buffer.from((await stored())[0]?.sound ?? []).includes('nine')).toBe(false)
    const record = await opened.records.everything(at.clinic, at.client, 'operator')
    const kept = record?.reveal()['recordings']?.[0] as { name: string; sound: string }
    expect(kept.name).toBe('message')
    expect(Buffer.from(kept.sound, 'base64')).toEqual(SOUND)
    await browser.post(`${own}/give-back`)
    await at.work()
    await opened.people.discharge({
      clinic: at.clinic,
      client: at.client,
      afterDischarge: 'nobody',
      ended: 'transfer',
      by: 'operator',
    })
    await opened.records.erase(at.clinic, at.client, 'operator')
    expect(await stored()).toEqual([])
  })
})

test.each([
  ['ID3 and a song', 'mp3'],
  ['____ftypM4A ____hdlr________soun', 'm4a'],
  ['#!AMR', null],
  ['RIFF____WAVE', null],
  ['', null],
])('%s is %s by its first bytes', (bytes, format) => {
  expect(formatOf(Buffer.from(bytes))).toBe(format)
})
