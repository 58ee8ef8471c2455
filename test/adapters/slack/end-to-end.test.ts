import { createHash, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createEmulator } from 'emulate'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSlackChannel } from '../../../adapters/slack/index.ts'
import type { ClientId } from '../../../src/core/ids.ts'
import { Private } from '../../../src/core/private.ts'
import { createDeliver } from '../../../src/turn/deliver.ts'
import { takeTurn } from '../../../src/turn/take-turn.ts'
import { METHODS } from '../../../adapters/slack/surface.ts'
import { aClinic, PLAN } from '../../store/a-clinic.ts'
import { aNode, signAll, silentLog } from '../../support/clinic-at-work.ts'
import { openMemoryStore } from '../../support/database.ts'
import { FakeChannel } from '../../support/fake-channel.ts'
import { byHttp, message, NOW, press, SECRET } from './under-test.ts'
import { beside } from '../../support/beside.ts'

/* The whole way over a third party's Slack, with its own scopes and messages: pairing, a practice by buttons, a 9, a therapist told. */

const TOKEN = 'xoxb-1-2-three'
const CODES = { client: 'a-code-of-22-character', clinician: 'b-code-of-22-character' }

type Shown = {
  ts: string
  text: string
  blocks?: { elements?: { action_id: string; value?: string; text: { text: string } }[] }[]
}
let emulator: { readonly url: string; close(): Promise<void> }

beforeAll(async () => {
  emulator = await createEmulator({
    service: 'slack',
    port: await freePort(),
    seed: {
      slack: {
        team: { name: 'A workspace', domain: 'a-workspace' },
        users: [
          { name: 'sam', real_name: 'Sam Vimes' },
          { name: 'robin', real_name: 'Robin Reed' },
        ],
        strict_scopes: true,
        tokens: [
          {
            token: TOKEN,
            user: 'admin',
            scopes: [...new Set(Object.values(METHODS).filter((scope) => scope !== null))],
          },
        ],
      },
    },
  })
})
afterAll(() => emulator.close())

test(
  'a client pairs, is confirmed, practises, taps 9, and the therapist acknowledges with a button',
  { timeout: 60_000 },
  async () => {
    const opened = await openMemoryStore()
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
    for (const [code, whose] of [
      [CODES.client, { kind: 'client', id: client }],
      [CODES.clinician, { kind: 'clinician', id: at.therapist }],
    ] as const) {
      const codeHash = createHash('sha256').update(code).digest('hex')
      await opened.people.addPairingCode({ clinic: at.clinic, codeHash, for: whose, expiresAfterMs: 60_000_000 })
    }
    const channel = createSlackChannel({
      token: TOKEN,
      signingSecret: SECRET,
      appToken: null,
      apiUrl: `${emulator.url}/api`,
      consoleUrl: null,
      homeOf: async () => null,
      beside,
      now: () => NOW,
      wait: async () => {},
      log: silentLog,
    })
    const node = await aNode(opened, at, new FakeChannel())
    const deliver = createDeliver({
      store: opened.store,
      channels: new Map([['slack', channel]]),
      node: 'this-node',
      log: silentLog,
    })
    await channel.start((inbound) => node.receive(inbound, channel))
    const settled = async () => {
      for (let round = 0; round < 6; round++) {
        for (const one of await opened.store.waiting(at.clinic, 9)) await takeTurn(node.turns, at.clinic, one)
        await node.escalate()
        while ((await deliver(at.clinic)) > 0);
        await opened.advanceTestClock(12_000)
      }
    }
    const post = byHttp(channel)
    const [sam, robin] = [await person('sam'), await person('robin')]
    const says = async (user: Person, text: string) => {
      expect(await post(message({ text, user: user.id, channel: user.chat, ts: undefined }))).toBe(true)
      await settled()
    }
    const taps = async (user: Person, label: string) => {
      const shown = (await user.messages()).findLast((one) => buttonOf(one, label))
      const button = shown && buttonOf(shown, label)
      const actions = [
        { type: 'button', action_id: button?.action_id, value: button?.value, action_ts: `1.${randomUUID()}` },
      ]
      const pressed = press('', {
        user: { id: user.id, name: 'x' },
        channel: { id: user.chat },
        message: shown,
        actions,
      })
      expect(await post(pressed, 'interactive')).toBe(true)
      await settled()
    }
    try {
      await says(robin, CODES.clinician)
      await says(sam, CODES.client)
      const [pending] = await opened.people.pendingLinks(at.clinic)
      expect(pending?.display?.reveal()).toBe('Sam Vimes')
      await opened.people.confirmLink(at.clinic, pending!.link, 'Robin Reed')

      await says(sam, 'hello')
      for (const label of ['Yes, I want this', 'Go on without trying', 'Go on without trying', 'No, not now'])
        await taps(sam, label)
      await says(sam, 'hi')
      for (const label of ['My place', 'Skip', 'Skip', 'Yes, ready', '9']) await taps(sam, label)
      const texts = (await sam.messages()).map(({ text }) => text)
      expect(texts.at(-3)).toContain('9')
      expect(texts.at(-2)).toContain('000')
      // A pseudonym and a time, and not a word more (P11).
      expect((await robin.messages()).at(-1)?.text).toMatch(/^RED [A-Z0-9]{4}, since /)
      await taps(robin, 'I have it')
      expect((await sam.messages()).at(-1)?.text).toContain('Robin Reed has read it')
      await channel.stop()
      expect(
        buttonOf(
          (await robin.messages()).find(({ text }) => text.startsWith('RED'))!,
          'I have it',
        ),
      ).toBeUndefined()
    } finally {
      await channel.stop()
      await opened.close()
    }
  },
)

type Person = Awaited<ReturnType<typeof person>>

async function person(name: string) {
  const { members } = (await call('users.list', {})) as { members: { id: string; name: string }[] }
  const id = members.find((member) => member.name === name)?.id ?? ''
  const { channel } = (await call('conversations.open', { users: id })) as { channel: { id: string } }
  const messages = async (): Promise<Shown[]> =>
    (
      (await call('conversations.history', { channel: channel.id, limit: 200 })) as { messages: Shown[] }
    ).messages.toReversed()
  return { id, chat: channel.id, messages }
}

const buttonOf = ({ blocks = [] }: Shown, label: string) =>
  blocks.flatMap(({ elements = [] }) => elements).find(({ text }) => text.text === label)

async function call(method: string, args: Record<string, unknown>): Promise<unknown> {
  const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' }
  const answer = await fetch(`${emulator.url}/api/${method}`, { method: 'POST', headers, body: JSON.stringify(args) })
  return answer.json()
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await new Promise((closed) => server.close(closed))
  return port
}
