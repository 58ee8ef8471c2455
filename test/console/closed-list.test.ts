import { expect, test } from 'vitest'
import { Private } from '../../src/core/private.ts'
import { NOTHING_FOUND, type ScreenResult } from '../../src/core/screen-result.ts'
import { aClinic, aMessage, aTurn, load, type AClinic } from '../store/a-clinic.ts'
import { eachDatabase, type TestStore } from '../support/database.ts'
import { aClinician, aConsole, Browser } from './a-console.ts'

const NOTICED: ScreenResult = { ...NOTHING_FOUND, level: 'notice', categories: ['A'], rules: ['a-rule'] }

type Note = { about?: 'for-my-session' | 'for-my-therapist'; screen?: ScreenResult }

async function wrote(opened: TestStore, at: AClinic, words: string, { about = 'for-my-session', screen }: Note = {}) {
  const text = new Private(words)
  await opened.store.receive(aMessage(at, { body: { kind: 'text', text }, ...(screen && { screen }) }))
  const turn = aTurn(await load(opened, at), { effects: [{ type: 'keepNote', about, text }] })
  expect(await opened.store.commitTurn(turn)).toBe('committed')
}

async function opensTheList(opened: TestStore, at: AClinic) {
  await opened.store.receive(aMessage(at, { body: { kind: 'choice', token: 'abcdefghijkl.open-list' } }))
  await opened.store.commitTurn(aTurn(await load(opened, at), { effects: [{ type: 'openList' }] }))
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
    expect(before.talk).toContain('(on the list for the session, closed)')

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
    expect(seen.talk).not.toContain('(on the list for the session, closed)')
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
    expect(seen.talk).toContain('(on the list for the session, closed)')
    expect(seen.all).not.toContain('lighthouse')
  })
})
