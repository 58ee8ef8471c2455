import { expect, test } from 'vitest'
import type { EscalationId, FlagLevel } from '../../src/core/ids.ts'
import { randomUUID } from 'node:crypto'
import { aClient, aClinic, aFlag, aMessage, type AClinic } from '../store/a-clinic.ts'
import { eachDatabase, type TestStore } from '../support/database.ts'
import { aClinicianLink, saveSettings } from '../turn/a-node.ts'
import { aClinician, aConsole, Browser } from './a-console.ts'

async function flagged(opened: TestStore, at: AClinic, level: FlagLevel) {
  const one: AClinic = { ...at, ...(await aClient(opened, at.clinic, at.therapist)) }
  const flag = aFlag(one, { level, rule: 'contact-wanted', ...(level === 'red' ? {} : { escalation: null }) })
  await opened.store.receive(aMessage(one, { flag }))
  return flag
}

const rowOf = (text: string, rule: string) =>
  [...text.matchAll(/<tr>(.*?)<\/tr>/gs)]
    .map(([, row = '']) =>
      [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell = '']) => cell.replace(/<[^>]*>/g, '').trim()),
    )
    .find(([name]) => name === rule)

eachDatabase('the alarm budget', (open) => {
  test('each rule stands beside its budget with what was judged useful, and a rule that is over says so', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    const lead = await aClinician(opened, at.clinic, 'lead')
    const browser = await Browser.as(opened, aConsole(opened, at.clinic).app, { clinic: at.clinic, clinician: lead })
    expect((await browser.get('/cover/budget')).text).toContain('No rule has raised a flag in these days.')
    const flags = [
      await flagged(opened, at, 'amber'),
      await flagged(opened, at, 'amber'),
      await flagged(opened, at, 'info'),
    ]
    await browser.get('')
    await browser.post(`/flags/${flags[0]?.id ?? ''}/close`, { outcome: 'called' })
    await browser.post(`/flags/${flags[1]?.id ?? ''}/close`, { outcome: 'no-concern', line: 'meant a song' })
    // Three clients for one week: three client-weeks, two ambers.
    await opened.advanceTestClock(7 * 24 * 60 * 60_000)
    const again = await Browser.as(opened, aConsole(opened, at.clinic).app, { clinic: at.clinic, clinician: lead })
    const { text } = await again.get('/cover/budget')
    expect(rowOf(text, 'Would like to be contacted')).toEqual([
      'Would like to be contacted',
      '3',
      '6.67, over',
      '1',
      '1',
      '0.50',
    ])
    expect(text).toContain('The last 28 days, 3.0 client-weeks.')
    expect(text).toContain('nothing is switched off by itself')
  })

  test('one notice over two channels is one interruption, and a third on a day is over', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    const lead = await aClinician(opened, at.clinic, 'lead', 'Lou Hall')
    await saveSettings(opened, at, { cover: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '00:00' }] })
    const links = [await aClinicianLink(opened, at, lead), await aClinicianLink(opened, at, lead)]
    await flagged(opened, at, 'red')
    const escalation = await oneEscalation(opened, at)
    for (const notice of [randomUUID(), randomUUID(), randomUUID()])
      for (const { link } of links) await sent(opened, at, { link, notice, escalation })
    const browser = await Browser.as(opened, aConsole(opened, at.clinic).app, { clinic: at.clinic, clinician: lead })
    const { text } = await browser.get('/cover/budget')
    expect(text).toMatch(/On a clinician’s worst day<\/dt>\s*<dd><strong>3\.00, over<\/strong>/)
    expect(text.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')).toContain('Lou Hall 3')
  })
})

const SENT = `insert into holdfast.outbox
  (clinic_id, outbox_id, message_id, link_id, lane, created_at, not_before, repeat, state, body, escalation_id, person_notice, settled_at)
  values ($1, $2, $2, $3, 'notice', holdfast.holdfast_now(), holdfast.holdfast_now(), false, 'sent', '', $4, $5, holdfast.holdfast_now())`

async function oneEscalation(opened: TestStore, { clinic }: AClinic): Promise<EscalationId> {
  const [row] = await opened.asSuperuser((session) =>
    session.query<{ id: EscalationId }>(`select escalation_id as id from holdfast.escalations where clinic_id = $1`, [
      clinic,
    ]),
  )
  return row!.id
}

interface Sent {
  readonly link: string
  readonly notice: string
  readonly escalation: string
}

/** A notice as it stands once a channel took it. */
async function sent(opened: TestStore, { clinic }: AClinic, { link, notice, escalation }: Sent) {
  await opened.asSuperuser((session) => session.query(SENT, [clinic, randomUUID(), link, escalation, notice]))
}
