import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createEmulator } from 'emulate'
import { expect } from 'vitest'
import { createSlackChannel } from '../../../adapters/slack/index.ts'
import { METHODS } from '../../../adapters/slack/surface.ts'
import { createDeliver } from '../../../src/turn/deliver.ts'
import { takeTurn } from '../../../src/turn/take-turn.ts'
import type { AClinic } from '../../store/a-clinic.ts'
import { beside } from '../../support/beside.ts'
import { aNode, silentLog } from '../../support/clinic-at-work.ts'
import type { TestStore } from '../../support/database.ts'
import { FakeChannel } from '../../support/fake-channel.ts'
import { byHttp, message, NOW, press, SECRET } from './under-test.ts'

/* A third party's Slack on this machine, with its own scopes and messages, and a clinic's node that speaks over it. */

const TOKEN = 'xoxb-1-2-three'

interface Shown {
  ts: string
  text: string
  blocks?: { elements?: { action_id: string; value?: string; text: { text: string } }[] }[]
}

/** A workspace with Sam and Robin. */
export async function openSlack() {
  const emulator = await createEmulator({
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
  const call = async (method: string, args: Record<string, unknown>): Promise<unknown> => {
    const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' }
    const answer = await fetch(`${emulator.url}/api/${method}`, { method: 'POST', headers, body: JSON.stringify(args) })
    return answer.json()
  }
  const person = async (name: string) => {
    const { members } = (await call('users.list', {})) as { members: { id: string; name: string }[] }
    const id = members.find((member) => member.name === name)?.id ?? ''
    const { channel } = (await call('conversations.open', { users: id })) as { channel: { id: string } }
    const messages = async (): Promise<Shown[]> => {
      const history = await call('conversations.history', { channel: channel.id, limit: 200 })
      return (history as { messages: Shown[] }).messages.toReversed()
    }
    return { id, chat: channel.id, messages }
  }
  return { url: emulator.url, person, close: () => emulator.close() }
}

type Slack = Awaited<ReturnType<typeof openSlack>>
export type Person = Awaited<ReturnType<Slack['person']>>

/** A clinic's node on that workspace: what people say and tap, and all that follows from it. */
export async function onSlack({ opened, at, slack }: { opened: TestStore; at: AClinic; slack: Slack }) {
  const channel = createSlackChannel({
    token: TOKEN,
    signingSecret: SECRET,
    appToken: null,
    apiUrl: `${slack.url}/api`,
    consoleUrl: null,
    homeOf: async () => null,
    beside,
    now: () => NOW,
    wait: async () => {},
    log: silentLog,
  })
  const node = await aNode(opened, at, new FakeChannel())
  const channels = new Map([['slack', channel] as const])
  const deliver = createDeliver({ store: opened.store, channels, node: 'this-node', log: silentLog })
  await channel.start((inbound) => node.receive(inbound, channel))
  /** All that is due now. */
  const work = async () => {
    for (let round = 0; round < 6; round++) {
      for (const one of await opened.store.waiting(at.clinic, 9)) await takeTurn(node.turns, at.clinic, one)
      await node.escalate()
      while ((await deliver(at.clinic)) > 0);
    }
  }
  const settled = async () => {
    for (let round = 0; round < 6; round++) {
      await work()
      await opened.advanceTestClock(12_000)
    }
  }
  const post = byHttp(channel)
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
    const pressed = press('', { user: { id: user.id, name: 'x' }, channel: { id: user.chat }, message: shown, actions })
    expect(await post(pressed, 'interactive')).toBe(true)
    await settled()
  }
  return { channel, node, says, taps, work }
}

export const buttonOf = ({ blocks = [] }: Shown, label: string) =>
  blocks.flatMap(({ elements = [] }) => elements).find(({ text }) => text.text === label)

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await new Promise((closed) => server.close(closed))
  return port
}
