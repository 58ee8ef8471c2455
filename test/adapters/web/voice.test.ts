import { hkdfSync, randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { voiceAddresses, voiceResponse } from '../../../adapters/web/voice.ts'
import { fromClinician } from '../../../src/core/from-clinician.ts'
import type { RowId } from '../../../src/core/ids.ts'
import { TEST_MASTER_KEY } from '../../support/database.ts'
import { webClinic } from './web-clinic.ts'

/* The therapist's voice on the page: for its own client, for an hour. And the page of a country's numbers. */

const ENTRY = { id: 'row-1', mark: 1, kind: 'line', parts: [], buttons: [], recording: 'settle' } as const

function pathFor(voices: ReturnType<typeof voiceAddresses>, page: string, id = 'row-1'): string {
  const shown = voices.withVoice(page, { ...ENTRY, id })
  return 'voice' in shown ? (shown.voice ?? '') : ''
}

describe('the address of a recording', () => {
  let now = new Date('2026-03-02T09:00:00Z')
  const voices = voiceAddresses(Buffer.alloc(32, 7), () => now)
  const addressOf = (page: string) => new URL(pathFor(voices, page), 'https://holdfast.example')

  test('opens it for its own page, for an hour', () => {
    const url = addressOf('web:a')
    expect(voices.read('web:a', url)).toEqual({ id: 'row-1', name: 'settle' })
    expect(voices.read('web:b', url)).toBeNull()
    now = new Date(now.getTime() + 61 * 60_000)
    expect(voices.read('web:a', url)).toBeNull()
  })

  test('cannot be stretched or turned to another recording', () => {
    const url = addressOf('web:a')
    const changed = (from: string | RegExp, to: string) => new URL(url.href.replace(from, to))
    expect(voices.read('web:a', changed('settle', 'place'))).toBeNull()
    expect(voices.read('web:a', changed('row-1', 'row-2'))).toBeNull()
    expect(voices.read('web:a', changed(/until=\d+/, `until=${now.getTime() + 1e9}`))).toBeNull()
    expect(voices.read('web:a', changed(/sign=.*/, 'sign='))).toBeNull()
  })

  test('plays in parts, for players that ask so', async () => {
    const sound = { format: 'mp3', bytes: Buffer.from('0123456789') } as const
    const part = voiceResponse(sound, 'bytes=2-4', {})
    expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([206, 'bytes 2-4/10', '234'])
    expect((await voiceResponse(sound, null, {}).text()).length).toBe(10)
    expect(voiceResponse(sound, 'bytes=12-', {}).status).toBe(416)
  })
})

describe('on a whole node', () => {
  let clinic: Awaited<ReturnType<typeof webClinic>>
  beforeAll(async () => {
    clinic = await webClinic()
  })
  afterAll(() => clinic.close())

  /** A browser that opened a client's link and was confirmed. */
  async function aPage() {
    const { origin, opened } = clinic
    const client = await clinic.newClient()
    const cookie = (await fetch(origin)).headers.get('set-cookie')?.split(';')[0] ?? ''
    const body = new URLSearchParams({ code: await clinic.code(client), name: 'Sam' })
    await fetch(`${origin}/pair`, { method: 'POST', headers: { cookie, origin }, body, redirect: 'manual' })
    const pending = (await opened.people.pendingLinks(clinic.clinic)).find((one) => one.client === client)
    await opened.people.confirmLink(clinic.clinic, pending!.link, 'operator')
    return { client, cookie, address: `web:${cookie.split('=')[1]?.split('.')[0]}` }
  }

  test('a recording plays on the page that its line went to, and for nobody else', async () => {
    const { origin, opened } = clinic
    const { client, cookie, address } = await aPage()
    const headers = { cookie, origin, 'content-type': 'application/json' }
    const said = JSON.stringify({ id: 'saying-0001', text: 'hello' })
    await fetch(`${origin}/say`, { method: 'POST', headers, body: said })
    let id: string | undefined
    while (id === undefined) {
      const read = await fetch(`${origin}/chat/entries?after=0`, { headers: { cookie } })
      const { entries } = (await read.json()) as { entries: { id: string; kind: string; mark: number | null }[] }
      id = entries.find(({ kind, mark }) => kind === 'line' && mark !== null)?.id
      if (id === undefined) await sleep(20)
    }
    const sound = Buffer.from('OggS and a quiet voice')
    const kept = { client, id: randomUUID() as RowId, name: 'settle', format: 'ogg', sound, by: 'operator' } as const
    await opened.care.keepRecording({ clinic: clinic.clinic, ...kept })
    const key = Buffer.from(hkdfSync('sha256', TEST_MASTER_KEY, Buffer.alloc(0), 'holdfast web cookie v1', 32))
    const path = pathFor(
      voiceAddresses(key, () => new Date()),
      address,
      id,
    )
    const played = await fetch(`${origin}${path}`, { headers: { cookie } })
    expect([played.status, played.headers.get('content-type')]).toEqual([200, 'audio/ogg'])
    expect(Buffer.from(await played.arrayBuffer())).toEqual(sound)
    const other = await aPage()
    expect((await fetch(`${origin}${path}`)).status).toBe(404)
    expect((await fetch(`${origin}${path}`, { headers: { cookie: other.cookie } })).status).toBe(404)
    await opened.care.removeRecording({ clinic: clinic.clinic, client, which: { name: 'settle' }, by: 'operator' })
    expect((await fetch(`${origin}${path}`, { headers: { cookie } })).status).toBe(404)
  })

  test('what a clinician spoke plays on the page under their name', async () => {
    const { origin, opened } = clinic
    const { client, cookie } = await aPage()
    const headers = { cookie, origin, 'content-type': 'application/json' }
    const said = JSON.stringify({ id: 'saying-0002', text: 'hello' })
    await fetch(`${origin}/say`, { method: 'POST', headers, body: said })
    const by = (await opened.people.clinicians(clinic.clinic))[0]!.id
    const whose = { clinic: clinic.clinic, client, by }
    const id = randomUUID() as RowId
    const sound = Buffer.from('OggS and a clinician’s voice')
    await opened.people.takeConversation(whose)
    expect(await opened.consoleAs(by).keepSpoken({ ...whose, id, format: 'ogg', sound })).toBe('kept')
    const message = fromClinician({ kind: 'from-clinician', name: 'Robin Reed', words: '', spoken: true })
    await opened.people.writeToClient({ ...whose, id, message })
    let voice: string | undefined
    while (voice === undefined) {
      const html = await (await fetch(origin, { headers: { cookie } })).text()
      voice = /Robin Reed says:<\/p>\s*<audio[^>]* src="([^"]+)"/.exec(html)?.[1]?.replaceAll('&amp;', '&')
      if (voice === undefined) await sleep(20)
    }
    const played = await fetch(`${origin}${voice}`, { headers: { cookie } })
    expect(Buffer.from(await played.arrayBuffer())).toEqual(sound)
    const other = await aPage()
    expect((await fetch(`${origin}${voice}`, { headers: { cookie: other.cookie } })).status).toBe(404)
  })

  test('the page of a country rings its numbers, for anybody, and keeps nothing', async () => {
    const answer = await fetch(`${clinic.origin}/numbers/au`)
    const html = await answer.text()
    expect(html).toContain('<a href="tel:000">Emergency 000</a>')
    expect(html).toContain('<a href="tel:131114">Lifeline 13 11 14</a>')
    expect(html).toContain('<a href="sms:+61477131114">Lifeline 0477 13 11 14</a>')
    expect(answer.headers.get('set-cookie')).toBeNull()
    const britain = await (await fetch(`${clinic.origin}/numbers/GB`)).text()
    // What is pressed once somebody answers is not dialled.
    expect(britain).toContain('<a href="tel:111">NHS 111, option 2</a>')
    const elsewhere = await (await fetch(`${clinic.origin}/numbers/ZZ`)).text()
    expect(elsewhere).toContain('local emergency number')
    expect((await fetch(`${clinic.origin}/numbers/australia`)).status).toBe(404)
  })
})
