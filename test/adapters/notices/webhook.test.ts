import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { createWebhookChannel, sign, SIGNATURE_HEADER, webhookKey } from '../../../adapters/webhook/index.ts'
import { isSigned } from '../../../adapters/webhook/signature.ts'
import type { EscalationId } from '../../../src/core/ids.ts'
import type { Inbound } from '../../../src/core/message.ts'
import { Private } from '../../../src/core/private.ts'
import { noticeFor } from '../../../src/escalation/notice-text.ts'
import { httpReceiver } from '../../support/http-receiver.ts'
import { aLog } from '../../turn/a-node.ts'
import { noticeChannelContract } from './notice-contract.ts'

const KEY = webhookKey(Buffer.alloc(32, 7))
const NOW = new Date('2026-12-24T16:10:30Z')
const STATUS = { 'rate-limited': 429, gone: 410, lost: 0 } as const

async function webhookUnderTest() {
  const receiver = await httpReceiver()
  const log = aLog()
  const channel = createWebhookChannel({
    url: receiver.url,
    key: KEY,
    publicUrl: 'https://holdfast.example',
    log,
    now: () => NOW,
  })
  let closed = false
  const vanishes = async () => {
    if (!closed) await receiver.close()
    closed = true
  }
  return {
    channel,
    address: 'robin-phone',
    arrived: () => receiver.got.map(({ body }) => body),
    got: receiver.got,
    receiver,
    answersNext: (how: keyof typeof STATUS) => receiver.answersNext(STATUS[how]),
    vanishes,
    logged: () => JSON.stringify(log.lines),
    close: vanishes,
  }
}

noticeChannelContract('webhook', webhookUnderTest)

describe('what a service gets', () => {
  test('is an event, a pseudonym, a level, a link and a reference, and no words', async () => {
    const { channel, got, close } = await webhookUnderTest()
    const due = { id: 'e1' as EscalationId, pseudonym: 'KQ7M', level: 'red', openedAt: NOW } as const
    await channel.send(new Private('robin-phone'), noticeFor(due, 'UTC'), 'key-1')
    expect(JSON.parse(got[0]?.body ?? '')).toEqual({
      id: 'key-1',
      event: 'escalation',
      to: 'robin-phone',
      pseudonym: 'KQ7M',
      level: 'red',
      link: 'https://holdfast.example/console',
      ack: 'ack:e1',
    })
    await close()
  })

  test('can be verified by anybody who has the key, as the page says', async () => {
    const { channel, got, close } = await webhookUnderTest()
    await channel.send(new Private('robin-phone'), { kind: 'notice', text: 'RED', buttons: [] }, 'key-1')
    const [, seconds, mac] = /^t=(\d+),v1=(.+)$/.exec(String(got[0]?.headers[SIGNATURE_HEADER])) ?? []
    expect(mac).toBe(createHmac('sha256', KEY).update(`${seconds}.${got[0]?.body}`).digest('hex'))
    expect(Number(seconds)).toBe(NOW.getTime() / 1_000 - (NOW.getTime() % 1_000) / 1_000)
    await close()
  })

  test('waits as long as the service asks', async () => {
    const { channel, receiver, close } = await webhookUnderTest()
    receiver.answersNext(503, { 'retry-after': '7' })
    const answer = await channel.send(new Private('robin-phone'), { kind: 'notice', text: 'RED', buttons: [] }, 'key-1')
    expect(answer).toEqual({ kind: 'later', ms: 7_000 })
    await close()
  })
})

test('a signature holds for its body, its key and five minutes', () => {
  const header = sign(KEY, '{}', NOW)
  const after = (seconds: number) => new Date(NOW.getTime() + seconds * 1_000)
  expect(isSigned(KEY, '{}', header, after(299))).toBe(true)
  expect(isSigned(KEY, '{}', header, after(301))).toBe(false)
  expect(isSigned(KEY, '{} ', header, NOW)).toBe(false)
  expect(isSigned(webhookKey(Buffer.alloc(32, 8)), '{}', header, NOW)).toBe(false)
  expect(isSigned(KEY, '{}', header.replace('t=1', 't=2'), NOW)).toBe(false)
  expect(isSigned(KEY, '{}', null, NOW)).toBe(false)
})

describe('what a service sends back', () => {
  const says = (body: string, header = sign(KEY, body, NOW)) =>
    new Request('http://here/webhook', { method: 'POST', body, headers: { [SIGNATURE_HEADER]: header } })

  async function listening(fail = false) {
    const { channel, close } = await webhookUnderTest()
    const taken: Inbound[] = []
    await channel.start(async (message) => {
      if (fail) throw new Error('the store is away')
      taken.push(message)
    })
    return { channel, close, taken }
  }

  test('an acknowledgement and a code are heard as those of the person', async () => {
    const { channel, close, taken } = await listening()
    const answers = [
      { to: 'robin-phone', ack: 'ack:e1' },
      { to: 'robin-phone', code: 'abc' },
    ].map((one) => JSON.stringify(one))
    for (const body of answers) expect((await channel.handle(says(body))).status).toBe(204)
    expect(taken.map(({ body, address }) => [body, address.reveal()])).toEqual([
      [{ kind: 'ack', ref: 'ack:e1' }, 'robin-phone'],
      [{ kind: 'pair', code: 'abc' }, 'robin-phone'],
    ])
    await close()
  })

  test.each([
    ['unsigned', () => says('{"to":"r","ack":"a"}', ''), 401],
    ['signed for another body', () => says('{"to":"r","ack":"a"}', sign(KEY, '{}', NOW)), 401],
    ['signed an hour ago', () => says('{}', sign(KEY, '{}', new Date(NOW.getTime() - 3_600_000))), 401],
    ['no JSON', () => says('ack'), 400],
    ['with words in it', () => says('{"to":"r","ack":"a","text":"hello"}'), 400],
  ])('what is %s is refused and reaches nobody', async (_name, request, status) => {
    const { channel, close, taken } = await listening()
    expect((await channel.handle(request())).status).toBe(status)
    expect(taken).toEqual([])
    await close()
  })

  test('it is told to say it again while nothing can be stored', async () => {
    const { channel, close } = await listening(true)
    expect((await channel.handle(says('{"to":"r","ack":"a"}'))).status).toBe(503)
    await close()
  })
})
