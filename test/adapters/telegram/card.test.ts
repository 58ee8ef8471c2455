import { setImmediate as nextTick } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { descriptionOf } from '../../../adapters/telegram/description.ts'
import { withCallingCodes } from '../../../adapters/telegram/international.ts'
import { createTelegramChannel, type TelegramChannel } from '../../../adapters/telegram/index.ts'
import type { Beside } from '../../../src/ports/channel.ts'
import { internationalForms } from '../../../src/rails/crisis-directory.ts'
import { aClinic } from '../../store/a-clinic.ts'
import { beside } from '../../support/beside.ts'
import { aNode, signAll, silentLog } from '../../support/clinic-at-work.ts'
import { openMemoryStore } from '../../support/database.ts'
import { FakeChannel } from '../../support/fake-channel.ts'
import { startTelegram, type TelegramEmulator } from '../../support/telegram/emulator.ts'
import { onTelegram } from './on-telegram.ts'

const AT_HOME = 'https://holdfast.example'
let telegram: TelegramEmulator
let opened: Awaited<ReturnType<typeof openMemoryStore>>
let at: Awaited<ReturnType<typeof aClinic>>
let node: Awaited<ReturnType<typeof aNode>>

beforeAll(async () => {
  ;[telegram, opened] = await Promise.all([startTelegram(), openMemoryStore()])
  at = await aClinic(opened)
  await signAll(opened, at.clinic)
  node = await aNode(opened, at, new FakeChannel())
})
afterAll(async () => {
  await telegram.close()
  await opened.close()
})

const channelAt = (pagesAt?: string): TelegramChannel =>
  createTelegramChannel({
    token: telegram.token,
    apiRoot: telegram.apiRoot,
    log: silentLog,
    wait: () => nextTick(),
    numbers: internationalForms(),
    ...(pagesAt !== undefined && { pagesAt }),
  })

const aClientOnTelegram = (channel: TelegramChannel) => onTelegram({ opened, at, node, telegram }, channel)

describe('the pinned card', () => {
  test('comes once a clinician has said who it is, silent, with SOS and numbers, and is pinned', async () => {
    const { user, link, settle } = await aClientOnTelegram(channelAt(AT_HOME))
    await settle()
    expect(user.pinned()).toEqual([])
    await opened.people.confirmLink(at.clinic, link, 'Robin Reed')
    await settle()
    const [card] = user.pinned()
    expect(card).toMatchObject({ silent: true, protected: false })
    expect(card?.text).toContain('not watched live')
    expect(card?.text).toContain('000')
    // In the form that a phone links; the short number as it is dialled.
    expect(card?.text).toContain('Lifeline +61 477 13 11 14')
    expect(card?.text).toContain('Lifeline 13 11 14')
    expect(card?.buttons.map(({ label, url }) => [label, url])).toEqual([
      ['I am not OK', undefined],
      ['Numbers to tap', `${AT_HOME}/numbers/AU`],
    ])
    const pinning = telegram.world.calls.findLast(({ method }) => method === 'pinChatMessage')
    expect(pinning?.body).toMatchObject({ disable_notification: true })
  })

  test('makes room for a new one when the country changes, and stays when something else does', async () => {
    const { client, user, link, settle } = await aClientOnTelegram(channelAt(AT_HOME))
    await opened.people.confirmLink(at.clinic, link, 'Robin Reed')
    await settle()
    const [first] = user.pinned()
    await opened.people.savePlan(at.clinic, client, (plan) => ({ ...plan, therapist: 'Dr Wren' }), 'Robin Reed')
    await settle()
    expect(user.pinned()).toEqual([first])
    await opened.people.savePlan(at.clinic, client, (plan) => ({ ...plan, country: 'GB' }), 'Robin Reed')
    await settle()
    expect(user.pinned()).toHaveLength(1)
    expect(user.pinned()[0]?.text).toContain('Samaritans 116 123')
    expect(user.pinned()[0]?.buttons[1]?.url).toBe(`${AT_HOME}/numbers/GB`)
  })

  test('has no link where no page of ours is on the open web, and stands where pinning fails', async () => {
    const { user, link, settle } = await aClientOnTelegram(channelAt())
    telegram.fails('pinChatMessage', { error_code: 400, description: 'Bad Request: not enough rights' })
    await opened.people.confirmLink(at.clinic, link, 'Robin Reed')
    await settle()
    expect(user.pinned()).toEqual([])
    expect(
      user
        .screen()
        .at(-1)
        ?.buttons.map(({ label }) => label),
    ).toEqual(['I am not OK'])
  })

  test('is heard when SOS is tapped on it, however old it is', async () => {
    const channel = channelAt(AT_HOME)
    const { user, link, settle } = await aClientOnTelegram(channel)
    await opened.people.confirmLink(at.clinic, link, 'Robin Reed')
    await settle()
    await channel.start((message) => node.receive(message, channel))
    await user.says('hello')
    await telegram.world.isDrained()
    await settle()
    const sos = user.pinned()[0]?.buttons[0]
    await user.presses(sos?.token ?? '', user.pinned()[0]?.id)
    await telegram.world.isDrained()
    await settle()
    await channel.stop()
    expect(
      user
        .screen()
        .map(({ text }) => text)
        .join('\n'),
    ).toContain('No person is reading this right now.')
  })
})

describe("the bot's description", () => {
  test('states the numbers of the clients, and names nothing that a lock screen may not show', () => {
    const text = descriptionOf(beside, [{ country: 'Australia', number: '000' }])
    expect(text).toContain('000 (Australia), or your local emergency number')
    expect(text).toContain('findahelpline.com')
    expect(text).not.toMatch(/clinic|therap|trauma|child|imager|{/i)
    expect(beside('telegram-short')).not.toMatch(/clinic|therap|trauma|child|imager|{/i)
  })

  test('says local where no country is known, and where there are too many', () => {
    expect(descriptionOf(beside, [])).toContain('In danger: your local emergency number.')
    const many = Array.from({ length: 40 }, () => ({ country: 'A country far away', number: '112' }))
    expect(descriptionOf(beside, many)).not.toContain('far away')
  })

  test('is told to Telegram at the start, and a refusal stops nothing', async () => {
    const told = () => telegram.world.calls.filter(({ method }) => /^setMy(Short)?Description$/.test(method))
    const described = (words: Beside) => {
      const { token, apiRoot } = telegram
      const emergency = async () => []
      const options = { token, apiRoot, log: silentLog, wait: () => nextTick() }
      return createTelegramChannel({ ...options, described: { beside: words, emergency } })
    }
    const unsigned = described(() => null)
    await unsigned.start(async () => {})
    await unsigned.stop()
    expect(told()).toEqual([])
    const one = described(beside)
    await one.start(async () => {})
    await one.stop()
    expect(told().map(({ body }) => body['description'] ?? body['short_description'])).toEqual([
      beside('telegram-anywhere'),
      beside('telegram-short'),
    ])
    telegram.fails('setMyDescription', { error_code: 429, description: 'Too Many Requests' })
    await one.start(async () => {})
    await one.stop()
  })
})

describe('calling codes', () => {
  const forms = [{ written: '02 2327 2327', international: '+39 02 2327 2327' }]
  test('are put once, and never into a longer number', () => {
    expect(withCallingCodes('Call 02 2327 2327.', forms)).toBe('Call +39 02 2327 2327.')
    expect(withCallingCodes('Call +39 02 2327 2327.', forms)).toBe('Call +39 02 2327 2327.')
    expect(withCallingCodes('Call 02 2327 23279 or 9 02 2327 2327.', forms)).toBe(
      'Call 02 2327 23279 or 9 02 2327 2327.',
    )
  })
  test('stand before no short code', () => {
    for (const { international } of internationalForms())
      expect(international.replace(/\D/g, '').length).toBeGreaterThan(8)
  })
})
