import { expect, test } from 'vitest'
import { ROUTES } from '../../src/console/http/routes.ts'
import { eachDatabase } from '../support/database.ts'
import { aClinic } from '../store/a-clinic.ts'
import { aConsole, Browser } from './a-console.ts'

const NO_PERSON = '00000000-0000-4000-8000-000000000000'
const addressOf = (path: string) => (path === '/' ? '' : path.replace(/:\w+/g, NO_PERSON))

eachDatabase('forms and pages', (open) => {
  async function ready() {
    const opened = await open()
    const at = await aClinic(opened)
    const { app } = aConsole(opened, at.clinic)
    return { app, browser: await Browser.as(opened, app, { clinic: at.clinic, clinician: at.therapist }) }
  }

  test('every form of the list is refused without its token, from another origin and from another site', async () => {
    const { browser } = await ready()
    for (const { path } of ROUTES.filter(({ method }) => method === 'POST')) {
      const at = addressOf(path)
      const refused = [
        await browser.post(at, { csrf: '' }),
        await browser.post(at, { csrf: 'f'.repeat(64) }),
        await browser.post(at, {}, { origin: 'https://elsewhere.example' }),
        await browser.post(at, {}, { 'sec-fetch-site': 'cross-site' }),
        await browser.post(at, {}, { 'content-type': 'text/plain' }),
      ]
      const told = refused.map(({ status, text }) => [status, /Not sent|Not here/.test(text)])
      const role = ROUTES.find((route) => route.path === path && route.method === 'POST')!
      const isTheirs = role.for === 'anybody' || role.for.includes('therapist')
      expect(told, path).toEqual(refused.map(() => [isTheirs ? 403 : 404, true]))
    }
    expect((await browser.get('')).status, 'still signed in').toBe(200)
  })

  test('every answer keeps pages out of frames and caches, and lets nothing run that is not ours', async () => {
    const { app, browser } = await ready()
    const stranger = new Browser(app)
    for (const { path } of ROUTES.filter(({ method }) => method === 'GET')) {
      for (const who of [browser, stranger]) {
        const { headers, text } = await who.get(addressOf(path))
        const policy = headers.get('content-security-policy') ?? ''
        expect(policy, path).toContain("default-src 'none'")
        expect(policy).toContain("frame-ancestors 'none'")
        expect(policy).not.toMatch(/unsafe|\*|https?:/)
        expect(headers.get('cache-control')).toBe('no-store')
        expect(headers.get('x-frame-options')).toBe('DENY')
        expect(text).not.toMatch(/<script(?![^>]* src="\/console\/)|<style|\sstyle=|\son\w+=|javascript:/)
        expect([...text.matchAll(/(?:src|action)="([^"]*)"/g)].every(([, to = '']) => to.startsWith('/console'))).toBe(
          true,
        )
      }
    }
  })

  test('whoever is not signed in is sent to the sign-in, and never to an address that came with the request', async () => {
    const { app } = await ready()
    const stranger = new Browser(app)
    for (const { path } of ROUTES.filter((route) => route.for !== 'anybody' && route.method === 'GET')) {
      const { status, to } = await stranger.get(
        `${addressOf(path)}?next=https://elsewhere.example&to=//elsewhere.example`,
      )
      expect([status, to], path).toEqual([303, '/console/sign-in'])
    }
    expect((await stranger.get('/changes')).status).toBe(401)
    for (const path of ['/../../etc/passwd', '/..%2f..%2fpackage.json', '/console.css/../app.ts', '/clients/%00'])
      expect((await stranger.get(path)).text, path).not.toContain('holdfast"')
  })

  test('a name that has markup in it is shown as it is', async () => {
    const { app, browser } = await ready()
    await browser.get('/clients/new')
    await browser.post('/clients/new', {
      name: '<script>alert(1)</script>"><img src=x onerror=alert(1)>',
      therapist: 'Robin',
      country: 'AU',
      zone: 'Australia/Sydney',
    })
    const { text } = await browser.get('/clients')
    expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
    expect(text).not.toContain('<img src=x')
    expect((await new Browser(app).get('/console.css')).headers.get('content-type')).toContain('text/css')
  })
})
