import { existsSync } from 'node:fs'
import chromium from '@sparticuz/chromium'
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, chromium as playwright, type Page } from 'playwright-core'

/** Debian's and Ubuntu's, where the packaged one does not start. */
const SYSTEM = '/usr/bin/chromium'
/** The packaged browser is meant for servers and switches off what these tests are about: origins and content policies. */
const UNWANTED = new Set(['--disable-web-security', '--allow-running-insecure-content', '--single-process'])

/** A real Chromium without a window. Close it when the file's tests are done. */
export async function openBrowser(): Promise<Browser> {
  const args = chromium.args.filter((arg) => !UNWANTED.has(arg))
  try {
    return await playwright.launch({ executablePath: await chromium.executablePath(), args, headless: true })
  } catch (error) {
    if (!existsSync(SYSTEM)) throw error
    return playwright.launch({ executablePath: SYSTEM, args: ['--no-sandbox'], headless: true })
  }
}

/** What axe finds against WCAG 2.2 A and AA, one line per element: `rule: selector`. */
export async function axeFinds(page: Page): Promise<string[]> {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']
  // Legacy: nothing of ours has frames, and putting frames together takes a page of its own each time.
  const { violations } = await new AxeBuilder({ page }).withTags(tags).setLegacyMode().analyze()
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`))
}
