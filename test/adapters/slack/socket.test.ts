import { once } from 'node:events'
import type { WebSocket } from 'ws'
import { afterEach, describe, expect, test } from 'vitest'
import { bodiesOf, createInbox } from '../channel-under-test.ts'
import { message, press, slackAtHand } from './under-test.ts'

let at: Awaited<ReturnType<typeof slackAtHand>>
afterEach(async () => {
  await at.channel.stop()
  await at.api.close()
})

async function open() {
  at = await slackAtHand({ signingSecret: null, appToken: 'xapp-1-a-token-for-tests' })
  const inbox = createInbox()
  await at.channel.start(inbox.receive)
  return { ...at, inbox, link: await at.api.link() }
}

/** Delivers over the app's own connection; resolves with the acknowledgement. */
async function delivers(link: WebSocket, type: string, payload: object) {
  link.send(JSON.stringify({ envelope_id: 'envelope-1', type, accepts_response_payload: true, payload }))
  const [data] = (await once(link, 'message')) as [Buffer]
  return JSON.parse(data.toString()) as { envelope_id: string; payload?: { text?: string } }
}

describe('Socket Mode', () => {
  test('acknowledges an event once it is stored', async () => {
    const { link, inbox } = await open()
    expect(await delivers(link, 'events_api', message({ text: 'hello' }))).toMatchObject({ envelope_id: 'envelope-1' })
    expect(bodiesOf(inbox.rows.values())).toEqual([{ kind: 'text', text: 'hello' }])
  })

  test('takes presses and commands as by HTTP, and answers a command on the same connection', async () => {
    const { link, inbox } = await open()
    await delivers(link, 'interactive', press('ask-00000001.ready'))
    const form = { command: '/checkin', text: '', team_id: 'T1', user_id: 'U1', trigger_id: 'T1.1' }
    const answer = await delivers(link, 'slash_commands', form)
    expect(answer.payload?.text).toContain('Let us do this in private')
    expect(bodiesOf(inbox.rows.values())).toEqual([
      { kind: 'choice', token: 'ask-00000001.ready' },
      { kind: 'text', text: 'hello' },
    ])
  })

  test('does not acknowledge what was not stored; delivered again, it is', async () => {
    const { link, inbox } = await open()
    const acknowledged: string[] = []
    link.on('message', (data: Buffer) =>
      acknowledged.push((JSON.parse(data.toString()) as { envelope_id: string }).envelope_id),
    )
    inbox.isDown = true
    const event = message({ text: 'hello' }, 'Ev-again')
    link.send(JSON.stringify({ envelope_id: 'envelope-0', type: 'events_api', payload: event }))
    await expect.poll(() => inbox.offers.length).toBe(1)
    inbox.isDown = false
    await delivers(link, 'events_api', event)
    expect(acknowledged).toEqual(['envelope-1'])
    expect(inbox.rows.size).toBe(1)
  })

  test('keeps trying while Slack is away at the start', async () => {
    const waits: number[] = []
    const waited = Promise.withResolvers<void>()
    at = await slackAtHand({
      signingSecret: null,
      appToken: 'xapp-1-a-token-for-tests',
      wait: async (ms) => {
        waits.push(ms)
        waited.resolve()
      },
    })
    at.api.fails('apps.connections.open', 'invalid_auth')
    await at.channel.start(async () => {})
    await waited.promise
    expect(await at.api.link()).toBeDefined()
    expect(waits).toEqual([5_000])
  })

  test('has no address for requests', async () => {
    const { channel } = await open()
    expect((await channel.handle(new Request('http://127.0.0.1/slack', { method: 'POST' }))).status).toBe(404)
  })
})
