import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowser } from '../../support/browser.ts'
import { log, says, tap, toTheScale, welcomed, write } from './on-the-page.ts'
import { webClinic } from './web-clinic.ts'

/* The end of a pause on the page in a real browser (care C20). */

let browser: Browser
let clinic: Awaited<ReturnType<typeof webClinic>>

beforeAll(async () => {
  browser = await openBrowser()
  clinic = await webClinic()
})
afterAll(async () => {
  await browser.close()
  await clinic.close()
})

async function openPage(options: BrowserContextOptions = {}): Promise<Page> {
  const page = await (await browser.newContext(options)).newPage()
  page.setDefaultTimeout(15_000)
  return page
}

/** How pauses end, as the client says it in the menu; then to the first pause of a practice. */
async function toAPause(page: Page, choice: string): Promise<void> {
  await welcomed(page, clinic, await clinic.newClient())
  await write(page, 'hi')
  for (const label of ['More practices', 'My words and pauses', 'How pauses end', choice]) await tap(page, label)
  await says(page, 'That is kept')
  await toTheScale(page)
  await tap(page, '3')
  await tap(page, '8')
  await says(page, 'Find a position')
}

describe('a pause in a practice', () => {
  test('ends with one short buzz and a soft edge where eyes are closed; a reload repeats neither', async () => {
    const page = await openPage({ reducedMotion: 'reduce' })
    await page.addInitScript('window.buzzed = []; navigator.vibrate = (ms) => buzzed.push(ms)')
    await toAPause(page, 'I close my eyes')
    expect(await page.evaluate('buzzed')).toEqual([])
    // Whoever writes ends the pause; that saves the twenty seconds.
    await write(page, 'hm')
    await says(page, 'Take the time you need')
    expect(await page.evaluate('buzzed')).toEqual([200])
    const edge = log(page).locator('.wakes')
    expect(await edge.innerText()).toContain('Take the time you need')
    expect(await page.evaluate("getComputedStyle(document.querySelector('.wakes')).animationName")).toBe('none')
    await page.reload()
    await says(page, 'Take the time you need')
    expect(await page.evaluate('buzzed')).toEqual([])
  })

  test('waits for [Next], and goes on', async () => {
    const page = await openPage()
    await toAPause(page, 'I tap Next')
    await tap(page, 'Next')
    await says(page, 'Take the time you need')
    expect(await log(page).locator('.wakes').count()).toBe(0)
  })
})
