import { expect, test } from 'vitest'
import { Private } from '../../src/core/private.ts'
import { NOTHING_FOUND, type ScreenResult } from '../../src/core/screen-result.ts'
import { aClinic, aMessage, aTurn, load, type AClinic } from '../store/a-clinic.ts'
import { eachDatabase, type TestStore } from '../support/database.ts'
import { aClinician, aConsole, Browser } from './a-console.ts'

const NOTICED: ScreenResult = { ...NOTHING_FOUND, level: 'notice', categories: ['A'], rules: ['a-rule'] }

type Note = { about?: 'for-my-session' | 'for-my-therapist'; screen?: ScreenResult; messageId?: string }

async function wrote(opened: TestStore, at: AClinic, words: string, note: Note = {}) {
  const { about = 'for-my-session', screen, messageId } = note
  const text = new Private(words)
  await opened.store.receive(
    aMessage(at, { body: { kind: 'text', text }, ...(screen && { screen }), ...(messageId && { messageId }) }),
  )
  const turn = aTurn(await load(opened, at), { effects: [{ type: 'keepNote', about, text }] })
  expect(await opened.store.commitTurn(turn)).toBe('committed')
}

async function opensTheList(opened: TestStore, at: AClinic) {
  await opened.store.receive(aMessage(at, { body: { kind: 'choice', token: 'abcdefghijkl.open-list' } }))
  await opened.store.commitTurn(aTurn(await load(opened, at), { effects: [{ type: 'openList' }] }))
}

/** The client edits, in their chat, the message that they wrote before. */
async function edits(opened: TestStore, at: AClinic, words: string, { messageId, screen }: Note) {
  const text = new Private(words)
  const body = { kind: 'edited', text } as const
  await opened.store.receive(aMessage(at, { body, ...(messageId && { messageId }), ...(screen && { screen }) }))
  await opened.store.commitTurn(aTurn(await load(opened, at), { effects: [{ type: 'changeNote', text }] }))
}

async function takesOff(opened: TestStore, at: AClinic, which: 'last' | 'all') {
  await opened.store.receive(aMessage(at, { body: { kind: 'choice', token: 'abcdefghijkl.take-off' } }))
  await opened.store.commitTurn(aTurn(await load(opened, at), { effects: [{ type: 'takeOffList', which }] }))
}

async function aFile(opened: TestStore) {
  const at = await aClinic(opened)
  const { app } = aConsole(opened, at.clinic)
  const browser = await Browser.as(opened, app, { clinic: at.clinic, clinician: at.therapist })
  const pages = async (as = browser) => {
    const page = `/clients/${at.client}`
    const [file = '', summary = '', talk = ''] = await Promise.all(
      [page, `${page}/summary`, `${page}/conversation`].map(async (one) => (await as.get(one)).text),
    )
    return { file, summary, talk, all: file + summary + talk }
  }
  return { at, app, pages }
}

eachDatabase('the list for the session', (open) => {
  test('is on no page of the console until the client opens it, and closed again for what comes later', async () => {
    const opened = await open()
    const { at, pages } = await aFile(opened)
    await wrote(opened, at, 'about the lighthouse')
    await wrote(opened, at, 'and the ferry')
    const before = await pages()
    expect(before.all).not.toMatch(/lighthouse|ferry/)
    expect(before.file).toContain('2 things on the list, closed until your client opens it')
    expect(before.summary).toContain('2 things on the list, closed')
    expect(before.talk).toContain('(written for the list for the session, closed)')

    await opensTheList(opened, at)
    await wrote(opened, at, 'a bicycle too')
    const after = await pages()
    for (const page of [after.file, after.summary, after.talk]) expect(page).toContain('about the lighthouse')
    expect(after.all).not.toContain('bicycle')
    expect(after.summary).toContain('1 thing on the list, closed')
  })

  test('is open where the screen found anything: safety goes first', async () => {
    const opened = await open()
    const { at, pages } = await aFile(opened)
    await wrote(opened, at, 'about the lighthouse', { screen: NOTICED })
    const seen = await pages()
    for (const page of [seen.file, seen.talk]) expect(page).toContain('about the lighthouse')
    expect(seen.talk).not.toContain('(written for the list for the session, closed)')
  })

  test('follows an edit of the message, says so, and never shows what stood there before', async () => {
    const opened = await open()
    const { at, pages } = await aFile(opened)
    await wrote(opened, at, 'about the lighthouse', { messageId: '41' })
    await wrote(opened, at, 'and the ferry', { messageId: '42' })
    await edits(opened, at, 'about the harbour', { messageId: '41' })
    const closed = await pages()
    expect(closed.all).not.toMatch(/lighthouse|harbour|ferry/)
    expect(closed.file).toContain('2 things on the list, closed')
    await opensTheList(opened, at)
    const shown = await pages()
    expect(shown.all).not.toContain('lighthouse')
    for (const page of [shown.file, shown.summary]) {
      expect(page).toMatch(/about the harbour<\/q> <span class="soft">changed /)
      expect(page).toMatch(/and the ferry<\/q> <span class="soft">(?!changed)/)
    }
    expect(shown.talk).toContain('about the harbour')

    await edits(opened, at, 'about the pier', { messageId: '41' })
    const again = await pages()
    expect(again.file).not.toMatch(/harbour|pier/)
    expect(again.talk).not.toContain('pier')
    expect(again.file).toContain('1 thing on the list, closed')
    await opensTheList(opened, at)
    expect((await pages()).file).toMatch(/about the pier<\/q> <span class="soft">changed /)
  })

  test('shows an edit in which the screen found anything, and leaves other messages as they are', async () => {
    const opened = await open()
    const { at, pages } = await aFile(opened)
    await wrote(opened, at, 'about the lighthouse', { messageId: '41' })
    await edits(opened, at, 'an answer from yesterday', { messageId: '40' })
    expect((await pages()).file).toContain('1 thing on the list, closed')
    await edits(opened, at, 'about the harbour', { messageId: '41', screen: NOTICED })
    const seen = await pages()
    for (const page of [seen.file, seen.talk]) expect(page).toContain('about the harbour')
    expect(seen.all).not.toContain('lighthouse')
  })

  test('loses what the client takes off, whatever is opened later', async () => {
    const opened = await open()
    const { at, pages } = await aFile(opened)
    for (const [n, words] of ['about the lighthouse', 'and the ferry', 'a bicycle'].entries())
      await wrote(opened, at, words, { messageId: String(n) })
    await takesOff(opened, at, 'last')
    expect((await pages()).file).toContain('2 things on the list, closed')
    await edits(opened, at, 'a tandem', { messageId: '2' })
    await opensTheList(opened, at)
    const shown = await pages()
    expect(shown.all).not.toMatch(/bicycle/)
    expect(shown.file).not.toContain('tandem')
    expect(shown.file).toContain('and the ferry')
    await takesOff(opened, at, 'all')
    expect((await pages()).file).toContain('Nothing on the list')
  })

  test('is another thing than what was written to be read', async () => {
    const opened = await open()
    const { at, pages } = await aFile(opened)
    await wrote(opened, at, 'please ring me', { about: 'for-my-therapist' })
    const seen = await pages()
    for (const page of [seen.file, seen.talk]) expect(page).toContain('please ring me')
  })

  test('stays closed to a lead of the clinic too', async () => {
    const opened = await open()
    const { at, app, pages } = await aFile(opened)
    await wrote(opened, at, 'about the lighthouse')
    const lead = await aClinician(opened, at.clinic, 'lead')
    const seen = await pages(await Browser.as(opened, app, { clinic: at.clinic, clinician: lead }))
    expect(seen.talk).toContain('(written for the list for the session, closed)')
    expect(seen.all).not.toContain('lighthouse')
  })
})
