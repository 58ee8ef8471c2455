import { setImmediate as nextTick } from 'node:timers/promises'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createTelegramChannel, type TelegramChannel } from '../../../adapters/telegram/index.ts'
import { fromClinician } from '../../../src/core/from-clinician.ts'
import type { RowId } from '../../../src/core/ids.ts'
import type { RecordingName } from '../../../src/core/message.ts'
import { Private } from '../../../src/core/private.ts'
import { aClinic, aLine, aMessage, aTurn, load } from '../../store/a-clinic.ts'
import { aNode, silentLog } from '../../support/clinic-at-work.ts'
import { openMemoryStore } from '../../support/database.ts'
import { type TelegramEmulator } from '../../support/telegram/emulator.ts'
import { tableOver } from '../../cli/table.ts'
import { aroundTelegram, onTelegram } from './on-telegram.ts'

/* The therapist's voice: recorded by a command, carried by a line, played on Telegram, uploaded once. */

const SOUND = Buffer.concat([Buffer.from('OggS'), Buffer.from('a quiet voice in a room'.repeat(500))])
const SPOKEN = Buffer.concat([Buffer.from('OggS'), Buffer.from('I saw this. I will ring you at nine.')])
const WORDS = 'In their own voice, if you like it.'
const folder = mkdtempSync(join(tmpdir(), 'recording-'))
const FILE = join(folder, 'settle.ogg')
writeFileSync(FILE, SOUND)

let telegram: TelegramEmulator
let opened: Awaited<ReturnType<typeof openMemoryStore>>
let at: Awaited<ReturnType<typeof aClinic>>
let node: Awaited<ReturnType<typeof aNode>>
let channel: TelegramChannel

beforeAll(async () => {
  ;({ telegram, opened, at, node } = await aroundTelegram())
  const { token, apiRoot } = telegram
  channel = createTelegramChannel({ token, apiRoot, log: silentLog, wait: () => nextTick() })
})
afterAll(async () => {
  await telegram.close()
  await opened.close()
})
beforeEach(() => void telegram.world.calls.splice(0))

const uploads = () =>
  telegram.world.calls.filter(({ method, body }) => method === 'sendVoice' && body['voice'] instanceof Uint8Array)

/** A client with a recording, and a way to have a line said to them that carries it. */
async function withRecording(name: RecordingName = 'settle') {
  const one = await onTelegram({ opened, at, node, telegram }, channel)
  await opened.people.confirmLink(at.clinic, one.link, 'Robin Reed')
  await one.settle()
  const run = tableOver(opened, at)
  await run('care.addRecording', { client: one.client, file: FILE, name })
  const whose = { ...at, client: one.client, link: one.link, address: one.address }
  const says = async (text = WORDS, recording: RecordingName = name) => {
    await opened.store.receive(aMessage(whose))
    const input = await load(opened, whose)
    const row = aLine()
    const message = { ...row.message, text, recording, buttons: [{ token: 'abcdefghijkl.go', label: 'Go on' }] }
    await opened.store.commitTurn(aTurn(input, { rows: [{ ...row, message }] }))
    await one.settle()
    return input
  }
  return { ...one, run, says }
}

describe('a recording', () => {
  test('is what the next turn knows of, and no longer once it was removed', async () => {
    const { client, run, says } = await withRecording('place')
    expect((await says()).recordings).toEqual(['place'])
    expect(await run('care.recordings', { client })).toMatchObject({
      recordings: [{ name: 'place', format: 'ogg', bytes: SOUND.length }],
    })
    await run('care.removeRecording', { client, name: 'place' })
    expect((await says()).recordings).toEqual([])
  })

  test('is played as a voice message with the words and buttons of its line under it, silent and protected', async () => {
    const { user, says } = await withRecording()
    await says()
    const shown = user.screen().at(-1)
    expect(shown).toMatchObject({ text: WORDS, silent: true, protected: true })
    expect(shown?.buttons.map(({ label }) => label)).toEqual(['Go on'])
    expect(Buffer.from(telegram.world.files.get(shown?.voice ?? '') ?? [])).toEqual(SOUND)
  })

  test('is uploaded once, and played from the copy after that', async () => {
    const { user, says } = await withRecording()
    await says()
    await says()
    expect(uploads()).toHaveLength(1)
    const [first, second] = user.screen().slice(-2)
    expect(second?.voice).toBe(first?.voice)
  })

  test('is uploaded again when Telegram has forgotten its copy, and when it was recorded anew', async () => {
    const { client, run, says } = await withRecording()
    await says()
    telegram.world.files.clear()
    await says()
    expect(uploads()).toHaveLength(2)
    await run('care.addRecording', { client, file: FILE, name: 'settle' })
    await says()
    expect(uploads()).toHaveLength(3)
  })

  test('that was removed meanwhile leaves the words of the line', async () => {
    const { client, user, run, says } = await withRecording()
    await run('care.removeRecording', { client, name: 'settle' })
    await says()
    expect(user.screen().at(-1)).toMatchObject({ text: WORDS })
    expect(user.screen().at(-1)).not.toHaveProperty('voice')
  })

  test('leaves the words of the line to somebody who takes no voice messages', async () => {
    const { user, says } = await withRecording()
    telegram.fails('sendVoice', { error_code: 400, description: 'Bad Request: VOICE_MESSAGES_FORBIDDEN' })
    await says()
    expect(user.screen().at(-1)).toMatchObject({ text: WORDS })
    expect(user.screen().at(-1)?.buttons).toHaveLength(1)
  })

  test('comes before words that are too long to stand under it', async () => {
    const { user, says } = await withRecording()
    await says('a'.repeat(1500))
    const [voice, words] = user.screen().slice(-2)
    expect(voice?.buttons).toEqual([])
    expect(voice?.voice).toBeDefined()
    expect(words?.text).toHaveLength(1500)
    expect(words?.buttons).toHaveLength(1)
  })

  test('stands in the store as nothing that could be played or read', async () => {
    const { says } = await withRecording()
    await says()
    const rows = await opened.asSuperuser((session) =>
      session.query<{ sound: Uint8Array; copy: Uint8Array }>(
        'select r.sound, c.copy from holdfast.recordings r join holdfast.recording_copies c using (clinic_id, recording_id)',
      ),
    )
    expect(rows.length).toBeGreaterThan(0)
    for (const { sound, copy } of rows) {
      expect(Buffer.from(sound).includes('quiet voice')).toBe(false)
      expect(Buffer.from(copy).includes('voice-')).toBe(false)
    }
  })

  test('is not handed to a web page that the line did not go to', async () => {
    const { says } = await withRecording()
    await says()
    const [sent] = await opened.asSuperuser((session) =>
      session.query<{ row: string }>(
        "select outbox_id as row from holdfast.outbox where state = 'sent' order by seq desc limit 1",
      ),
    )
    const asked = { row: sent?.row as never, name: 'settle' as const, whole: true }
    expect(await opened.store.sound(at.clinic, asked)).not.toBeNull()
    expect(await opened.store.sound(at.clinic, { ...asked, page: new Private('web:somebody') })).toBeNull()
  })
})

describe('what a clinician spoke', () => {
  /** Sent by whoever has the conversation; what Telegram then shows, and what the clinic reads of it. */
  async function spoken(before: () => void = () => {}) {
    const one = await withRecording()
    await one.says()
    const { clinic, therapist: by } = at
    const whose = { clinic, client: one.client, by }
    const id = randomUUID() as RowId
    await opened.people.takeConversation(whose)
    await one.settle()
    const eyes = opened.consoleAs(by)
    await eyes.keepSpoken({ ...whose, id, format: 'ogg', sound: SPOKEN })
    const message = fromClinician({ kind: 'from-clinician', name: 'Robin Reed', words: '', spoken: true })
    expect(await opened.people.writeToClient({ ...whose, id, message })).toBe('written')
    before()
    await one.settle()
    const entry = (await eyes.conversation(clinic, one.client))?.entries.find((each) => each.id === id)
    return {
      shown: one.user.screen().at(-1),
      states: entry?.who === 'clinician' && entry.deliveries.map((d) => d.state),
    }
  }

  test('is a voice message that says whose it is, with sound, free to forward', async () => {
    const { shown, states } = await spoken()
    expect(shown).toMatchObject({ text: 'Robin Reed says:', silent: false, protected: false })
    expect(Buffer.from(telegram.world.files.get(shown?.voice ?? '') ?? [])).toEqual(SPOKEN)
    expect(states).toEqual(['sent'])
  })

  test('never goes as words without a voice: the clinician reads that it was refused', async () => {
    const forbidden = { error_code: 400, description: 'Bad Request: VOICE_MESSAGES_FORBIDDEN' }
    const { shown, states } = await spoken(() => telegram.fails('sendVoice', forbidden))
    expect(shown?.text).not.toContain('Robin Reed says')
    expect(states).toEqual(['refused'])
  })
})

describe('recording add', () => {
  test.each([
    ['notes.txt', Buffer.from('just words'), 'no OGG, MP3 or M4A'],
    ['empty.ogg', Buffer.alloc(0), 'is empty'],
    ['film.ogg', Buffer.concat([Buffer.from('OggS'), Buffer.alloc(10 * 1024 * 1024)]), 'larger than 10 MB'],
  ])('refuses %s and says why', async (name, content, why) => {
    const file = join(folder, name)
    writeFileSync(file, content)
    await expect(
      tableOver(opened, at)('care.addRecording', { client: at.client, file, name: 'settle' }),
    ).rejects.toThrow(why)
  })
  test('refuses a name that no flow plays, and a file that is not there', async () => {
    const run = tableOver(opened, at)
    await expect(run('care.addRecording', { client: at.client, file: FILE, name: 'story' })).rejects.toThrow('settle')
    const file = join(folder, randomUUID())
    await expect(run('care.addRecording', { client: at.client, file, name: 'settle' })).rejects.toThrow('no file')
  })
})
