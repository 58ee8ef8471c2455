import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { Private } from '../../src/core/private.ts'
import { hashOfCode } from '../../src/cli/care/pairing.ts'
import { LinkId, type FlagLevel } from '../../src/core/ids.ts'
import { eachDatabase, type TestStore } from '../support/database.ts'
import { aClient, aClinic, aFlag, aLink, aMessage, load, aTurn, say, aLine, type AClinic } from '../store/a-clinic.ts'
import { clinicAtWork } from '../support/clinic-at-work.ts'
import { aConsole, Browser } from './a-console.ts'

async function signedIn(opened: TestStore, at: AClinic) {
  const { app, listeners } = aConsole(opened, at.clinic)
  return { app, listeners, browser: await Browser.as(opened, app, { clinic: at.clinic, clinician: at.therapist }) }
}

async function flagged(opened: TestStore, at: AClinic, level: FlagLevel, text = 'hello there') {
  const one: AClinic = { ...at, ...(await aClient(opened, at.clinic, at.therapist)) }
  const flag = aFlag(one, { level, ...(level === 'amber' || level === 'info' ? { escalation: null } : {}) })
  await opened.store.receive(aMessage(one, { flag, body: { kind: 'text', text: new Private(text) } }))
  return { ...one, flag: flag.id }
}

eachDatabase('the jobs of a clinician', (open) => {
  test('the queue has the most urgent first, and says in words why and how long there is', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    const { browser } = await signedIn(opened, at)
    expect((await browser.get('')).text).toContain('Nothing waits for you')
    for (const level of ['info', 'amber', 'red', 'black'] as const) await flagged(opened, at, level)
    const { text } = await browser.get('')
    const levels = [...text.matchAll(/class="card flag (\w+)"/g)].map(([, level]) => level)
    expect(levels).toEqual(['black', 'red', 'amber'])
    expect(text).toContain('Wrote words that the screen looks for: ending life')
    expect(text).toMatch(/class="deadline\s*">\d+ days left/)
    expect(text).toContain('Sam Vimes')
    expect(text).not.toContain('hello there')
  })

  test('red is taken and ends with an outcome; without somebody who has it, it does not end', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    const { browser } = await signedIn(opened, at)
    const { flag, client } = await flagged(opened, at, 'red')
    await browser.get('')
    expect((await browser.post(`/flags/${flag}/close`, { outcome: 'called' })).status).toBe(409)
    expect((await browser.post(`/flags/${flag}/take`)).to).toBe(`/console/clients/${client}/conversation`)
    expect((await browser.post(`/flags/${flag}/take`)).text).toContain('taken that flag already')
    expect((await browser.post(`/flags/${flag}/close`, { outcome: 'no-concern' })).text).toContain('needs the reason')
    expect((await browser.post(`/flags/${flag}/close`, { outcome: 'called', line: 'rings again on Friday' })).to).toBe(
      '/console',
    )
    expect((await browser.get('')).text).toContain('Nothing waits for you')
    expect((await browser.get(`/clients/${client}`)).text).toContain('Called: rings again on Friday')
  })

  test('information is cleared as a list, and what rose meanwhile stays', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    const { browser } = await signedIn(opened, at)
    const [one, two] = [await flagged(opened, at, 'info'), await flagged(opened, at, 'info')]
    await browser.get('')
    await opened.store.receive(aMessage(two, { flag: aFlag(two, { level: 'amber', escalation: null }) }))
    await browser.post('/flags/clear', { flag: [one.flag, two.flag] })
    expect((await opened.people.flags(at.clinic)).map(({ id, state }) => [id, state])).toEqual([
      [two.flag, 'open'],
      [one.flag, 'closed'],
    ])
  })

  test('the conversation has what the client saw, what became of it, and the words that the screen found', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    const { browser } = await signedIn(opened, at)
    const words = 'x <b>& the words that count</b>'
    await opened.store.receive(
      aMessage(at, {
        body: { kind: 'text', text: new Private(words) },
        screen: { level: 'ask', categories: ['S1'], rules: ['a-rule'], spans: [[7, 16]] },
      }),
    )
    const rows = [aLine({ text: 'Think of “the pier” for a moment.' })]
    await opened.store.commitTurn(aTurn(await load(opened, at), { rows }))
    const { text } = await browser.get(`/clients/${at.client}/conversation`)
    expect(text).toContain('x &lt;b&gt;&amp; <mark>the words</mark> that count&lt;/b&gt;')
    expect(text).toContain('ending life <span>(a-rule)</span>')
    expect(text).toContain('<span class="quoted">“the pier”</span>')
    expect(text).toContain('on its way · safe-place-rehearsal, settle, say.0')
    const lines = await opened.consoleAs(at.therapist).audit(at.clinic, {})
    expect(lines).toEqual([]) // a therapist reads no audit
    const read = (await opened.asSuperuser((session) =>
      session.query<{ verb: string }>(`select verb from holdfast.audit where actor = $1 and about = $2`, [
        at.therapist,
        at.client,
      ]),
    )) as { verb: string }[]
    expect(read.map(({ verb }) => verb)).toEqual(['read a conversation'])
  })

  test('a message says on which channel it arrived, also after the client has moved to another', async () => {
    const opened = await open()
    const at = await clinicAtWork(opened)
    await at.says('hello')
    await at.work()
    const { browser } = await signedIn(opened, at)
    const page = `/clients/${at.client}/conversation`
    expect((await browser.get(page)).text).toContain('delivered on telegram')
    const { link } = await aLink(opened, at, 'slack')
    await opened.store.receive(aMessage({ ...at, link }, { channel: 'slack' }))
    const { text } = await browser.get(page)
    expect(text).toContain('delivered on telegram')
    expect(text).not.toContain('delivered on slack')
  })

  test('a clinician writes as themselves once they have the conversation, and says so when words may lead', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    await say(opened, at, [aLine()])
    const { browser } = await signedIn(opened, at)
    const page = `/clients/${at.client}`
    const words = 'I saw this. I will ring you at nine.'
    expect((await browser.post(`${page}/write`, { words })).text).toContain('Take the conversation first')
    await browser.post(`${page}/take`)
    expect((await browser.get(`${page}/conversation`)).text).toContain('Write as Robin Reed')
    expect((await browser.post(`${page}/write`, { words })).to).toBe(`/console${page}/conversation`)
    expect((await browser.get(`${page}/conversation`)).text).toContain(`Robin Reed writes: ${words}`)
    const leading = 'You now see your father coming in.'
    const asked = await browser.post(`${page}/write`, { words: leading })
    expect([asked.status, asked.text.includes('This may lead'), asked.text.includes(leading)]).toEqual([
      409,
      true,
      true,
    ])
    expect((await browser.get(`${page}/conversation`)).text).not.toContain(leading)
    expect((await browser.post(`${page}/write`, { words: leading, meant: 'yes' })).status).toBe(303)
    await browser.post(`${page}/give-back`)
    expect((await browser.get(`${page}/conversation`)).text).toContain('Take the conversation')
  })

  test('imagery is closed and opened again with a reason, and not without', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    const { browser } = await signedIn(opened, at)
    const page = `/clients/${at.client}`
    expect((await browser.post(`${page}/latch/raise`, { reason: '' })).status).toBe(409)
    await browser.post(`${page}/latch/raise`, { reason: 'until we have spoken' })
    expect((await browser.get(`${page}/conversation`)).text).toContain('Closed. Only a clinician opens it again.')
    await browser.post(`${page}/latch/lower`, { reason: 'we have spoken' })
    expect((await browser.get(`${page}/conversation`)).text).toContain('Open. Stage: place.')
  })

  test('a new client is added, and their account counts after "that is them"', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    const { browser } = await signedIn(opened, at)
    const made = await browser.post('/clients/new', {
      name: 'Alex',
      therapist: 'Robin',
      country: 'AU',
      zone: 'Australia/Sydney',
    })
    const code = /class="code">([\w-]{22})</.exec(made.text)?.[1] ?? ''
    expect(code).not.toBe('')
    const link = LinkId.parse(randomUUID())
    const account = { channel: 'slack', address: new Private('U1'), display: new Private('alex on slack') } as const
    await opened.people.openPairing({ clinic: at.clinic, codeHash: hashOfCode(code), link, ...account })
    expect((await browser.get('/clients')).text).toContain('alex on slack')
    await browser.post(`/links/${link}/confirm`)
    expect((await browser.get('/clients')).text).not.toContain('That is them')
  })

  test('the stream says that something changed and nothing else', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    const { app, browser, listeners } = await signedIn(opened, at)
    const cookie = `holdfast=${browser.cookies.get('holdfast')}`
    const response = await app.request('http://console.test/changes', { headers: { cookie } })
    const reader = response.body!.getReader()
    for (const listener of listeners) listener()
    let said = ''
    while (!said.includes('changed')) said += new TextDecoder().decode((await reader.read()).value)
    expect(said).toBe(': hello\n\nevent: changed\ndata: 1\n\n')
    await reader.cancel()
    expect(listeners.size).toBe(0)
  })
})
