import { PINNING } from '../../src/core/ids.ts'
import { PLAYS_SOUND } from '../../src/core/message.ts'
import type { ExpectStatic } from 'vitest'
import { bodiesOf, CANARY, type ChannelUnderTest, type Inbox } from './channel-under-test.ts'
import { buttons, line, notice, SCALE } from './sample-messages.ts'

type Rule = (under: ChannelUnderTest, inbox: Inbox, expect: ExpectStatic) => Promise<void>
export type RuleName = keyof typeof RULES

const UNICODE = `${CANARY} 👩‍👧‍👦 🇦🇺 é שלום مرحبا 日本 \u200d “quoted” *_[<b>`

/** The contract: what every channel does, whatever its platform. Each rule gets a fresh channel that was started. */
export const RULES = {
  'words arrive once and unchanged': async ({ person, platform }, inbox, expect) => {
    await person.says(UNICODE)
    await platform.drained()
    expect(bodiesOf(inbox.offers)).toEqual([{ kind: 'text', text: UNICODE }])
    const [message] = inbox.offers
    expect(message).toMatchObject({ where: 'private' })
    expect(message?.address.reveal()).toBe(person.address.reveal())
  },
  'several sayings arrive in their order, each under its own id': async ({ person, platform }, inbox, expect) => {
    for (const text of ['one', 'two', 'two', 'three']) await person.says(`${CANARY} ${text}`)
    await platform.drained()
    expect(bodiesOf(inbox.rows.values())).toEqual(
      ['one', 'two', 'two', 'three'].map((text) => ({ kind: 'text', text: `${CANARY} ${text}` })),
    )
  },
  'a long saying arrives whole': async ({ person, platform, channel }, inbox, expect) => {
    const text = `${CANARY} `.repeat(2000).slice(0, channel.can.textLength)
    await person.says(text)
    await platform.drained()
    expect(bodiesOf(inbox.offers)).toEqual([{ kind: 'text', text }])
  },
  'a delivery that comes again carries the same id': async ({ person, platform }, inbox, expect) => {
    await person.says(CANARY)
    await platform.drained()
    await platform.repeatsLast()
    await platform.drained()
    expect(inbox.offers.map((m) => m.externalId)).toHaveLength(2)
    expect(inbox.rows.size).toBe(1)
  },
  'deliveries that overtake one another all arrive, each under its own id': async ({ platform }, inbox, expect) => {
    await platform.deliversInWrongOrder(`${CANARY} first`, `${CANARY} second`)
    expect(inbox.rows.size).toBe(2)
  },
  'a forged delivery is refused and reaches nobody': async ({ platform }, inbox, expect) => {
    expect(await platform.forges(CANARY)).toBe(true)
    expect(inbox.offers).toEqual([])
  },
  'a tapped button comes back as the token it was given': async ({ channel, person, platform }, inbox, expect) => {
    const given = buttons('Ready', 'Not now')
    await channel.send(person.address, line('How is this for you?', given), 'k1')
    const [shown] = await person.reads()
    expect(shown?.buttons).toEqual(given)
    await person.taps(given[1]?.token ?? '')
    await platform.drained()
    expect(bodiesOf(inbox.offers)).toEqual([{ kind: 'choice', token: given[1]?.token }])
  },
  'a tap on a button that was taken back still arrives, so that it can be answered': async (under, inbox, expect) => {
    const { channel, person, platform } = under
    const receipt = await channel.send(person.address, line('How is this for you?', buttons('Ready')), 'k1')
    await channel.amend(person.address, receipt.kind === 'sent' ? receipt.id : '', 'retract-buttons')
    await person.taps('ask-00000001.ready')
    await platform.drained()
    expect(bodiesOf(inbox.offers)).toEqual([{ kind: 'choice', token: 'ask-00000001.ready' }])
  },
  "a clinician's button comes back as its ref": async ({ channel, person, platform }, inbox, expect) => {
    await channel.send(person.address, notice('Kelp 12: red.', [{ label: 'I have it', token: 'ack:ref-1' }]), 'k1')
    await person.taps('ack:ref-1')
    await platform.drained()
    expect(bodiesOf(inbox.offers)).toEqual([{ kind: 'ack', ref: 'ref-1' }])
  },
  'an opened pairing link is a code, not words': async ({ person, platform }, inbox, expect) => {
    await person.pairs('pD3-x_9KqLm2vT7rWz0aBc')
    await platform.drained()
    expect(bodiesOf(inbox.offers)).toEqual([{ kind: 'pair', code: 'pD3-x_9KqLm2vT7rWz0aBc' }])
  },
  'media arrive as their kind, with their caption': async ({ person, platform }, inbox, expect) => {
    await person.sends('voice')
    await person.sends('photo', CANARY)
    await person.sends('sticker')
    await person.sends('other')
    await platform.drained()
    expect(bodiesOf(inbox.offers)).toEqual([
      { kind: 'media', media: 'voice', caption: undefined },
      { kind: 'media', media: 'photo', caption: CANARY },
      { kind: 'media', media: 'sticker', caption: undefined },
      { kind: 'media', media: 'other', caption: undefined },
    ])
  },
  'an edited saying arrives as edited, under an id of its own': async ({ person, platform }, inbox, expect) => {
    await person.says(CANARY)
    await person.edits(`${CANARY}, corrected`)
    await platform.drained()
    expect(bodiesOf(inbox.rows.values())).toEqual([
      { kind: 'text', text: CANARY },
      { kind: 'edited', text: `${CANARY}, corrected` },
    ])
  },
  'blocking and coming back are told': async ({ person, platform }, inbox, expect) => {
    await person.blocks()
    await person.unblocks()
    await platform.drained()
    expect(bodiesOf(inbox.offers)).toEqual([{ kind: 'blocked' }, { kind: 'unblocked' }])
  },
  'words in a group are marked so and answered by nobody there': async ({ person, platform }, inbox, expect) => {
    await person.saysInGroup(CANARY)
    await platform.drained()
    expect(inbox.offers.map((m) => m.where)).toEqual(['group'])
    expect(inbox.offers[0]?.address.reveal()).not.toBe(person.address.reveal())
    expect(await person.reads()).toEqual([])
  },
  'a message arrives word for word with its buttons in order': async ({ channel, person }, _inbox, expect) => {
    const receipt = await channel.send(person.address, line(UNICODE, SCALE), 'k1')
    expect(receipt.kind).toBe('sent')
    const [shown] = await person.reads()
    expect(shown).toMatchObject({ text: UNICODE, buttons: SCALE })
    expect(await person.reads()).toHaveLength(1)
  },
  'a text over the limit arrives whole, in parts if need be': async ({ channel, person }, _inbox, expect) => {
    const paragraphs = Array.from({ length: 60 }, (_, n) => `${n} ${'slow breath '.repeat(20)}`.trim())
    const text = paragraphs.join('\n\n').slice(0, channel.can.textLength * 2)
    const receipt = await channel.send(person.address, notice(text, buttons('Ready')), 'k1')
    expect(receipt.kind).toBe('sent')
    const shown = await person.reads()
    expect(shown.map((m) => m.text).join('\n\n')).toBe(text)
    expect(shown.map((m) => m.buttons.length)).toEqual([...shown.slice(1).map(() => 0), 1])
  },
  'a button token over the limit is refused before anything is sent': async ({ channel, person }, _inbox, expect) => {
    const tooLong = [{ label: 'Ready', token: 'x'.repeat(channel.can.tokenBytes - 1) + 'é' }]
    const receipt = await channel.send(person.address, line('How is this for you?', tooLong), 'k1')
    expect(receipt).toEqual({ kind: 'refused', why: 'invalid' })
    expect(await person.reads()).toEqual([])
  },
  'a blocked channel answers refused: blocked': async ({ channel, person, platform }, _inbox, expect) => {
    platform.answersNext('blocked')
    expect(await channel.send(person.address, line(CANARY), 'k1')).toEqual({ kind: 'refused', why: 'blocked' })
  },
  'an address that is no more answers refused: gone': async ({ channel, person, platform }, _inbox, expect) => {
    platform.answersNext('gone')
    expect(await channel.send(person.address, line(CANARY), 'k1')).toEqual({ kind: 'refused', why: 'gone' })
  },
  'a platform that asks to wait answers later, with how long': async (
    { channel, person, platform },
    _inbox,
    expect,
  ) => {
    platform.answersNext('rate-limited')
    expect(await channel.send(person.address, line(CANARY), 'k1')).toEqual({
      kind: 'later',
      ms: expect.toSatisfy((ms) => ms > 0),
    })
    expect(await person.reads()).toEqual([])
  },
  'a send whose answer is lost is unknown, never an error': async ({ channel, person, platform }, _inbox, expect) => {
    platform.answersNext('lost')
    expect(await channel.send(person.address, line(CANARY), 'k1')).toEqual({ kind: 'unknown' })
  },
  'buttons can be taken back, twice as well as once': async ({ channel, person }, _inbox, expect) => {
    const receipt = await channel.send(person.address, line('How is this for you?', buttons('Ready')), 'k1')
    const id = receipt.kind === 'sent' ? receipt.id : ''
    expect(await channel.amend(person.address, id, 'retract-buttons')).toEqual({ kind: 'sent', id })
    expect(await channel.amend(person.address, id, 'retract-buttons')).toEqual({ kind: 'sent', id })
    expect((await person.reads()).map((m) => m.buttons)).toEqual([[]])
  },
  'a message is pinned where the platform can, and unsupported where it cannot': async (
    { channel, person },
    _inbox,
    expect,
  ) => {
    const receipt = await channel.send(person.address, line('These numbers work without me.'), 'k1')
    const id = receipt.kind === 'sent' ? receipt.id : ''
    expect(await channel.amend(person.address, id, 'pin')).toEqual(
      channel.can.pin ? { kind: 'sent', id } : 'unsupported',
    )
    expect(channel.can.pin).toBe(PINNING.includes(channel.name))
  },
  'it plays recordings if it is one of those that clinicians are told play them': async (
    { channel },
    _inbox,
    expect,
  ) => {
    expect(channel.can.voice).toBe(PLAYS_SOUND.includes(channel.name))
  },
  'a message is deleted where the platform can, and unsupported where it cannot': async (
    { channel, person },
    _inbox,
    expect,
  ) => {
    const receipt = await channel.send(person.address, line('How is this for you?'), 'k1')
    const id = receipt.kind === 'sent' ? receipt.id : ''
    const answer = await channel.amend(person.address, id, 'delete')
    expect(answer).toEqual(channel.can.delete ? { kind: 'sent', id } : 'unsupported')
    expect(await person.reads()).toHaveLength(channel.can.delete ? 0 : 1)
  },
  'with the store failing for 60 s and back, everything arrives and nothing is acknowledged before its row': async (
    under,
    inbox,
    expect,
  ) => {
    const { person, platform } = under
    const early: string[] = []
    platform.onAcknowledged(() => {
      if (platform.acknowledged() > inbox.rows.size)
        early.push(`${platform.acknowledged()} over ${inbox.rows.size} rows`)
    })
    await person.says(`${CANARY} before`)
    await platform.drained()
    inbox.isDown = true
    await person.says(`${CANARY} one`)
    for (let second = 0; second < 60; second++) {
      if (second === 20) await person.says(`${CANARY} two`)
      if (second === 40) await person.taps('ask-00000001.ready')
      await platform.passes(1000)
      expect(inbox.rows.size).toBe(1)
    }
    expect(inbox.offers.length).toBeGreaterThan(5)
    inbox.isDown = false
    for (let second = 0; second < 60; second++) await platform.passes(1000)
    await platform.drained()
    expect(early).toEqual([])
    expect(bodiesOf(inbox.rows.values())).toEqual([
      { kind: 'text', text: `${CANARY} before` },
      { kind: 'text', text: `${CANARY} one` },
      { kind: 'text', text: `${CANARY} two` },
      { kind: 'choice', token: 'ask-00000001.ready' },
    ])
  },
  'what comes while the channel is stopped arrives after the next start': async (
    { channel, person, platform, start },
    inbox,
    expect,
  ) => {
    await channel.stop()
    await person.says(CANARY)
    expect(inbox.offers).toEqual([])
    await start(inbox.receive)
    await platform.passes(1000)
    await platform.drained()
    expect(bodiesOf(inbox.rows.values())).toEqual([{ kind: 'text', text: CANARY }])
  },
} as const satisfies Record<string, Rule>
