import { expect, test } from 'vitest'
import { createMailChannel } from '../../../adapters/mail/index.ts'
import { Private } from '../../../src/core/private.ts'
import { noticeFor } from '../../../src/escalation/notice-text.ts'
import type { EscalationId } from '../../../src/core/ids.ts'
import { smtpServer } from '../../support/smtp-server.ts'
import { aLog } from '../../turn/a-node.ts'
import { noticeChannelContract } from './notice-contract.ts'

async function mailUnderTest(publicUrl: string | null = null) {
  const server = await smtpServer()
  const log = aLog()
  const channel = createMailChannel({ url: server.url, publicUrl, log })
  let closed = false
  const vanishes = async () => {
    if (!closed) await server.close()
    closed = true
  }
  return {
    channel,
    address: 'robin@clinic.example',
    arrived: () => server.mails.map(({ text }) => text),
    mails: server.mails,
    answersNext: (how: Parameters<typeof server.answersNext>[0]) => server.answersNext(how),
    vanishes,
    logged: () => JSON.stringify(log.lines),
    close: async () => {
      await channel.stop()
      await vanishes()
    },
  }
}

noticeChannelContract('mail', () => mailUnderTest())

test('a mail says pseudonym and level in its subject, who sent it, and where to open it', async () => {
  const { channel, mails, close } = await mailUnderTest('https://holdfast.example')
  const due = {
    id: 'e' as EscalationId,
    pseudonym: 'KQ7M',
    level: 'red',
    openedAt: new Date('2026-12-24T16:10:00Z'),
  } as const
  await channel.send(new Private('robin@clinic.example'), noticeFor(due, 'Australia/Sydney'), 'key-1')
  expect(mails[0]?.to).toBe('robin@clinic.example')
  expect(mails[0]?.text).toContain('Subject: Holdfast: RED KQ7M')
  expect(mails[0]?.text).toContain('From: alarm@clinic.example')
  expect(mails[0]?.text).toContain('https://holdfast.example/console')
  await close()
})

test('an address is one address, whatever stands in it', async () => {
  const { channel, mails, close } = await mailUnderTest()
  const notice = { kind: 'notice', text: 'RED KQ7M', buttons: [] } as const
  await channel.send(new Private('robin@clinic.example, other@elsewhere.example'), notice, 'key-1')
  expect(mails.map(({ to }) => to)).not.toContain('other@elsewhere.example')
  await close()
})
