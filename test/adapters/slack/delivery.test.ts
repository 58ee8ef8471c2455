import { afterEach, describe, expect, test } from 'vitest'
import { Private } from '../../../src/core/private.ts'
import { bodiesOf, createInbox } from '../channel-under-test.ts'
import { buttons, line, notice, SCALE } from '../sample-messages.ts'
import { byHttp, message, NOW, press, SECRET, shown, slackAtHand, TEAM, TOKEN, USER } from './under-test.ts'
import { signed } from './slack-api.ts'

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

describe('what Slack delivers', () => {
  test.each([
    ['five minutes and a second old', -301],
    ['from a clock that runs ahead', 301],
  ])('a request %s is refused, however well it is signed', async (_what, seconds) => {
    const { channel, inbox } = await open()
    const then = new Date(NOW.getTime() + seconds * 1000)
    const request = signed(JSON.stringify(message({ text: 'hello' })), {
      secret: SECRET,
      at: then,
      type: 'application/json',
    })
    expect((await channel.handle(request)).status).toBe(401)
    expect(inbox.offers).toEqual([])
  })

  test('the address is verified only for whoever has the secret', async () => {
    const { channel } = await open()
    const ask = (secret: string) =>
      channel.handle(
        signed(JSON.stringify({ type: 'url_verification', challenge: 'c1' }), {
          secret,
          at: NOW,
          type: 'application/json',
        }),
      )
    expect(await (await ask(SECRET)).json()).toEqual({ challenge: 'c1' })
    expect((await ask('another')).status).toBe(401)
  })

  test.each([-5 * 60_000 - 1_000, 5 * 60_000 + 1_000])(
    'a request signed %i ms away from now is refused, whatever its signature: it may be replayed',
    async (ms) => {
      const { channel, inbox } = await open()
      const body = JSON.stringify(message({ text: 'two' }, 'Ev-a'))
      const signedAt = new Date(NOW.getTime() + ms)
      const answer = await channel.handle(signed(body, { secret: SECRET, at: signedAt, type: 'application/json' }))
      expect(answer.status).toBe(401)
      expect(inbox.offers).toEqual([])
    },
  )

  test('an event that comes again is the same message; the same words in another event are not', async () => {
    const { inbox, deliver } = await open()
    await deliver(message({ text: 'two' }, 'Ev-a'))
    await deliver(message({ text: 'two' }, 'Ev-a'))
    await deliver(message({ text: 'two' }, 'Ev-b'))
    expect(inbox.rows.size).toBe(2)
  })

  test('a press is known by its trigger and time', async () => {
    const { inbox, deliver } = await open()
    const once = press('ask-00000001.ready')
    await deliver(once, 'interactive')
    await deliver(once, 'interactive')
    await deliver(press('ask-00000001.ready'), 'interactive')
    expect(inbox.rows.size).toBe(2)
  })

  test('nothing is acknowledged before it is stored, and nothing is passed on that was not', async () => {
    const { inbox, deliver, api } = await open()
    inbox.isDown = true
    expect(
      await deliver({ ...message({ type: 'app_mention', channel: 'C1', channel_type: undefined, text: '<@B1> hi' }) }),
    ).toBe(false)
    await at.channel.stop() // which waits for what was passed on
    expect(api.calls).toEqual([])
  })

  test('is answered at once, however slow the courtesies are', async () => {
    const { deliver } = await open({ homeOf: () => new Promise(() => {}) })
    const opened = {
      type: 'event_callback',
      team_id: TEAM,
      event_id: 'E1',
      event: { type: 'app_home_opened', tab: 'home', user: USER },
    }
    expect(await deliver(opened)).toBe(true)
    at.channel.stop = async () => {} // it would wait for what never ends
  })

  test.each([
    ['another bot', { bot_id: 'B2', text: 'hello' }],
    ['somebody who joined', { subtype: 'channel_join', text: 'joined' }],
    ['an unfurled link', { subtype: 'message_changed', message: { user: USER, text: 'hello' } }],
  ])('%s says nothing to us', async (_who, event) => {
    const { inbox, deliver } = await open()
    expect(await deliver(message(event))).toBe(true)
    expect(inbox.offers).toEqual([])
  })

  test.each([
    ['audio/webm', 'voice'],
    ['image/png', 'photo'],
    ['application/pdf', 'other'],
  ])('a file of %s is media: %s', async (mimetype, media) => {
    const { inbox, deliver } = await open()
    await deliver(message({ subtype: 'file_share', text: 'look', files: [{ mimetype }] }))
    expect(bodiesOf(inbox.offers)).toEqual([{ kind: 'media', media, caption: 'look' }])
  })

  test('a typed pairing code brings the name that the clinician sees', async () => {
    const { inbox, deliver } = await open()
    await deliver(message({ text: ' pair pD3-x_9KqLm2vT7rWz0aBc ' }))
    expect(inbox.offers.map(({ body, display }) => [body, display?.reveal()])).toEqual([
      [{ kind: 'pair', code: 'pD3-x_9KqLm2vT7rWz0aBc' }, 'Robin Example'],
    ])
  })
})

describe('in a channel', () => {
  test('a mention is screened as theirs, and answered to them alone', async () => {
    const { inbox, deliver, api } = await open()
    await deliver(
      message({ type: 'app_mention', channel: 'C1', channel_type: undefined, text: '<@B1> I want to &lt;stop&gt;' }),
    )
    await at.channel.stop()
    expect(bodiesOf(inbox.offers)).toEqual([{ kind: 'text', text: 'I want to <stop>' }])
    expect(inbox.offers.map(({ where, address }) => [where, address.reveal()])).toEqual([
      ['private', `${TEAM}:${USER}`],
    ])
    expect(callsOf('chat.postEphemeral')).toMatchObject([{ channel: 'C1', user: USER }])
    expect(callsOf('chat.postEphemeral')[0]).not.toHaveProperty('thread_ts')
    expect(api.messages).toEqual([])
  })

  test('a mention is stored and screened, and answered by nothing, while no clinician has signed the answer', async () => {
    const { inbox, deliver } = await open({ beside: () => null })
    await deliver(message({ type: 'app_mention', channel: 'C1', channel_type: undefined, text: '<@B1> hello' }))
    await at.channel.stop()
    expect(inbox.offers).toHaveLength(1)
    expect(callsOf('chat.postEphemeral')).toEqual([])
  })

  test('/checkin with words is stored as theirs, and the answer is for their eyes', async () => {
    const { inbox, channel } = await open()
    const form = new URLSearchParams({
      command: '/checkin',
      text: 'not good',
      team_id: TEAM,
      user_id: USER,
      user_name: 'robin',
      trigger_id: 'T9',
      channel_id: 'C1',
    })
    const answer = await channel.handle(
      signed(form.toString(), { secret: SECRET, at: NOW, type: 'application/x-www-form-urlencoded' }),
    )
    expect(await answer.json()).toMatchObject({
      response_type: 'ephemeral',
      text: expect.stringContaining('Let us do this in private'),
    })
    expect(bodiesOf(inbox.offers)).toEqual([{ kind: 'text', text: 'not good' }])
  })
})

describe('what we send', () => {
  test('is plain text in every block, calls nobody and unfolds no link', async () => {
    await open()
    await at.channel.send(TO, line('Hi <!channel> & *you* https://example.org', buttons('Ready')), 'k1')
    const [sent] = callsOf('chat.postMessage')
    expect(sent).toMatchObject({ unfurl_links: 'false', unfurl_media: 'false' })
    expect(String(sent?.['text'])).toContain('&lt;!channel&gt; &amp; *you*')
    expect(JSON.stringify(at.api.messages[0]?.blocks)).not.toContain('mrkdwn')
    expect(shown(at.api.messages[0]!).text).toContain('Hi <!channel> & *you*')
  })

  test('the scale stands in three rows that a screen reader can tell apart, with a list beside it', async () => {
    await open()
    await at.channel.send(TO, line('How strong?', [...SCALE, ...buttons('Skip', 'Stop')]), 'k1')
    const rows = at.api.messages[0]!.blocks.filter((block) => block['type'] === 'actions')
    const labels = rows.map((row) => (row['elements'] as { text: { text: string } }[]).map(({ text }) => text.text))
    expect(labels).toEqual([
      ['0', '1', '2', '3'],
      ['4', '5', '6', '7'],
      ['8', '9', '10'],
      ['From a list', 'Skip', 'Stop'],
    ])
    expect(JSON.stringify(rows[2])).toContain('"accessibility_label":"9 of 10"')
    const ids = rows.flatMap((row) => (row['elements'] as { action_id: string }[]).map((element) => element.action_id))
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('the list opens in a window and its answer is the token', async () => {
    const { inbox, deliver } = await open()
    await at.channel.send(TO, line('How strong?', SCALE), 'k1')
    const [sent] = at.api.messages
    const asked = press('list', {
      actions: [{ action_id: 'list', value: 'list', action_ts: '1.1' }],
      message: sent,
      channel: { id: sent!.channel },
    })
    await deliver(asked, 'interactive')
    await at.channel.stop()
    expect(inbox.offers).toEqual([])
    const view = JSON.parse(String(callsOf('views.open')[0]?.['view'])) as {
      blocks: { element: { options: { value: string }[] } }[]
    }
    expect(view.blocks[0]?.element.options.map(({ value }) => value)).toEqual(SCALE.map(({ token }) => token))
    await at.channel.start(inbox.receive)
    const state = { values: { answer: { answer: { selected_option: { value: SCALE[9]!.token } } } } }
    await deliver(
      {
        type: 'view_submission',
        team: { id: TEAM },
        user: { id: USER },
        view: { id: 'V1', hash: 'h1', callback_id: 'list', state },
      },
      'interactive',
    )
    expect(bodiesOf(inbox.offers)).toEqual([{ kind: 'choice', token: SCALE[9]!.token }])
  })

  test('a notice has its review as a link, and loses its buttons once one is pressed', async () => {
    const { inbox, deliver } = await open({ consoleUrl: 'https://holdfast.example.org/console' })
    await at.channel.send(TO, notice('Kelp 12: red.', [{ label: 'I have it', token: 'ack:ref-1' }]), 'k1')
    const [sent] = at.api.messages
    expect(JSON.stringify(sent!.blocks)).toContain('"url":"https://holdfast.example.org/console"')
    const review = press('', {
      actions: [{ action_id: 'open-review', action_ts: '1.2' }],
      message: sent,
      channel: { id: sent!.channel },
    })
    expect(await deliver(review, 'interactive')).toBe(true)
    expect(inbox.offers).toEqual([])
    await deliver(press('ack:ref-1', { message: structuredClone(sent), channel: { id: sent!.channel } }), 'interactive')
    await at.channel.stop()
    expect(bodiesOf(inbox.offers)).toEqual([{ kind: 'ack', ref: 'ref-1' }])
    expect(shown(at.api.messages[0]!)).toMatchObject({ text: 'Kelp 12: red.', buttons: [] })
  })

  test.each([
    ['token_revoked', { kind: 'refused', why: 'gone' }],
    ['account_inactive', { kind: 'refused', why: 'gone' }],
    ['is_archived', { kind: 'refused', why: 'gone' }],
    ['channel_not_found', { kind: 'refused', why: 'gone' }],
    ['invalid_blocks', { kind: 'refused', why: 'invalid' }],
    ['invalid_auth', { kind: 'later', ms: 60_000 }],
    ['ratelimited', { kind: 'later', ms: 7_000 }],
    ['internal_error', { kind: 'unknown' }],
    ['lost', { kind: 'unknown' }],
  ])('%s is a receipt, and the token stands in no log', async (fault, receipt) => {
    const { api, channel, logged } = await open()
    api.fails('chat.postMessage', fault)
    expect(await channel.send(TO, line('Look around.'), 'k1')).toEqual(receipt)
    expect(callsOf('chat.postMessage')).toHaveLength(1)
    expect(logged()).not.toContain(TOKEN)
    expect(logged()).not.toContain('Look around')
  })

  test('while Slack cannot be reached nothing has left, so it is tried again', async () => {
    const { api, channel } = await open()
    await api.close()
    expect(await channel.send(TO, line('Look around.'), 'k1')).toEqual({ kind: 'later', ms: 5_000 })
  })
})
