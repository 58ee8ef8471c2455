import { afterEach, describe, expect, test } from 'vitest'
import { Private } from '../../../src/core/private.ts'
import { bodiesOf, createInbox } from '../channel-under-test.ts'
import { notice } from '../sample-messages.ts'
import { byHttp, press, shown, slackAtHand, TEAM, USER } from './under-test.ts'

type AtHand = Awaited<ReturnType<typeof slackAtHand>>
let at: AtHand
const TO = new Private(`${TEAM}:${USER}`)

async function open(change: Parameters<typeof slackAtHand>[0] = {}) {
  at = await slackAtHand(change)
  const inbox = createInbox()
  await at.channel.start(inbox.receive)
  return { ...at, inbox, deliver: byHttp(at.channel) }
}

afterEach(async () => {
  await at.channel.stop()
  await at.api.close()
})

const callsOf = (method: string) => at.api.calls.filter((call) => call.method === method).map(({ args }) => args)

describe('the clinic round', () => {
  test('a round has four buttons: one opens the queue, one asks and leaves the others, the rest answer', async () => {
    const { inbox, deliver } = await open()
    const asked = [
      { label: 'I am on', token: 'ack:round.morning-2026-03-02.on' },
      { label: 'I cannot cover', token: 'ack:round.morning-2026-03-02.cannot' },
      { label: 'Next most urgent', token: 'ack:next', stays: true },
    ] as const
    const link = { label: 'Open queue', url: 'https://holdfast.example.org/console' }
    await at.channel.send(TO, { ...notice('Morning round.', asked), link }, 'k1')
    const [sent] = at.api.messages
    expect(JSON.stringify(sent!.blocks)).toContain('"url":"https://holdfast.example.org/console"')
    expect(JSON.stringify(sent!.blocks)).toContain('Open queue')
    expect(shown(sent!).buttons).toHaveLength(3)
    const pressed = (token: string, action: string) =>
      press(token, {
        message: structuredClone(at.api.messages[0]),
        channel: { id: sent!.channel },
        actions: [{ type: 'button', action_id: action, value: token, action_ts: '1.5' }],
      })
    const actionOf = (token: string) =>
      (
        JSON.parse(JSON.stringify(at.api.messages[0]!.blocks)) as {
          elements?: { value?: string; action_id: string }[]
        }[]
      )
        .flatMap(({ elements = [] }) => elements)
        .find(({ value }) => value === token)!.action_id
    await deliver(pressed('ack:next', actionOf('ack:next')), 'interactive')
    // Every courtesy is paid once it has stopped.
    await at.channel.stop()
    expect(shown(at.api.messages[0]!).buttons).toHaveLength(3)
    await at.channel.start(inbox.receive)
    await deliver(
      pressed('ack:round.morning-2026-03-02.on', actionOf('ack:round.morning-2026-03-02.on')),
      'interactive',
    )
    await at.channel.stop()
    expect(bodiesOf(inbox.offers)).toEqual([
      { kind: 'ack', ref: 'next' },
      { kind: 'ack', ref: 'round.morning-2026-03-02.on' },
    ])
    expect(shown(at.api.messages[0]!).buttons).toEqual([expect.objectContaining({ label: 'Next most urgent' })])
  })
})

describe('the home page', () => {
  const opened = {
    type: 'event_callback',
    team_id: TEAM,
    event_id: 'E7',
    event: { type: 'app_home_opened', tab: 'home', user: USER },
  }

  test("shows a clinician's own queue in counts", async () => {
    const { deliver } = await open({
      homeOf: async () => ['red: 1 open, 0 taken'],
      consoleUrl: 'https://h.example/console',
    })
    await deliver(opened)
    await at.channel.stop()
    expect(callsOf('views.publish')).toMatchObject([
      { user_id: USER, view: expect.stringContaining('red: 1 open, 0 taken') },
    ])
  })

  test('shows anybody else what this is', async () => {
    const { deliver } = await open()
    await deliver(opened)
    await at.channel.stop()
    expect(callsOf('views.publish')).toMatchObject([{ view: expect.stringContaining('automated') }])
  })
})
