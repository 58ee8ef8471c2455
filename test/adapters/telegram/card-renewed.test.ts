import { setImmediate as nextTick } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTelegramChannel, type TelegramChannel } from '../../../adapters/telegram/index.ts'
import type { Plan } from '../../../src/core/plan.ts'
import { createKeepCards } from '../../../src/turn/keep-cards.ts'
import { aClinic } from '../../store/a-clinic.ts'
import { aNode, silentLog } from '../../support/clinic-at-work.ts'
import { openMemoryStore } from '../../support/database.ts'
import { type TelegramEmulator } from '../../support/telegram/emulator.ts'
import { aroundTelegram, onTelegram } from './on-telegram.ts'

/* The card that stands pinned states the numbers of now, one stands at a time, and none comes that reads the same. */

const MINUTE = 60_000
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

const settings = async () => (await opened.people.clinics()).find(({ id }) => id === at.clinic)!.settings

/** A client with a pinned card, and a node that looks after it. */
async function withCard(change: Partial<Plan>) {
  const here = await onTelegram({ opened, at, node, telegram }, channel)
  await opened.people.savePlan(at.clinic, here.client, (plan) => ({ ...plan, ...change }), 'Robin Reed')
  await opened.people.confirmLink(at.clinic, here.link, 'Robin Reed')
  await here.settle()
  const keep = createKeepCards({ store: opened.store, engine: node.engine, settingsOf: settings, log: silentLog })
  const looks = async () => {
    await opened.advanceTestClock(10 * MINUTE)
    const renewed = await keep(at.clinic)
    await here.settle()
    return renewed
  }
  const cards = () => here.user.screen().filter(({ text }) => text.includes('not watched live'))
  return { ...here, looks, cards }
}

const confirm = async (country: string, number: string) => {
  const before = await settings()
  const confirmedNumbers = [...(before.confirmedNumbers ?? []), { country, number, on: '2026-11-28', by: 'Kim Lee' }]
  await opened.people.saveSettings(at.clinic, { ...before, confirmedNumbers }, 'Kim Lee')
}

test('a look sends nothing while the numbers are the same', async () => {
  const { looks, cards } = await withCard({})
  expect(await looks()).toBe(0)
  expect(await looks()).toBe(0)
  expect(cards()).toHaveLength(1)
})

test('a number that the clinic confirmed, and that is stated first from now, brings a new card in place of the old', async () => {
  const { user, looks, cards } = await withCard({ country: 'IE' })
  const [before] = user.pinned()
  await confirm('IE', '1800 247 247')
  expect(before?.text).not.toContain('1800 247 247')
  expect(await looks()).toBe(1)
  expect(user.pinned()).toHaveLength(1)
  expect(user.pinned()[0]?.text).toContain('1800 247 247')
  expect(await looks()).toBe(0)
  expect(cards()).toHaveLength(2)
})

test('one that is stated no differently brings none', async () => {
  const { looks, cards } = await withCard({})
  await confirm('AU', '000')
  expect(await looks()).toBe(0)
  expect(cards()).toHaveLength(1)
})

test('whoever comes of age has the numbers of adults, without a word of theirs', async () => {
  const born = (await opened.store.time()).toTemporalInstant().toZonedDateTimeISO('Australia/Sydney').toPlainDate()
  const soon = born.subtract({ years: 18 }).add({ days: 2 }).toString()
  const { user, client, looks } = await withCard({ minor: true, born: soon })
  await opened.asSuperuser((session) =>
    session.query(
      `insert into holdfast.consents (clinic_id, client_id, at_version, n, script_hash, at)
       select $1, $2, 0, 0, (select script_hash from holdfast.signatures limit 1), holdfast.holdfast_now()`,
      [at.clinic, client],
    ),
  )
  expect(user.pinned()[0]?.text).toContain('Kids Helpline')
  expect(await looks()).toBe(0)
  await opened.advanceTestClock(3 * 24 * 60 * MINUTE)
  expect(await looks()).toBe(1)
  expect(user.pinned()).toHaveLength(1)
  expect(user.pinned()[0]?.text).toContain('Lifeline')
  expect(user.pinned()[0]?.text).not.toContain('Kids Helpline')
})

test('what the client pinned since stays, and of ours there is still one', async () => {
  const { client, user, settle } = await withCard({})
  telegram.world.pinned.get(String(user.chatId))?.push(4711)
  await opened.people.savePlan(at.clinic, client, (plan) => ({ ...plan, country: 'GB' }), 'Robin Reed')
  await settle()
  expect(telegram.world.pinned.get(String(user.chatId))).toContain(4711)
  expect(user.pinned().filter(({ text }) => text.includes('not watched live'))).toHaveLength(1)
})

test('two nodes that look at once send one', async () => {
  const { user, client, settle, cards } = await withCard({ country: 'NZ' })
  const [card] = (await opened.store.pinnedCards(at.clinic)).filter((one) => one.client === client)
  await opened.store.renewCard(at.clinic, card!)
  await settle()
  await opened.store.renewCard(at.clinic, card!)
  await settle()
  expect(cards()).toHaveLength(2)
  expect(user.pinned()).toHaveLength(1)
})
