import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { keyboardOf } from '../../adapters/telegram/keyboard.ts'
import { split } from '../../src/core/split.ts'
import { createTelegramChannel, type TelegramChannel } from '../../adapters/telegram/index.ts'
import { Private } from '../../src/core/private.ts'
import { FAULTS, startTelegram, type TelegramEmulator, type TelegramUser } from '../support/telegram/emulator.ts'
import type { Fault } from '../support/telegram/world.ts'
import { createClock } from './fake-clock.ts'
import { buttons, line, notice, SCALE } from './sample-messages.ts'
import { listeningLog } from './telegram-under-test.ts'

let telegram: TelegramEmulator
let channel: TelegramChannel
let robin: TelegramUser
let log: ReturnType<typeof listeningLog>
let to: Private<string>

beforeEach(async () => {
  telegram = await startTelegram()
  robin = telegram.user('Robin')
  to = new Private(String(robin.chatId))
  log = listeningLog()
  channel = createTelegramChannel({ token: telegram.token, apiRoot: telegram.apiRoot, log, wait: createClock().wait })
})
afterEach(() => telegram.close())

const CANARY = 'marmalade'
const TOKEN_PART = 'AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw'

describe('a sent message', () => {
  test('is plain text without previews, sound and copying as its manner says', async () => {
    const text = 'See *this* <b>page</b>: https://holdfast.example'
    await channel.send(to, line(text, [], { silent: true, protect: true }), 'k')
    expect(telegram.world.calls.findLast(({ method }) => method === 'sendMessage')?.body).toEqual({
      chat_id: String(robin.chatId),
      text,
      link_preview_options: { is_disabled: true },
      disable_notification: true,
      protect_content: true,
    })
    expect(await robin.sees()).toMatchObject({ text, silent: true, protected: true })
  })

  test('sounds and may be copied when it is a notice or a crisis card', async () => {
    await channel.send(to, line('Call 000.'), 'k1')
    await channel.send(to, notice('Kelp 12: red.'), 'k2')
    for (const shown of robin.screen()) expect(shown).toMatchObject({ silent: false, protected: false })
  })

  test('in parts carries its buttons under the last, and is deleted whole', async () => {
    const receipt = await channel.send(to, notice(`${'a'.repeat(4000)}\n\n${'b'.repeat(4000)}`, buttons('Ready')), 'k')
    expect(robin.screen().map((m) => [m.text[0], m.buttons.length])).toEqual([
      ['a', 0],
      ['b', 1],
    ])
    await channel.amend(to, receipt.kind === 'sent' ? receipt.id : '', 'delete')
    expect(robin.screen()).toEqual([])
  })

  test('of which one part arrived and the next did not is unknown', async () => {
    telegram.fails('sendMessage', 'none', FAULTS.rateLimited)
    const long = notice(`${'a'.repeat(4000)}\n\n${'b'.repeat(4000)}`)
    expect(await channel.send(to, long, 'k1')).toEqual({ kind: 'unknown' })
    expect(robin.screen().map((m) => m.text[0])).toEqual(['a'])
  })
})

describe('a failed send', () => {
  const cases: [string, Fault, object][] = [
    ['403', FAULTS.blocked, { kind: 'refused', why: 'blocked' }],
    [
      '403 of a deleted account',
      { error_code: 403, description: 'Forbidden: user is deactivated' },
      { kind: 'refused', why: 'blocked' },
    ],
    ['400 chat not found', FAULTS.gone, { kind: 'refused', why: 'gone' }],
    [
      'any other 400',
      { error_code: 400, description: 'Bad Request: message is too long' },
      { kind: 'refused', why: 'invalid' },
    ],
    ['429', FAULTS.rateLimited, { kind: 'later', ms: 7000 }],
    ['429 without a time', { error_code: 429, description: 'Too Many Requests' }, { kind: 'later', ms: 1000 }],
    ['401', FAULTS.unauthorised, { kind: 'later', ms: 60_000 }],
    ['500', FAULTS.broken, { kind: 'unknown' }],
    ['a broken connection', 'reset', { kind: 'unknown' }],
    ['a lost answer', 'lost', { kind: 'unknown' }],
    ['a page of HTML', 'garbage', { kind: 'unknown' }],
  ]
  test.each(cases)('with %s is a receipt, and neither words nor token reach the log', async (_name, fault, receipt) => {
    telegram.fails('sendMessage', fault)
    expect(await channel.send(to, line(CANARY), 'k')).toEqual(receipt)
    expect(log.text()).not.toContain(CANARY)
    expect(log.text()).not.toContain(TOKEN_PART)
    expect(log.text()).not.toContain(String(robin.chatId))
    expect(log.text()).toContain('telegram.not-sent')
  })

  test('that never left this machine is later, not unknown', async () => {
    const closed = await startTelegram()
    await closed.close()
    const nowhere = createTelegramChannel({
      token: closed.token,
      apiRoot: closed.apiRoot,
      log,
      wait: createClock().wait,
    })
    expect(await nowhere.send(to, line(CANARY), 'k')).toEqual({ kind: 'later', ms: 5000 })
    expect(log.text()).toContain('ECONNREFUSED')
    expect(log.text()).not.toContain(TOKEN_PART)
  })
})

const METHODS =
  'getMe sendMessage sendVoice sendChatAction editMessageReplyMarkup deleteMessage getChat pinChatMessage'.split(' ')
const VOICE = { format: 'ogg', copy: null, bytes: async () => Buffer.from('OggS') } as const

describe('typing', () => {
  const typed = () => telegram.world.calls.filter(({ method }) => method === 'sendChatAction').length

  test('shows while a practice line waits for the next, and its failure changes nothing', async () => {
    await channel.send(to, line('Look around.', [], { protect: true }), 'k1')
    await expect.poll(typed).toBe(1)
    telegram.fails('sendChatAction', FAULTS.rateLimited)
    expect(await channel.send(to, line('And again.', [], { protect: true }), 'k2')).toMatchObject({ kind: 'sent' })
    await expect.poll(typed).toBe(2)
  })

  test('shows under no question and no crisis line', async () => {
    await channel.send(to, line('How is it?', buttons('Ready'), { protect: true }), 'k1')
    await channel.send(to, line('Call 000.'), 'k2')
    expect(typed()).toBe(0)
  })
})

describe('the token', () => {
  test('stands in no log and no error, whatever fails', async () => {
    const faults: Fault[] = ['reset', 'garbage', FAULTS.broken, FAULTS.conflict, FAULTS.rateLimited]
    for (const fault of faults) {
      for (const method of METHODS) telegram.fails(method, fault)
      const one = createTelegramChannel({
        token: telegram.token,
        apiRoot: telegram.apiRoot,
        log,
        wait: () => new Promise(() => {}),
      })
      await one.start(async () => {})
      await one.send(to, line(CANARY), 'k')
      await one.amend(to, '1', 'retract-buttons')
      await one.amend(to, '1', 'delete')
      await one.amend(to, '1', 'pin')
      await one.send(to, line(CANARY, [], { protect: true }), 'k', VOICE)
      await one.stop()
    }
    telegram.fails('getMe', FAULTS.unauthorised)
    const error = await channel.start(async () => {}).catch((refused: unknown) => refused)
    expect(`${String(error)} ${JSON.stringify(error)} ${error instanceof Error ? error.stack : ''}`).not.toContain(
      TOKEN_PART,
    )
    expect(log.text()).not.toContain(TOKEN_PART)
    expect(log.text()).not.toContain(CANARY)
  })
})

describe('amending', () => {
  test('what is not there any more is refused, not thrown', async () => {
    expect(await channel.amend(to, '999', 'retract-buttons')).toEqual({ kind: 'refused', why: 'invalid' })
    expect(await channel.amend(to, '999', 'delete')).toEqual({ kind: 'sent', id: '999' })
  })
})

describe('the keyboard', () => {
  const rows = (labels: readonly string[]) => keyboardOf(buttons(...labels)).map((row) => row.map((key) => key.text))

  test('has ratings in rows of 4, 4 and 3', () => {
    expect(keyboardOf(SCALE).map((row) => row.map((key) => key.text).join(' '))).toEqual([
      '0 1 2 3',
      '4 5 6 7',
      '8 9 10',
    ])
  })

  test('has short labels beside one another and long ones alone', () => {
    expect(rows(['Ready', 'Not now'])).toEqual([['Ready', 'Not now']])
    expect(rows(['I would rather do it later', 'Yes', 'No', 'Skip', 'Back'])).toEqual([
      ['I would rather do it later'],
      ['Yes', 'No', 'Skip'],
      ['Back'],
    ])
    expect(rows(['0', '1', 'Skip'])).toEqual([['0', '1'], ['Skip']])
  })
})

describe('splitting', () => {
  test('leaves a text that fits as it is', () => {
    expect(split('', 4096)).toEqual([''])
    expect(split('a\n\nb', 4096)).toEqual(['a\n\nb'])
  })

  test('cuts at a paragraph, a line, a space, in this order', () => {
    expect(split('aaaa aaa\n\nbbb bbb', 12)).toEqual(['aaaa aaa', 'bbb bbb'])
    expect(split('aaaa aaa\nbbb bbb', 12)).toEqual(['aaaa aaa', 'bbb bbb'])
    expect(split('aaaa aaaa bbbb', 12)).toEqual(['aaaa aaaa', 'bbbb'])
  })

  test('never cuts inside a letter, and loses none', () => {
    const family = '👩‍👧‍👦'
    const parts = split(family.repeat(5), 20)
    expect(parts.join('')).toBe(family.repeat(5))
    for (const part of parts) expect(part.length % family.length).toBe(0)
  })

  test('ends even where one letter is longer than a message', () => {
    const letter = `e${'\u0301'.repeat(50)}`
    expect(split(letter, 10).join('')).toBe(letter)
  })
})

describe('a page that a notice opens', () => {
  const open = (url: string) => ({
    ...notice('Morning round.', buttons('I am on')),
    link: { label: 'Open queue', url },
  })

  test('is a button of its own where it is on the open web', async () => {
    await channel.send(to, open('https://holdfast.example/console'), 'k')
    expect((await robin.sees()).buttons.map(({ label, url }) => [label, url])).toEqual([
      ['I am on', undefined],
      ['Open queue', 'https://holdfast.example/console'],
    ])
  })

  test('is left out where it is not, for Telegram would refuse the whole notice', async () => {
    await channel.send(to, open('http://127.0.0.1:3000/console'), 'k')
    expect((await robin.sees()).buttons.map(({ label }) => label)).toEqual(['I am on'])
  })
})
