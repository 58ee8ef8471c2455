import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import type { Server } from 'node:http'
import type { Browser as Chromium, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { FlagRule } from '../../src/core/effect.ts'
import type { FlagLevel } from '../../src/core/ids.ts'
import { aClient, aFlag, aMessage, PLAN, type AClinic } from '../store/a-clinic.ts'
import { openBrowser } from '../support/browser.ts'
import { clinicAtWork } from '../support/clinic-at-work.ts'
import { openMemoryStore, type TestStore } from '../support/database.ts'
import { nextClock } from '../support/daytime.ts'
import { aClinicianLink, saveSettings } from '../turn/a-node.ts'
import { aClinician, aConsole, Browser, type App } from './a-console.ts'

/*
 * A day of a therapist with 40 clients, in a real browser over real SQL: what waits from the night, forty who write, two
 * alarms. Counted against the alarm budget of care C24. Everybody is invented.
 */

const CLIENTS = 40
const DAY_MS = 24 * 60 * 60_000
const HOUR_MS = 60 * 60_000
/** What waits at half past eight: one “Soon” of each of four rules, eight times information. */
const NIGHT: readonly (readonly [FlagLevel, FlagRule])[] = [
  ['amber', 'contact-wanted'],
  ['amber', 'rating-8'],
  ['amber', 'drift-days'],
  ['amber', 'side-effects'],
  ...Array.from({ length: 8 }, () => ['info', 'practice-unanswered'] as const),
]

let opened: TestStore
let at: Awaited<ReturnType<typeof clinicAtWork>>
let clients: readonly (AClinic & { readonly pseudonym: string })[]
/** What the therapist’s phone was told, in order. */
let told: () => string[]
let app: App
let server: Server
let base: string
let chromium: Chromium

beforeAll(async () => {
  opened = await openMemoryStore()
  at = await clinicAtWork(opened)
  const { address } = await aClinicianLink(opened, at, at.therapist)
  await saveSettings(opened, at, { cover: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '08:00', to: '18:00' }] })
  told = () => at.channel.sends.filter(({ to }) => to === address).map(({ text }) => text.replace(/,.*/, ''))
  const made: AClinic[] = [at]
  while (made.length < CLIENTS) made.push({ ...at, ...(await aClient(opened, at.clinic, at.therapist)) })
  const rows = await opened.people.clients(at.clinic)
  clients = made.map((one) => ({ ...one, pseudonym: rows.find(({ id }) => id === one.client)?.pseudonym ?? '' }))
  for (const one of clients) await opened.store.receive(aMessage(one))
  await at.work()
  // Four weeks of forty clients: 160 client-weeks.
  await opened.advanceTestClock(28 * DAY_MS)
  await nextClock(opened, PLAN.zone, '08:30')
  for (const [place, [level, rule]] of NIGHT.entries()) {
    const one = clients[place]!
    await opened.store.receive(aMessage(one, { flag: aFlag(one, { level, rule, detail: [], escalation: null }) }))
  }
  await at.work()
  ;({ app } = aConsole(opened, at.clinic))
  server = serve({ fetch: new Hono().route('/console', app).fetch, port: 0, hostname: '127.0.0.1' }) as Server
  await new Promise<void>((resolve) => {
    server.once('listening', resolve)
  })
  const listening = server.address()
  base = `http://127.0.0.1:${typeof listening === 'object' && listening ? listening.port : 0}/console`
  chromium = await openBrowser()
}, 60_000)

afterAll(async () => {
  await chromium?.close()
  server?.closeAllConnections()
  server?.close()
  await opened?.close()
})

/** A session ends after 20 minutes without a click: so each look of the day begins with a new one. */
async function lookIn(clinician = at.therapist): Promise<Page> {
  const context = await chromium.newContext({ viewport: { width: 390, height: 844 } })
  context.setDefaultTimeout(10_000)
  const value = (await Browser.as(opened, app, { clinic: at.clinic, clinician })).cookies.get('holdfast') ?? ''
  await context.addCookies([{ name: 'holdfast', value, url: base }])
  const page = await context.newPage()
  await page.goto(base)
  return page
}

const red = (place: number) => `RED ${clients[place]?.pseudonym ?? ''}`

/** One alarm, from the queue to its outcome; with how many presses. */
async function answered(page: Page, pseudonym: string): Promise<number> {
  let presses = 0
  const press = async (button: string, within: ReturnType<Page['locator']>) => {
    presses++
    await within.getByRole('button', { name: button, exact: true }).click()
  }
  await press('Take', page.locator('li.flag', { hasText: pseudonym }))
  await page.waitForURL(/conversation$/)
  await page.getByLabel(/One line/).fill('rang, all well')
  await press('Called', page.locator('main'))
  await page.waitForURL(base)
  return presses
}

test('forty clients in a day: two interruptions, no rule over its budget, and an empty queue in the evening', async () => {
  // Morning: what came in the night told nobody, and is through in one press each.
  expect(told()).toEqual([])
  const morning = await lookIn()
  expect(await morning.locator('li.flag').count()).toBe(4)
  for (const outcome of ['For the session', 'Wrote', 'Called']) {
    await morning.locator('li.flag').first().getByRole('button', { name: outcome, exact: true }).click()
    await morning.waitForLoadState()
  }
  await morning.getByLabel(/One line/).fill('meant a song')
  await morning.getByRole('button', { name: 'No concern, because …' }).click()
  await morning.getByRole('button', { name: 'Seen, clear the list' }).click()
  await morning.getByText('Nothing waits for you').waitFor()
  await morning.context().close()

  // Forty write, none of them about danger.
  await opened.advanceTestClock(HOUR_MS)
  for (const { address } of clients) await at.channel.says(address.reveal(), 'hello')
  await at.work()
  expect(told()).toEqual([])

  // Noon and afternoon: two alarms, each told once, each answered with two presses.
  for (const [place, words] of [
    [20, 'SOS'],
    [31, 'I want to kill myself'],
  ] as const) {
    await opened.advanceTestClock(2 * HOUR_MS)
    const { address, pseudonym } = clients[place]!
    await at.channel.says(address.reveal(), words)
    await at.work()
    // Who stays silent after an alarm is an alarm again (care C9); these two answer.
    await at.channel.says(address.reveal(), 'Yes, safe but it is a lot')
    await at.work()
    const page = await lookIn()
    expect(await answered(page, pseudonym)).toBe(2)
    await page.context().close()
  }
  expect(told()).toEqual([red(20), red(31)])

  // Evening: whoever was answered tells nobody again.
  await opened.advanceTestClock(2 * HOUR_MS)
  await at.work()
  expect(told()).toEqual([red(20), red(31)])
  const evening = await lookIn()
  await evening.getByText('Nothing waits for you').waitFor()
  await evening.context().close()

  const lead = await lookIn(await aClinician(opened, at.clinic, 'lead', 'Lou Hall'))
  await lead.goto(`${base}/cover/budget`)
  const words = (await lead.locator('main').textContent())?.replace(/\s+/g, ' ') ?? ''
  expect(words).toContain('On a clinician’s worst day 2.00 (at most 2)')
  expect(words).toContain('In uncovered hours, per 100 client-weeks 0.00 (at most 1)')
  // One “Soon” of each rule in 160 client-weeks.
  for (const rule of ['Would like to be contacted', 'Rated distress 8 or more', 'Reported side effects'])
    expect(await lead.getByRole('row', { name: rule }).getByRole('cell').nth(1).textContent(), rule).toBe('0.06')
  expect(words).not.toContain(', over')
  // The one that was no concern: of its rule, none was useful.
  expect(await lead.getByRole('row', { name: 'Reported side effects' }).textContent()).toContain('0.00, too few')
  await lead.context().close()
}, 60_000)
