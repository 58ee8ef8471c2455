import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { Private } from '../../src/core/private.ts'
import type { PageEntry } from '../../src/ports/page-log.ts'
import { eachDatabase, type TestStore } from '../support/database.ts'
import { aClinic, aLine, aLink, aMessage, claimed, type AClinic, say } from './a-clinic.ts'

async function aPage(opened: TestStore) {
  const at = await aClinic(opened)
  const { link, address } = await aLink(opened, at, 'web')
  return { ...at, link, address, pages: opened.pageLog(at.clinic) }
}

/** Said on the page, stored and noted. */
async function said(opened: TestStore, at: AClinic & { pages: ReturnType<TestStore['pageLog']> }, text: string) {
  const externalId = `page:${randomUUID()}`
  await at.pages.noteSaid(at.address, externalId)
  await opened.store.receive(
    aMessage(at, { channel: 'web', externalId, body: { kind: 'text', text: new Private(text) } }),
  )
  return externalId
}

/** Sent to the page and noted; the row's id. */
async function told(opened: TestStore, at: AClinic & { pages: ReturnType<TestStore['pageLog']> }, text: string) {
  await say(opened, at, [aLine({ text })])
  const [row] = await claimed(opened, at)
  const id = row?.id ?? ''
  await at.pages.noteMessage(at.address, id)
  await opened.store.recordDelivery(at.clinic, [{ id: row!.id, receipt: { kind: 'sent', id }, retryAfterMs: 0 }])
  return id
}

const words = (entries: readonly PageEntry[]) =>
  entries.map(({ body }) => ('text' in body ? `${body.kind}: ${body.text.reveal()}` : body.kind))

eachDatabase('what stands on a page', (open) => {
  test('comes back in the order in which it came there, words and all', async () => {
    const opened = await open()
    const at = await aPage(opened)
    await said(opened, at, 'hello')
    await told(opened, at, 'What would you like?')
    await said(opened, at, 'the pier')
    expect(words(await at.pages.read(at.address, 0))).toEqual([
      'said: hello',
      'line: What would you like?',
      'said: the pier',
    ])
  })

  test('is read on from a mark', async () => {
    const opened = await open()
    const at = await aPage(opened)
    await said(opened, at, 'one')
    const [first] = await at.pages.read(at.address, 0)
    await said(opened, at, 'two')
    expect(words(await at.pages.read(at.address, first!.mark))).toEqual(['said: two'])
  })

  test('is noted once, however often it is sent again', async () => {
    const opened = await open()
    const at = await aPage(opened)
    const id = await told(opened, at, 'Stopped.')
    await at.pages.noteMessage(at.address, id)
    expect(words(await at.pages.read(at.address, 0))).toEqual(['line: Stopped.'])
  })

  test('that was taken back is gone, and a page that was away learns of it', async () => {
    const opened = await open()
    const at = await aPage(opened)
    const own = await said(opened, at, 'words that go')
    const ours = await told(opened, at, 'A line that goes.')
    const seen = await at.pages.read(at.address, 0)
    expect(await at.pages.change(at.address, own, 'delete')).toBe(true)
    expect(await at.pages.change(at.address, ours, 'delete')).toBe(true)
    expect(words(await at.pages.read(at.address, seen.at(-1)!.mark))).toEqual(['gone', 'gone'])
    expect(await at.pages.read(at.address, 0)).toEqual([])
  })

  test('keeps its place when only its buttons are taken back', async () => {
    const opened = await open()
    const at = await aPage(opened)
    const ours = await told(opened, at, 'Ready?')
    await said(opened, at, 'yes')
    await at.pages.change(at.address, ours, 'retract-buttons')
    expect(words(await at.pages.read(at.address, 0))).toEqual(['line: Ready?', 'said: yes'])
  })

  test('that was said and never stored is not shown', async () => {
    const opened = await open()
    const at = await aPage(opened)
    await at.pages.noteSaid(at.address, `page:${randomUUID()}`)
    expect(await at.pages.read(at.address, 0)).toEqual([])
  })

  test("shows on nobody else's page, and on none before a clinician said who it is", async () => {
    const opened = await open()
    const at = await aPage(opened)
    await said(opened, at, 'mine')
    const waiting = await aLink(opened, at, 'web', false)
    expect(await at.pages.noteMessage(waiting.address, randomUUID())).toBeNull()
    expect(await at.pages.read(waiting.address, 0)).toEqual([])
    expect(await at.pages.read(new Private('web:somebody'), 0)).toEqual([])
  })

  test("takes no note of another client's message", async () => {
    const opened = await open()
    const [at, other] = [await aPage(opened), await aPage(opened)]
    await say(opened, other, [aLine()])
    const [row] = await claimed(opened, other)
    expect(await at.pages.noteMessage(at.address, row!.id)).toBeNull()
  })

  test('has no words of its own, and cannot be read once the client is erased', async () => {
    const opened = await open()
    const at = await aPage(opened)
    await said(opened, at, 'marmalade on the pier')
    const rows = await opened.asSuperuser((session) =>
      session.query<{ row: string }>('select e::text as row from holdfast.page_entries e where clinic_id = $1', [
        at.clinic,
      ]),
    )
    expect(rows.map(({ row }) => row).join()).not.toContain('marmalade')
    await opened.keyRing.forget(at.clinic, at.client)
    await expect(at.pages.read(at.address, 0)).rejects.toMatchObject({ code: 'key.missing' })
  })
})
