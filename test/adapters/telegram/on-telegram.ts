import { createHash, randomUUID } from 'node:crypto'
import type { TelegramChannel } from '../../../adapters/telegram/index.ts'
import type { LinkId } from '../../../src/core/ids.ts'
import { Private } from '../../../src/core/private.ts'
import { createDeliver } from '../../../src/turn/deliver.ts'
import { takeTurn } from '../../../src/turn/take-turn.ts'
import { aClient, aClinic, type AClinic } from '../../store/a-clinic.ts'
import { aNode, signAll, silentLog } from '../../support/clinic-at-work.ts'
import { openMemoryStore, type TestStore } from '../../support/database.ts'
import { FakeChannel } from '../../support/fake-channel.ts'
import { startTelegram, type TelegramEmulator } from '../../support/telegram/emulator.ts'

interface Around {
  readonly opened: TestStore
  readonly at: AClinic
  readonly node: Awaited<ReturnType<typeof aNode>>
  readonly telegram: TelegramEmulator
}

/** A Telegram on this machine, a store, and a clinic with signed flows and one node. */
export async function aroundTelegram(): Promise<Around> {
  const [telegram, opened] = await Promise.all([startTelegram(), openMemoryStore()])
  const at = await aClinic(opened)
  await signAll(opened, at.clinic)
  return { telegram, opened, at, node: await aNode(opened, at, new FakeChannel()) }
}

/** A client who opened a link on Telegram that nobody has confirmed yet; `settle` does everything that is due. */
export async function onTelegram({ opened, at, node, telegram }: Around, channel: TelegramChannel) {
  const { clinic, therapist } = at
  const { client } = await aClient(opened, clinic, therapist)
  const user = telegram.user()
  const codeHash = createHash('sha256').update(randomUUID()).digest('hex')
  await opened.people.addPairingCode({ clinic, codeHash, for: { kind: 'client', id: client }, expiresAfterMs: 600_000 })
  const link = randomUUID() as LinkId
  const address = new Private(String(user.chatId))
  await opened.people.openPairing({ clinic, codeHash, link, channel: 'telegram', address, display: undefined })
  const { store } = opened
  const deliver = createDeliver({
    store,
    channels: new Map([['telegram', channel]]),
    node: 'this-node',
    log: silentLog,
  })
  const settle = async () => {
    for (let round = 0; round < 3; round++)
      for (const one of await store.waiting(clinic, 9)) await takeTurn(node.turns, clinic, one)
    while ((await deliver(clinic)) > 0);
  }
  return { client, user, link, address, settle }
}
