import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ClientId } from '../../../src/core/ids.ts'
import { axeFinds, openBrowser } from '../../support/browser.ts'
import { log, ownWords, pairPage, pendingLink, says, tap, toTheScale, welcomed, write } from './on-the-page.ts'
import { webClinic } from './web-clinic.ts'

/* The client's page in a real browser on a phone's width, over a whole node: what a client sees and taps. */

const PHONE = { viewport: { width: 360, height: 740 } }
let browser: Browser
let clinic: Awaited<ReturnType<typeof webClinic>>
let client: ClientId
let contexts: BrowserContext[] = []

beforeAll(async () => {
  browser = await openBrowser()
  clinic = await webClinic()
})
afterAll(async () => {
  await browser.close()
  await clinic.close()
})
beforeEach(async () => {
  client = await clinic.newClient()
})
afterEach(async () => {
  for (const context of contexts) await context.close()
  contexts = []
})

async function openPage(options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ ...PHONE, ...options })
  contexts.push(context)
  // Nothing leaves this machine.
  await context.route(/^https?:\/\/(?!127\.0\.0\.1)/, (route) => route.fulfill({ body: 'another page' }))
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  return page
}

const pair = (page: Page) => pairPage(page, clinic, client)
const welcome = (page: Page) => welcomed(page, clinic, client)

describe('the client on their page', () => {
  test('shows the clinician the name and digits that stand on the screen', async () => {
    const page = await openPage()
    await page.goto(`${clinic.origin}/?pair=${await clinic.code(client)}`)
    // A link in the history would be a door.
    await expect.poll(() => page.url()).toBe(`${clinic.origin}/`)
    const digits = await page.locator('#pair strong').innerText()
    await page.getByLabel('Your name or initials').fill('Sam V.')
    await page.getByRole('button', { name: 'Open' }).click()
    await page.getByText('Your therapist sees this number').waitFor()
    expect((await pendingLink(clinic, client))?.display?.reveal()).toBe(`Sam V. (${digits})`)
  })

  test('walks from the welcome into a practice, and STOP ends it', async () => {
    const page = await openPage()
    await welcome(page)
    await toTheScale(page)
    await tap(page, '3')
    await log(page).getByRole('button', { name: 'Stop', exact: true }).waitFor()
    await write(page, 'STOP')
    await says(page, 'You can leave it here')
    expect((await ownWords(page)).at(-1)).toContain('STOP')
  })

  test('taps 9 and reads the numbers of their country, each to be rung by a tap', async () => {
    const page = await openPage()
    await welcome(page)
    await toTheScale(page)
    await tap(page, '9')
    await says(page, 'Are you safe right now?')
    const links = await log(page).getByRole('link').all()
    const hrefs = await Promise.all(links.map((link) => link.getAttribute('href')))
    expect(hrefs).toContain('tel:000')
    expect(hrefs).toContain('tel:131114')
    expect(hrefs).toContain('sms:0477131114')
    const flags = await clinic.opened.people.flags(clinic.clinic)
    expect(flags.filter((flag) => flag.client === client).map(({ level }) => level)).toEqual(['red'])
  })

  test('reloads in the middle and finds everything, in its order, with the question still open', async () => {
    const page = await openPage()
    await welcome(page)
    await toTheScale(page)
    const before = await log(page).locator('.entry p').allInnerTexts()
    await page.reload()
    expect(await log(page).locator('.entry p').allInnerTexts()).toEqual(before)
    await tap(page, '3')
    await expect.poll(async () => (await ownWords(page)).at(-1)).toContain('3')
  })

  test('reads on a second page what was said on the first', async () => {
    const page = await openPage()
    await welcome(page)
    const second = await page.context().newPage()
    await second.goto(clinic.origin)
    await write(page, 'hi')
    await says(second, 'What would you like now?')
    expect((await ownWords(second)).at(-1)).toContain('hi')
  })

  test('writes while the server is away, reads which numbers work, and loses nothing', async () => {
    const page = await openPage()
    await welcome(page)
    await clinic.goAway()
    await page.getByText('I am not connected. These numbers work without me:').waitFor()
    expect(await page.getByRole('link', { name: '13 11 14', exact: true }).first().getAttribute('href')).toBe(
      'tel:131114',
    )
    await write(page, 'hi there')
    await clinic.comeBack()
    await says(page, 'What would you like now?')
    await page.getByText('Connected again.').waitFor()
    expect((await ownWords(page)).filter((words) => words.includes('hi there'))).toHaveLength(1)
  })

  test('is served without sockets too', async () => {
    const page = await openPage()
    await page.addInitScript('delete window.WebSocket')
    await welcome(page)
    await write(page, 'hi')
    await says(page, 'What would you like now?')
    expect(await page.evaluate("'WebSocket' in window")).toBe(false)
  })

  test('works without scripts: a form is sent, and the page shows the chat', async () => {
    const page = await openPage({ javaScriptEnabled: false })
    await pair(page)
    await write(page, 'hello')
    await expect
      .poll(async () => {
        await page.goto(clinic.origin)
        return log(page).innerText()
      })
      .toContain('Do you want to use this?')
    await tap(page, 'Yes, I want this')
    await expect
      .poll(async () => {
        await page.goto(clinic.origin)
        return log(page).innerText()
      })
      .toContain('Two buttons work everywhere')
    expect(await ownWords(page)).toEqual(['You hello', 'You Yes, I want this'])
  })
})

describe('whoever else may look', () => {
  test.each(['the button', 'Escape, Escape'])(
    'Leave quickly takes the page away and out of the history: %s',
    async (how) => {
      const page = await openPage()
      await page.goto(`${clinic.origin}/health`)
      await page.goto(clinic.origin)
      await page.getByRole('log').waitFor()
      if (how === 'the button') await page.getByRole('link', { name: 'Leave quickly' }).click()
      else for (let n = 0; n < 2; n++) await page.keyboard.press('Escape')
      await page.waitForURL('https://www.wikipedia.org/')
      await page.goBack()
      expect(page.url()).toBe(`${clinic.origin}/health`)
    },
  )

  test('the title and the address tell nothing', async () => {
    const page = await openPage()
    await pair(page)
    expect(await page.title()).toBe('Your ten minutes')
    expect(page.url()).toBe(`${clinic.origin}/`)
  })

  test('Clear this chat empties the page, at once and after a reload', async () => {
    const page = await openPage()
    await welcome(page)
    // Danger from somebody near: the discreet question comes, which has the button (care C7).
    await write(page, 'he is in the next room and he will hurt me, I am not allowed to leave')
    await tap(page, 'Clear this chat')
    // Everything goes, one by one: the oldest line of the welcome as well.
    const shown = () => log(page).innerText()
    await expect.poll(shown).not.toMatch(/next room|Two buttons work everywhere|not a person/)
    await page.reload()
    expect(await shown()).not.toMatch(/next room|Two buttons work everywhere|not a person/)
  })
})

describe.each(['light', 'dark'] as const)('in %s colours', (colorScheme) => {
  test('axe finds nothing against WCAG 2.2 AA: empty, paired, in a practice, offline', async () => {
    const page = await openPage({ colorScheme, reducedMotion: 'reduce' })
    await page.goto(`${clinic.origin}/?pair=${await clinic.code(client)}`)
    expect(await axeFinds(page)).toEqual([])
    await welcome(page)
    await toTheScale(page)
    expect(await axeFinds(page)).toEqual([])
    await clinic.goAway()
    await page.getByText('I am not connected').waitFor()
    expect(await axeFinds(page)).toEqual([])
    await clinic.comeBack()
  })
})

describe('on a phone, by keyboard, with less motion', () => {
  test('nothing is wider than the screen, and every button is large enough for a thumb', async () => {
    const page = await openPage()
    await welcome(page)
    await toTheScale(page)
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360)
    const boxes = await Promise.all((await page.getByRole('button').all()).map((button) => button.boundingBox()))
    for (const box of boxes) expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(44)
  })

  test('a practice is answered with the keyboard alone', async () => {
    const page = await openPage()
    await welcome(page)
    await page.getByLabel('Write here').focus()
    await page.keyboard.type('hi')
    await page.keyboard.press('Enter')
    await log(page).getByRole('button', { name: 'My place', exact: true }).focus()
    await page.keyboard.press('Enter')
    await says(page, 'What short name would you like')
    expect(await page.evaluate('document.activeElement.id')).toBe('log')
  })

  test('nothing moves by itself for whoever asked for less motion', async () => {
    const page = await openPage({ reducedMotion: 'reduce' })
    await page.goto(clinic.origin)
    expect(await page.evaluate("getComputedStyle(document.querySelector('#log')).scrollBehavior")).toBe('auto')
  })
})
