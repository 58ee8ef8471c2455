import { createHash, randomUUID } from 'node:crypto'
import { setImmediate as nextTick } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createTelegramChannel } from '../../adapters/telegram/index.ts'
import type { ClientId, LinkId } from '../../src/core/ids.ts'
import { Private } from '../../src/core/private.ts'
import { createDeliver } from '../../src/turn/deliver.ts'
import { takeTurn } from '../../src/turn/take-turn.ts'
import { aClinic, PLAN } from '../store/a-clinic.ts'
import { aNode, signAll, silentLog } from '../support/clinic-at-work.ts'
import { openMemoryStore } from '../support/database.ts'
import { FakeChannel } from '../support/fake-channel.ts'
import { startTelegram } from '../support/telegram/emulator.ts'

/* The whole way over the real Telegram protocol: pairing in two halves, a practice with buttons, a 9, a therapist told. */

const CODE = 'a-code-of-22-characters'
const hash = (code: string) => createHash('sha256').update(code).digest('hex')

test(
  'a client pairs, is confirmed, practises, taps 9, and the therapist acknowledges with a button',
  { timeout: 60_000 },
  async () => {
    const opened = await openMemoryStore()
    const telegram = await startTelegram()
    const at = await aClinic(opened)
    await signAll(opened, at.clinic)
    const client = randomUUID() as ClientId
    await opened.people.addClient({
      clinic: at.clinic,
      id: client,
      name: new Private('Alex'),
      owner: at.therapist,
      plan: PLAN,
      by: 'operator',
    })
    const pairing = (
      code: string,
      whose: { kind: 'client'; id: ClientId } | { kind: 'clinician'; id: typeof at.therapist },
    ) =>
      opened.people.addPairingCode({ clinic: at.clinic, codeHash: hash(code), for: whose, expiresAfterMs: 60_000_000 })
    await pairing(CODE, { kind: 'client', id: client })
    await pairing(`${CODE}2`, { kind: 'clinician', id: at.therapist })

    const channel = createTelegramChannel({
      token: telegram.token,
      apiRoot: telegram.apiRoot,
      log: silentLog,
      wait: () => nextTick(),
    })
    const node = await aNode(opened, at, new FakeChannel())
    const deliver = createDeliver({
      store: opened.store,
      channels: new Map([['telegram', channel]]),
      node: 'this-node',
      log: silentLog,
    })
    await channel.start((message) => node.receive(message, channel))
    const settled = async () => {
      await telegram.world.isDrained()
      for (let round = 0; round < 6; round++) {
        for (const one of await opened.store.waiting(at.clinic, 9)) await takeTurn(node.turns, at.clinic, one)
        await node.escalate()
        while ((await deliver(at.clinic)) > 0);
        await opened.advanceTestClock(12_000)
      }
    }
    const sam = telegram.user('Alex')
    const therapist = telegram.user('Robin')
    const read = (user: typeof sam) => user.screen().map(({ text }) => text)
    try {
      await therapist.says(`/start ${CODE}2`)
      await sam.says(`/start ${CODE}`)
      await settled()
      expect(read(sam).join()).not.toContain('Dr Reed')
      const [pending] = await opened.people.pendingLinks(at.clinic)
      await opened.people.confirmLink(at.clinic, pending?.link as LinkId, 'Robin Reed')

      await sam.says('hello')
      await settled()
      for (const label of ['Yes, I want this', 'Go on without trying', 'Go on without trying', 'No, not now']) {
        await sam.taps(label)
        await settled()
      }
      await sam.says('hi')
      await settled()
      for (const label of ['My place', 'Skip', 'Skip', 'Yes, ready', '9']) {
        await sam.taps(label)
        await settled()
      }
      const [heard, numbers, contact] = read(sam).slice(-4)
      expect(heard).toContain('9')
      expect(numbers).toContain('000')
      // The one line of the card that a phone could not ring out of the words.
      expect(contact).toMatch(/^text Lifeline \+61/)
      const notice = read(therapist).at(-1)
      // A pseudonym and a time, and not a word more (P11).
      expect(notice).toMatch(/^RED [A-Z0-9]{4}, since \w+ \d\d:\d\d \(Australia\/Sydney\)\. Nobody has it yet\.$/)
      await therapist.taps('I have it')
      await settled()
      expect(read(sam).at(-1)).toContain('Robin Reed has read it')
    } finally {
      await channel.stop()
      await telegram.close()
      await opened.close()
    }
  },
)
