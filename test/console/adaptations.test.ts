import { expect, test } from 'vitest'
import type { ClientId, ScriptHash } from '../../src/core/ids.ts'
import { Private } from '../../src/core/private.ts'
import { canonicalForm, hashOf, readCanonical } from '../../src/script/canonical.ts'
import { overlaid } from '../../src/script/overlay.ts'
import { aClient } from '../store/a-clinic.ts'
import { aNode, clinicAtWork } from '../support/clinic-at-work.ts'
import { eachDatabase, type TestStore } from '../support/database.ts'
import { aClinician, aConsole, Browser, scripts } from './a-console.ts'

type AtWork = Awaited<ReturnType<typeof clinicAtWork>>

const hashOfFlow = (flow: string) => scripts().find((one) => one.flow === flow && one.lang === 'en')!.hash
const GROUNDING = hashOfFlow('grounding')
const LINE = 'look/say.0'
const SIGNED = 'Look slowly around you, with eyes open. Name some things you see, in any way.'
const CALM = 'Look around you, slowly. Eyes open.'
const LEADING = 'Look around you. You remember the room, don’t you.'
const TWO_QUESTIONS = 'What do you see? What do you hear? What do you feel?'

async function ready(opened: TestStore) {
  const at = await clinicAtWork(opened)
  const { app } = aConsole(opened, at.clinic)
  const as = async (clinician: AtWork['therapist']) => Browser.as(opened, app, { clinic: at.clinic, clinician })
  const browser = await as(at.therapist)
  const change = (fields: Record<string, string>, by = browser, script: ScriptHash = GROUNDING) =>
    by.post(`/console/flows/${script}/adapt`.slice('/console'.length), { line: LINE, do: 'sign', ...fields })
  return { at, as, browser, change }
}

/** What this client reads when they ask to settle. */
async function settles(at: AtWork, address: Private<string> = at.address): Promise<string> {
  const before = at.channel.reads(address.reveal()).length
  for (const text of ['stop', 'Help me settle']) {
    await at.channel.says(address.reveal(), text)
    await at.work()
  }
  return at.channel
    .reads(address.reveal())
    .slice(before)
    .map(({ text }) => text)
    .join('\n')
}

const rows = (opened: TestStore, at: AtWork, client: ClientId | null = at.client) =>
  opened.adaptationsAs(at.therapist).adaptations(at.clinic, client)

eachDatabase('a line in other words (care C26)', (open) => {
  test('is heard by that client and nobody else, until it is ended', async () => {
    const opened = await open()
    const { at, browser, change } = await ready(opened)
    const other = await aClient(opened, at.clinic, at.therapist)
    expect(await change({ for: at.client, text: CALM })).toMatchObject({ status: 303 })
    expect(await settles(at)).toContain(CALM)
    const others = await settles(at, other.address)
    expect(others).toContain(SIGNED)
    expect(others).not.toContain(CALM)

    const { text } = await browser.get(`/clients/${at.client}`)
    expect(text).toContain(CALM)
    const [row] = await rows(opened, at)
    expect(await browser.post(`/adaptations/${row?.id}/end`)).toMatchObject({ status: 303 })
    expect(await settles(at)).toContain(SIGNED)
    expect((await browser.post(`/adaptations/${row?.id}/end`)).status, 'ended already').toBe(404)
  })

  test('a conversation under way keeps the words that it began with, on any node (P10)', async () => {
    const opened = await open()
    const { at, browser, change } = await ready(opened)
    await change({
      for: at.client,
      line: 'feet/say.0',
      text: 'Feel your feet on the deck.',
      reason: 'they live on a boat',
    })
    await settles(at)
    const [row] = await rows(opened, at)
    await browser.post(`/adaptations/${row?.id}/end`)
    const fresh = await aNode(opened, at, at.channel)
    await at.says('Next')
    await fresh.work()
    expect(at.channel.reads(at.address.reveal()).map(({ text }) => text)).toContain('Feel your feet on the deck.')
    expect(await settles(at)).not.toContain('deck')
  })

  test('rests where a newer version is signed, and the console says so', async () => {
    const opened = await open()
    const { at, browser, change } = await ready(opened)
    await change({ for: at.client, text: CALM })
    const newer = overlaid(readCanonical(scripts().find(({ hash }) => hash === GROUNDING)!.body), [
      { line: LINE, text: 'Look around.' },
    ])
    const body = canonicalForm(newer)
    await opened.people.keepScript({ hash: hashOf(body), flow: newer.flow, lang: newer.lang, body })
    await opened.people.sign(at.clinic, hashOf(body), 'operator')
    const read = await settles(at)
    expect(read).toContain('Look around.')
    expect(read).not.toContain(CALM)
    expect((await browser.get(`/clients/${at.client}`)).text).toContain('signed anew since')
  })

  test('a second changed line keeps the first, and the signed words take a change back', async () => {
    const opened = await open()
    const { at, change } = await ready(opened)
    await change({ for: at.client, text: CALM })
    const more = { line: 'feet/say.0', text: 'Press your feet against something firm.' }
    await change({ for: at.client, ...more })
    expect(await settles(at)).toContain(CALM)
    await change({ for: at.client, text: SIGNED })
    expect((await rows(opened, at))[0]?.lines).toEqual([more])
    await change({ for: at.client, ...more, text: 'Press your feet or hands against something firm.' })
    expect(await rows(opened, at)).toEqual([])
  })

  test('a leading line needs a reason and then a second clinician; until then nobody hears it', async () => {
    const opened = await open()
    const { at, as, browser, change } = await ready(opened)
    const refused = await change({ for: at.client, text: LEADING })
    expect(refused.status).toBe(409)
    expect(refused.text).toContain('two clinicians may let it pass')
    expect(await rows(opened, at)).toEqual([])

    await change({ for: at.client, text: LEADING, reason: 'their own joke from session' })
    expect(await settles(at)).toContain(SIGNED)
    const [row] = await rows(opened, at)
    const twice = await browser.post(`/adaptations/${row?.id}/countersign`, { reason: 'because I say so twice' })
    expect(twice.text).toContain('another clinician')

    const lead = await as(await aClinician(opened, at.clinic, 'lead'))
    expect((await lead.post(`/adaptations/${row?.id}/countersign`, { reason: 'x' })).text).toContain('in a sentence')
    expect((await lead.post(`/adaptations/${row?.id}/countersign`, { reason: 'I know that joke' })).status).toBe(303)
    expect(await settles(at)).toContain(LEADING)
  })

  test('what the proof forbids nobody can let pass', async () => {
    const opened = await open()
    const { at, change } = await ready(opened)
    const refused = await change({ for: at.client, text: TWO_QUESTIONS, reason: 'a reason long enough' })
    expect([refused.status, refused.text]).toEqual([409, expect.stringContaining('cannot be signed')])
    expect(await rows(opened, at)).toEqual([])
  })

  test('looking at it signs nothing, and shows it with its neighbours and buttons', async () => {
    const opened = await open()
    const { at, browser, change } = await ready(opened)
    const line = { line: 'feet/say.0', text: 'Press your feet against something firm.' }
    const seen = await change({ for: at.client, ...line, do: 'look' })
    expect(seen.status).toBe(200)
    for (const shown of [line.text, 'Feel where it holds you.', 'I am not OK', 'The linter finds nothing'])
      expect(seen.text).toContain(shown)
    expect(await rows(opened, at)).toEqual([])
    expect((await browser.get(`/flows/${GROUNDING}`)).text).toContain(`/adapt?line=look%2Fsay.0`)
  })

  test('only a lead changes a line for everybody, and what answers danger is nobody’s to change', async () => {
    const opened = await open()
    const { at, as, change } = await ready(opened)
    expect((await change({ for: 'everybody', text: CALM })).text).toContain('Only a lead')
    const lead = await as(await aClinician(opened, at.clinic, 'lead'))
    expect((await change({ for: 'everybody', text: CALM }, lead)).status).toBe(303)
    expect(await settles(at)).toContain(CALM)
    const stopped = hashOfFlow('stopped')
    const refused = await change({ for: at.client, line: 'stop/say.0', text: 'Hm.' }, lead, stopped)
    expect(refused.text).toContain('the same for everybody')
  })

  test('what was changed lies sealed, and goes with the client', async () => {
    const opened = await open()
    const { at, change } = await ready(opened)
    await change({ for: at.client, text: 'Look at Marmalade, who sits near you.', reason: 'the name of their cat' })
    const stored = await opened.asSuperuser((session) =>
      session.query<{ row: string }>('select a::text as row from holdfast.adaptations a where clinic_id = $1', [
        at.clinic,
      ]),
    )
    expect(stored).toHaveLength(1)
    expect(JSON.stringify(stored)).not.toContain('Marmalade')
    const bodies = await opened.asSuperuser((session) =>
      session.query<{ n: number }>("select count(*)::int as n from holdfast.scripts where body like '%Marmalade%'"),
    )
    expect(bodies).toEqual([{ n: 0 }])
    const record = (await opened.records.everything(at.clinic, at.client, 'operator'))?.reveal()
    expect(JSON.stringify(record?.['adaptations'])).toContain('Marmalade')
  })
})
