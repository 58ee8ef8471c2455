import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import type { Server } from 'node:http'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openBrowser } from '../support/browser.ts'
import { openMemoryStore } from '../support/database.ts'
import { aClinicWithHistory } from './a-clinic-with-history.ts'
import { aConsole, Browser } from './a-console.ts'

/*
 * The pictures of docs/clinicians-guide.md. `UPDATE=1 npx vitest run test/console/pictures.test.ts` takes them anew from
 * an invented clinic.
 */

const FOLDER = join(import.meta.dirname, '../../docs/pictures')
const GUIDE = join(import.meta.dirname, '../../docs/clinicians-guide.md')
const MOST_BYTES = 200_000
const WIDE = { width: 1180, height: 900 }
const PHONE = { width: 390, height: 844 }

const taken = () =>
  [...readFileSync(GUIDE, 'utf8').matchAll(/\(pictures\/([a-z-]+\.png)\)/g)].map(([, name = '']) => name)

test('every picture of the guide is there and small', async () => {
  if (process.env['UPDATE']) await take()
  expect(taken().length).toBeGreaterThan(4)
  for (const name of taken()) {
    expect(existsSync(join(FOLDER, name)), name).toBe(true)
    expect(statSync(join(FOLDER, name)).size, name).toBeLessThan(MOST_BYTES)
  }
}, 180_000)

async function take(): Promise<void> {
  mkdirSync(FOLDER, { recursive: true })
  const opened = await openMemoryStore()
  const at = await aClinicWithHistory(opened)
  await at.flags('amber', 'Alex Moss', 'I feel so far away today, nothing is real')
  await at.flags('amber', 'Jo Park')
  await at.flags('info', 'Kit Lane')
  const { app } = aConsole(opened, at.clinic)
  const cookie =
    (await Browser.as(opened, app, { clinic: at.clinic, clinician: at.therapist })).cookies.get('holdfast') ?? ''
  const server = serve({ fetch: new Hono().route('/console', app).fetch, port: 0, hostname: '127.0.0.1' }) as Server
  await new Promise<void>((resolve) => {
    server.once('listening', resolve)
  })
  const address = server.address()
  const base = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/console`
  const chromium = await openBrowser()
  const shots = [
    { name: 'queue', path: '', viewport: WIDE },
    { name: 'queue-phone', path: '', viewport: PHONE },
    { name: 'queue-dark', path: '', viewport: WIDE, dark: true },
    { name: 'conversation', path: `${at.own}/conversation`, viewport: { width: 1180, height: 1000 } },
    { name: 'client', path: at.own, viewport: { width: 1180, height: 1700 } },
    { name: 'clients', path: '/clients', viewport: { width: 1180, height: 620 } },
    { name: 'flow', path: `/flows/${at.script}`, viewport: WIDE },
    { name: 'measures', path: `${at.own}/measures`, viewport: { width: 1180, height: 1000 } },
    { name: 'readiness', path: `${at.own}/readiness`, viewport: { width: 1180, height: 1000 } },
    { name: 'recordings', path: `${at.own}/recordings`, viewport: { width: 1180, height: 1000 } },
    {
      name: 'adapt',
      path: `/flows/${at.script}/adapt?for=${at.client}&line=${encodeURIComponent(at.line)}&text=${encodeURIComponent('You know what happened there.')}`,
      viewport: { width: 1180, height: 900 },
    },
    { name: 'clinic', path: '/clinic', viewport: WIDE },
    { name: 'cover', path: '/cover', viewport: { width: 1180, height: 1500 } },
    { name: 'alarms', path: '/cover/budget', viewport: { width: 1180, height: 1150 } },
    { name: 'audit', path: '/audit', viewport: { width: 1180, height: 620 } },
    { name: 'sign-in', path: '/sign-in', viewport: { width: 700, height: 640 } },
  ]
  for (const { name, path, viewport, dark } of shots) {
    const context = await chromium.newContext({ viewport, colorScheme: dark ? 'dark' : 'light', timezoneId: 'UTC' })
    await context.addCookies([{ name: 'holdfast', value: cookie, url: base }])
    const page = await context.newPage()
    await page.goto(`${base}${path}`)
    await page.screenshot({ path: join(FOLDER, `${name}.png`) })
    await context.close()
  }
  await chromium.close()
  server.closeAllConnections()
  server.close()
  await opened.close()
}
