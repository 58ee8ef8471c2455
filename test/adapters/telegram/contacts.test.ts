import { setImmediate as nextTick } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createTelegramChannel, type TelegramChannel } from '../../../adapters/telegram/index.ts'
import { internationalForms } from '../../../src/rails/crisis-directory.ts'
import { Private } from '../../../src/core/private.ts'
import { aClinic } from '../../store/a-clinic.ts'
import { aNode, silentLog } from '../../support/clinic-at-work.ts'
import { openMemoryStore } from '../../support/database.ts'
import { type TelegramEmulator } from '../../support/telegram/emulator.ts'
import { buttons, line } from '../sample-messages.ts'
import { aroundTelegram, onTelegram } from './on-telegram.ts'

let telegram: TelegramEmulator
let opened: Awaited<ReturnType<typeof openMemoryStore>>
let at: Awaited<ReturnType<typeof aClinic>>
let node: Awaited<ReturnType<typeof aNode>>
let channel: TelegramChannel

beforeAll(async () => {
  ;({ telegram, opened, at, node } = await aroundTelegram())
})
beforeEach(() => {
  telegram.world.calls.length = 0
  const { token, apiRoot } = telegram
  const numbers = internationalForms()
  channel = createTelegramChannel({ token, apiRoot, log: silentLog, wait: () => nextTick(), numbers })
})
afterAll(async () => {
  await telegram.close()
  await opened.close()
})

const cards = () => telegram.world.calls.filter(({ method }) => method === 'sendContact').map(({ body }) => body)
const ANA = { name: 'Ana', number: '+61 400 111 222' }
const JOE = { name: 'Joe', number: '+61 400 333 444' }
const ringing = (contacts: readonly (typeof ANA)[]) =>
  line('People who help.', buttons('All right'), { silent: false, protect: false, contacts })

describe('somebody to ring', () => {
  test('comes as a card below the words: silent, free to be sent on, by what Telegram documents', async () => {
    const user = telegram.user()
    await channel.send(new Private(String(user.chatId)), ringing([ANA]), 'k')
    expect(cards()).toEqual([
      {
        chat_id: String(user.chatId),
        phone_number: '+61400111222',
        first_name: 'Ana',
        disable_notification: true,
        protect_content: false,
      },
    ])
    expect(user.screen().map(({ text }) => text)).toEqual(['People who help.', 'Ana +61400111222'])
  })

  test('leaves the words and their buttons where they are when a card is refused, and tries no further one', async () => {
    const user = telegram.user()
    telegram.fails('sendContact', { error_code: 429, description: 'Too Many Requests' })
    const receipt = await channel.send(new Private(String(user.chatId)), ringing([ANA, JOE]), 'k')
    expect(receipt.kind).toBe('sent')
    expect(cards()).toHaveLength(1)
    expect(user.screen().map(({ text }) => text)).toEqual(['People who help.'])
  })

  test('goes with its words when they are taken back, and the buttons are those of the words', async () => {
    const user = telegram.user()
    const to = new Private(String(user.chatId))
    const receipt = await channel.send(to, ringing([ANA, JOE]), 'k')
    const id = receipt.kind === 'sent' ? receipt.id : ''
    await channel.amend(to, id, 'retract-buttons')
    expect(user.screen().flatMap((shown) => shown.buttons)).toEqual([])
    await channel.amend(to, id, 'delete')
    expect(user.screen()).toEqual([])
  })

  test('is there after SOS, beside the numbers in the words', async () => {
    const { user, link, settle } = await onTelegram({ opened, at, node, telegram }, channel)
    await opened.people.confirmLink(at.clinic, link, 'Robin Reed')
    // The pinned card first.
    await settle()
    await channel.start((message) => node.receive(message, channel))
    await user.says('sos')
    await telegram.world.isDrained()
    await settle()
    await channel.stop()
    expect(cards().map((card) => [card['first_name'], card['phone_number'], card['protect_content']])).toEqual([
      ['text Lifeline', '+61477131114', false],
    ])
    const words = user.screen().map(({ text }) => text)
    expect(words.findIndex((text) => text.includes('000'))).toBeLessThan(words.indexOf('text Lifeline +61477131114'))
    // The one question stands last.
    expect(words.at(-1)).toBe('Are you safe right now?')
  })
})
