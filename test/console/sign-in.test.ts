import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { invitationHash } from '../../src/console/account/invitation.ts'
import { eachDatabase } from '../support/database.ts'
import { aClinic } from '../store/a-clinic.ts'
import { aClinician, aConsole, anAccount, Browser, codeAt, HOST, PASSWORD, SECRET } from './a-console.ts'

const MINUTE = 60_000

eachDatabase('signing in', (open) => {
  async function ready(given: Parameters<typeof aConsole>[2] = {}) {
    const opened = await open()
    const at = await aClinic(opened)
    const { app } = aConsole(opened, at.clinic, given)
    const who = { clinic: at.clinic, clinician: at.therapist }
    const account = await anAccount(opened, app, who, 'Robin')
    const browser = new Browser(app)
    await browser.get('/sign-in')
    const tries = async (fields: { name?: string; password?: string; code?: string } = {}) => {
      await browser.get('/sign-in')
      return browser.post('/sign-in', { name: 'robin', password: PASSWORD, code: codeAt(0), ...fields })
    }
    return { opened, at, app, who, browser, tries, ...account }
  }

  test('name, password and code open the queue, and the cookie is for nobody else', async () => {
    const { browser, tries } = await ready({ publicUrl: `https://${HOST}` })
    const signedIn = await tries()
    expect([signedIn.status, signedIn.to]).toEqual([303, '/console'])
    const cookie = signedIn.headers.getSetCookie().find((line) => line.startsWith('holdfast='))
    expect(cookie).toMatch(/; Path=\/console; HttpOnly; SameSite=Lax; Secure$/)
    expect((await browser.get('')).text).toContain('<h1>Queue</h1>')
  })

  test('an invitation opens once, and its account needs a code that is right and a password that is long', async () => {
    const { opened, app, token, who } = await ready()
    expect((await new Browser(app).get(`/invitation/${token}`)).status).toBe(404)
    const again = randomBytes(32).toString('base64url')
    const invitation = { ...who, totp: SECRET, expiresAfterMs: MINUTE, by: 'operator' }
    await opened.access.invite({ ...invitation, tokenHash: invitationHash(again) })
    const browser = new Browser(app)
    await browser.get(`/invitation/${again}`)
    const fields = { name: 'robin', password: PASSWORD, again: PASSWORD, code: codeAt(0) }
    for (const wrong of [
      { code: '000000' },
      { password: 'short', again: 'short' },
      { again: 'something else entirely' },
    ])
      expect((await browser.post(`/invitation/${again}`, { ...fields, ...wrong })).status).toBe(400)
    await opened.advanceTestClock(2 * MINUTE)
    expect((await browser.post(`/invitation/${again}`, fields)).status).toBe(404)
  })

  test('a code opens once, also an older one than the last', async () => {
    const { tries } = await ready()
    expect((await tries({ code: codeAt(0) })).status).toBe(303)
    expect((await tries({ code: codeAt(0) })).status).toBe(403)
    expect((await tries({ code: codeAt(-1) })).status).toBe(403)
    expect((await tries({ code: codeAt(1) })).status).toBe(303)
    expect((await tries({ code: codeAt(2) })).status).toBe(403)
  })

  test('a recovery code opens once, however it is typed', async () => {
    const { tries, recoveryCodes } = await ready()
    expect(recoveryCodes).toHaveLength(8)
    const typed = recoveryCodes[3]!.replaceAll('-', ' ').toUpperCase()
    expect((await tries({ code: typed })).status).toBe(303)
    expect((await tries({ code: typed })).status).toBe(403)
  })

  test('an unknown name and a wrong password get the same answer', async () => {
    const { tries } = await ready()
    const wrong = await tries({ password: 'not the password at all' })
    const unknown = await tries({ name: 'nobody-of-that-name' })
    expect(unknown.status).toBe(403)
    expect(unknown.text).toBe(wrong.text)
  })

  test('after five failures a name waits, twice as long each time; a name that nobody has waits like it', async () => {
    const { opened, tries } = await ready()
    for (const name of ['robin', 'nobody-of-that-name']) {
      const statuses = []
      for (let failures = 0; failures < 7; failures++) statuses.push((await tries({ name, code: '000000' })).status)
      expect(statuses).toEqual([403, 403, 403, 403, 403, 429, 429])
      expect((await tries({ name })).text).toContain('Please wait 15 seconds')
    }
    await opened.advanceTestClock(16_000)
    expect((await tries({ code: '000000' })).text).toContain('Please wait 30 seconds')
    await opened.advanceTestClock(31_000)
    expect((await tries({ code: '000000' })).text).toContain('Please wait 60 seconds')
  })

  test('one address may not try name after name', async () => {
    const { app, tries } = await ready({ address: '198.51.100.7' })
    const statuses = []
    for (let n = 0; n < 22; n++) statuses.push((await tries({ name: `name-${n}`, code: '000000' })).status)
    expect(statuses.filter((status) => status === 429)).toHaveLength(2)
    expect((await new Browser(app).get('/sign-in')).status).toBe(200)
  })

  test('a session ends after 20 idle minutes and after 10 hours; an open stream keeps it no longer alive', async () => {
    const { opened, browser, tries } = await ready()
    await tries()
    for (let minutes = 0; minutes < 600; minutes += 15) {
      expect((await browser.get('')).status, `after ${minutes} minutes`).toBe(200)
      await opened.advanceTestClock(15 * MINUTE)
    }
    expect((await browser.get('')).to).toBe('/console/sign-in')
    await tries({ code: codeAt(1) })
    await opened.advanceTestClock(19 * MINUTE)
    expect((await browser.get('/changes')).status).toBe(200)
    await opened.advanceTestClock(2 * MINUTE)
    expect((await browser.get('')).to).toBe('/console/sign-in')
    expect((await browser.get('/changes')).status).toBe(401)
  })

  test('every sign-in has a number of its own: one that was planted before is worth nothing', async () => {
    const { browser, tries } = await ready()
    const planted = randomBytes(32).toString('base64url')
    browser.cookies.set('holdfast', planted)
    await browser.get('/sign-in')
    await tries()
    expect(browser.cookies.get('holdfast')).not.toBe(planted)
    const own = browser.cookies.get('holdfast')
    browser.cookies.set('holdfast', planted)
    expect((await browser.get('')).to).toBe('/console/sign-in')
    browser.cookies.set('holdfast', own!)
    expect((await browser.get('')).status).toBe(200)
  })

  test('signing out and a new password end the sessions, here and elsewhere', async () => {
    const { app, browser, tries, recoveryCodes } = await ready()
    await tries()
    await browser.get('')
    const cookie = browser.cookies.get('holdfast')!
    await browser.post('/sign-out')
    browser.cookies.set('holdfast', cookie)
    expect((await browser.get('')).to).toBe('/console/sign-in')

    await tries({ code: recoveryCodes[0]! })
    await browser.get('/account')
    const other = new Browser(app)
    other.cookies.set('holdfast', browser.cookies.get('holdfast')!)
    const change = { password: PASSWORD, new: 'five other words in a row' }
    expect((await browser.post('/account/password', { ...change, code: codeAt(0) })).status).toBe(409) // used up
    expect((await other.get('')).status).toBe(200)
    expect((await browser.post('/account/password', { ...change, code: codeAt(1) })).to).toBe('/console/sign-in')
    expect((await other.get('')).to).toBe('/console/sign-in')
    expect((await tries({ code: recoveryCodes[1]! })).status).toBe(403)
    expect((await tries({ code: recoveryCodes[1]!, password: change.new })).status).toBe(303)
  })

  test('what leaves the house needs password and code in the last five minutes', async () => {
    const { opened, app, at } = await ready()
    const lead = await aClinician(opened, at.clinic, 'lead')
    const browser = await Browser.as(opened, app, { clinic: at.clinic, clinician: lead })
    expect((await browser.get('/audit/file')).headers.get('content-disposition')).toContain('audit.csv')
    await opened.advanceTestClock(6 * MINUTE)
    expect((await browser.get('/audit/file')).to).toBe('/console/account/prove')
  })

  test('the link of the demo signs in on this machine, with its key, in a demo clinic, and nowhere else', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    const { app } = aConsole(opened, at.clinic, { demo: at.therapist })
    const here = (host: string, key: string) => new Browser(app, host).get(`/demo?key=${key}`)
    const key = 'the-key-of-this-process'
    expect((await here('127.0.0.1:3000', key)).status).toBe(404) // a clinic of real people
    const [found] = (await opened.people.clinics()).filter(({ id }) => id === at.clinic)
    await opened.people.saveSettings(at.clinic, { ...found!.settings, demo: true }, 'operator')
    expect((await here('127.0.0.1:3000', key)).to).toBe('/console')
    expect((await here('holdfast.example.org', key)).status).toBe(404)
    expect((await here('127.0.0.1:3000', 'another-key-altogether')).status).toBe(404)
  })
})
