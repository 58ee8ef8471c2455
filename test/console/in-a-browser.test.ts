import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import type { Server } from 'node:http'
import type { Browser as Chromium, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { axeFinds, openBrowser } from '../support/browser.ts'
import { openMemoryStore, type TestStore } from '../support/database.ts'
import { aClinicWithHistory, type ClinicWithHistory } from './a-clinic-with-history.ts'
import { saveSettings } from '../turn/a-node.ts'
import { aConsole, anAccount, Browser, codeAt, PASSWORD, type App } from './a-console.ts'

/*
 * In a real browser: each job with the keyboard's and the finger's own means, with and without JavaScript, and nothing
 * that axe finds, on every page.
 */

let opened: TestStore
let at: ClinicWithHistory
let chromium: Chromium
let server: Server
let base: string
let recoveryCodes: string[]
let changed: () => void
let theConsole: App

beforeAll(async () => {
  opened = await openMemoryStore()
  at = await aClinicWithHistory(opened)
  const made = aConsole(opened, at.clinic)
  const { app } = made
  theConsole = app
  changed = () => made.listeners.forEach((listener) => listener())
  recoveryCodes = (await anAccount(opened, app, { clinic: at.clinic, clinician: at.therapist }, 'robin')).recoveryCodes
  const whole = new Hono().route('/console', app)
  server = serve({ fetch: whole.fetch, port: 0, hostname: '127.0.0.1' }) as Server
  await new Promise<void>((resolve) => {
    server.once('listening', resolve)
  })
  const address = server.address()
  base = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/console`
  chromium = await openBrowser()
}, 120_000)

afterAll(async () => {
  await chromium?.close()
  server?.closeAllConnections()
  server?.close()
  await opened?.close()
})

async function aPage(settings: Parameters<Chromium['newContext']>[0] = {}): Promise<Page> {
  const context = await chromium.newContext(settings)
  context.setDefaultTimeout(10_000)
  return context.newPage()
}

/** By the form, with a code that nobody used. */
async function signedIn(settings: Parameters<Chromium['newContext']>[0] = {}): Promise<Page> {
  const page = await aPage(settings)
  await page.goto(`${base}/sign-in`)
  await page.getByLabel('Sign-in name').fill('robin')
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByLabel('Code').fill(recoveryCodes.pop() ?? codeAt(0))
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL(base)
  return page
}

/** Signed in already. */
async function inside(settings: Parameters<Chromium['newContext']>[0] = {}): Promise<Page> {
  const page = await aPage(settings)
  const who = { clinic: at.clinic, clinician: at.therapist }
  const value = (await Browser.as(opened, theConsole, who)).cookies.get('holdfast') ?? ''
  await page.context().addCookies([{ name: 'holdfast', value, url: base }])
  await page.goto(base)
  return page
}

describe('every page', () => {
  // Colours follow the scheme alone and the layout the width alone, so two looks show both of each.
  const LOOKS = [
    { name: 'light, wide', settings: { viewport: { width: 1280, height: 900 }, colorScheme: 'light' } },
    { name: 'dark, as on a phone', settings: { viewport: { width: 390, height: 844 }, colorScheme: 'dark' } },
  ] as const

  test.each(LOOKS)(
    '$name: axe finds nothing, nothing sticks out to the side, and the policy stops nothing of ours',
    async ({ settings }) => {
      const page = await signedIn(settings)
      const told: string[] = []
      page.on('console', (message) => message.type() === 'error' && told.push(message.text()))
      for (const path of at.pages) {
        await page.goto(`${base}${path}`)
        expect(await axeFinds(page), path).toEqual([])
        const tooWide = await page.evaluate('document.documentElement.scrollWidth > window.innerWidth')
        expect(tooWide, `${path} is wider than the screen`).toBe(false)
      }
      for (const path of ['/sign-in', '/nothing-here']) {
        await page.goto(`${base}${path}`)
        expect(await axeFinds(page), path).toEqual([])
      }
      expect(told.filter((one) => !one.includes('404'))).toEqual([])
      await page.context().close()
    },
    120_000,
  )
})

test.each(['light', 'dark'] as const)(
  'the red line of a round that nobody confirmed is legible (%s)',
  async (colorScheme) => {
    const span = { from: '2026-03-02T08:30:00.000Z', to: '2026-03-02T12:00:00.000Z' }
    await saveSettings(opened, at, { unconfirmed: [span] })
    const page = await inside({ colorScheme, viewport: { width: 390, height: 844 } })
    expect(await page.getByRole('alert').textContent()).toContain('Nobody confirmed the round.')
    expect(await axeFinds(page)).toEqual([])
    await page.goto(`${base}/cover`)
    expect(await axeFinds(page)).toEqual([])
    await page.getByRole('button', { name: 'I am on' }).click()
    await page.waitForURL(`${base}/cover`)
    expect(await page.getByRole('alert').count()).toBe(0)
    await page.context().close()
  },
  60_000,
)

describe('a job', () => {
  test.each([true, false])(
    'from the queue to an outcome in at most three clicks (JavaScript: %s)',
    async (javaScriptEnabled) => {
      const { pseudonym } = await at.flags('red')
      const page = await inside({ javaScriptEnabled })
      const card = page.locator('li.flag', { hasText: pseudonym })
      await card.getByRole('button', { name: 'Take', exact: true }).click() // one
      await page.waitForURL(/conversation$/)
      await page.getByLabel(/One line/).fill('rang, all well')
      await page.getByRole('button', { name: 'Called' }).click() // two
      await page.waitForURL(base)
      expect(await page.locator('li.flag', { hasText: pseudonym }).count()).toBe(0)
      await page.context().close()
    },
    60_000,
  )

  test('a spoken message on a phone: recorded, heard, sent', async () => {
    const { client } = await at.flags('red')
    const page = await inside({ viewport: { width: 390, height: 844 } })
    const told: string[] = []
    page.on('console', (message) => message.type() === 'error' && told.push(message.text()))
    await page.goto(`${base}/clients/${client}/conversation`)
    await page.getByRole('button', { name: 'Take the conversation' }).click()
    await page.getByText('Say it instead').click()
    expect(await axeFinds(page)).toEqual([])
    await page
      .getByLabel(/A recording/)
      .setInputFiles({ name: 'a.wav', mimeType: 'audio/wav', buffer: Buffer.from('RIFF____WAVE') })
    await page.getByRole('button', { name: 'Keep, and listen' }).click()
    await page.getByText('no OGG, MP3 or M4A').waitFor()
    await page.goBack()
    await page.getByText('Say it instead').click()
    const sound = Buffer.concat([Buffer.from('OggS'), Buffer.alloc(2_000)])
    await page.getByLabel(/A recording/).setInputFiles({ name: 'a.ogg', mimeType: 'audio/ogg', buffer: sound })
    await page.getByRole('button', { name: 'Keep, and listen' }).click()
    await page.getByText('Your recording, not sent yet').waitFor()
    expect(await axeFinds(page)).toEqual([])
    await page.getByRole('button', { name: 'Send the recording' }).click()
    await page.locator('li.clinician audio').waitFor()
    expect(await page.evaluate('document.documentElement.scrollWidth > window.innerWidth')).toBe(false)
    expect(told.filter((one) => !one.includes('409'))).toEqual([])
    await page.context().close()
  }, 60_000)

  test('a recording on a phone, with the keyboard and without JavaScript: chosen, heard, kept, removed', async () => {
    const { client } = await at.flags('amber')
    const page = await inside({ viewport: { width: 390, height: 844 }, javaScriptEnabled: false })
    const clicks = async (...names: (string | RegExp)[]) => {
      for (const name of names) await page.getByRole('link', { name }).first().click()
    }
    await page.goto(`${base}/clients/${client}/conversation`) // one click from the queue
    await clicks('Plan and file', 'Recordings')
    const settle = page.locator('#settle')
    const sends = async (buffer: Buffer) => {
      await settle.locator('summary').press('Enter')
      await settle.getByLabel('Or a file that you have').setInputFiles({ name: 'a', mimeType: 'audio/ogg', buffer })
      await settle.getByRole('button', { name: 'Hear it first' }).press('Enter')
    }
    await sends(Buffer.from('RIFF____WAVE'))
    await settle.getByRole('alert').filter({ hasText: 'no OGG, MP3 or M4A' }).waitFor()
    await settle.locator('summary').press('Enter') // it stands open
    await sends(Buffer.concat([Buffer.from('OggS'), Buffer.alloc(2_000)]))
    await settle.getByText('Your recording, not kept yet').waitFor()
    await settle.getByRole('button', { name: 'Keep it' }).press('Enter')
    await settle.getByText(/Kept .* by /).waitFor()
    await settle.getByRole('link', { name: 'Remove it' }).press('Enter')
    await page.getByText('The button “My recording” is not shown.').waitFor()
    expect(await page.evaluate('document.documentElement.scrollWidth > window.innerWidth')).toBe(false)
    await page.getByRole('button', { name: 'Remove it' }).press('Enter')
    await settle.getByText('Nothing is recorded.').waitFor()
    await page.context().close()
  }, 60_000)

  test('with the keyboard alone: skip the navigation, take the first flag', async () => {
    const { pseudonym } = await at.flags('black')
    const page = await inside()
    await page.keyboard.press('Tab')
    expect(await page.evaluate('document.activeElement.textContent')).toBe('To the content')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    expect(await page.evaluate('document.activeElement.textContent')).toContain(pseudonym)
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.waitForURL(/conversation$/)
    await page.context().close()
  }, 60_000)

  test.each([true, false])(
    'what would happen is shown for another event: at once, or by the button (JavaScript: %s)',
    async (javaScriptEnabled) => {
      const page = await inside({ javaScriptEnabled })
      await page.goto(`${base}/cover`)
      const route = page.locator('#route')
      await route.getByText('Urgent', { exact: true }).waitFor()
      await page.getByLabel('What happens').selectOption('black')
      if (!javaScriptEnabled) await page.getByRole('button', { name: 'Show', exact: true }).click()
      await route.getByText('Emergency', { exact: true }).waitFor()
      expect(await route.getByText('Urgent', { exact: true }).count()).toBe(0)
      await page.context().close()
    },
    60_000,
  )

  test('what is flagged meanwhile appears by itself, and not over a line that is being written', async () => {
    const page = await inside()
    const { pseudonym } = await at.flags('amber')
    changed()
    await page.locator('li.flag', { hasText: pseudonym }).waitFor()
    const line = page.locator('li.flag', { hasText: pseudonym }).getByLabel(/One line/)
    await line.fill('half a sentence')
    const later = await at.flags('amber')
    changed()
    await page.getByText('Something changed while you were writing').waitFor()
    expect(await line.inputValue()).toBe('half a sentence')
    expect(await page.locator('li.flag', { hasText: later.pseudonym }).count()).toBe(0)
    await page.context().close()
  }, 60_000)
})
