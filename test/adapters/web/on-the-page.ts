import type { Page } from 'playwright-core'
import type { ClientId } from '../../../src/core/ids.ts'
import type { webClinic } from './web-clinic.ts'

/* What a client does on their page in a real browser. */

type Clinic = Awaited<ReturnType<typeof webClinic>>

export const log = (page: Page) => page.getByRole('log')
export const says = (page: Page, words: string) => log(page).getByText(words).last().waitFor()
export const tap = (page: Page, label: string) => log(page).getByRole('button', { name: label, exact: true }).click()

export async function write(page: Page, words: string): Promise<void> {
  await page.getByLabel('Write here').fill(words)
  await page.getByRole('button', { name: 'Send' }).click()
}

export async function pendingLink(clinic: Clinic, client: ClientId) {
  const all = await clinic.opened.people.pendingLinks(clinic.clinic)
  return all.find((link) => link.client === client)
}

/** Both halves of pairing: the link is opened, and somebody of the clinic says 'that is them'. */
export async function pairPage(page: Page, clinic: Clinic, client: ClientId): Promise<void> {
  await page.goto(`${clinic.origin}/?pair=${await clinic.code(client)}`)
  await page.getByLabel('Your name or initials').fill('Sam V.')
  await page.getByRole('button', { name: 'Open' }).click()
  await page.getByText('Your therapist sees this number').waitFor()
  const link = await pendingLink(clinic, client)
  await clinic.opened.people.confirmLink(clinic.clinic, link!.link, 'operator')
  await page.reload()
}

export async function welcomed(page: Page, clinic: Clinic, client: ClientId): Promise<void> {
  await pairPage(page, clinic, client)
  await write(page, 'hello')
  await tap(page, 'Yes, I want this')
  await tap(page, 'Go on without trying')
  await says(page, 'You can try a copy')
  await tap(page, 'Go on without trying')
  await tap(page, 'No, not now')
  await says(page, 'Write anything here to open the menu')
}

export async function toTheScale(page: Page): Promise<void> {
  await write(page, 'hi')
  await tap(page, 'My place')
  await says(page, 'What short name would you like')
  await write(page, 'the pier')
  await says(page, 'Which word would you like to use')
  await write(page, 'calm')
  await tap(page, 'Yes, ready')
  await says(page, 'How strong is the distress right now')
}

/** With 'You' before them, as a screen reader says them. */
export const ownWords = (page: Page) => log(page).locator('.said p, .tapped p').allTextContents()
