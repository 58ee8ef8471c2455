import { createHash, randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { Private } from '../../../src/core/private.ts'
import { aCrisisLine, aLine, aLink, claimed, load, say, texts } from '../../store/a-clinic.ts'
import { eachDatabase } from '../../support/database.ts'
import { aClinicianLink, aNode, countOf, read } from '../a-node.ts'

const RED = 'I want to kill myself'
const hash = (code: string) => createHash('sha256').update(code).digest('hex')

eachDatabase('receive', (open) => {
  test('a message is stored, its turn is woken, and the same delivery again is stored no second time', async () => {
    const opened = await open()
    const { at, channel, address, woken } = await aNode(opened)
    const message = await channel.says(address, 'good morning')
    expect(channel.acknowledged).toEqual([message.externalId])
    expect(woken).toEqual([at.client])
    await channel.repeats(message)
    expect(woken).toEqual([at.client])
    expect(await countOf(opened, at.clinic, 'inbox')).toBe(1)
    expect((await load(opened, at)).cause).toMatchObject({ word: null, late: false, answered: null })
    expect(await claimed(opened, at)).toEqual([])
  })

  test('STOP raises the barrier and is answered once, however often it is delivered', async () => {
    const opened = await open()
    const { at, channel, address } = await aNode(opened)
    await say(opened, at, [aLine(), aLine()])
    const before = (
      await opened.asSuperuser((s) =>
        s.query('select barrier from holdfast.conversations where client_id = $1', [at.client]),
      )
    )[0]
    const message = await channel.says(address, 'STOP')
    await channel.repeats(message)
    const input = await load(opened, at)
    expect(input.barrier).toBe(Number((before as { barrier: unknown }).barrier) + 1)
    const rows = await claimed(opened, at)
    expect(texts(rows)).toEqual(['STOP 000'])
    expect(rows[0]).toMatchObject({ lane: 'crisis' })
    const stored = rows[0]?.message.kind === 'line' ? rows[0].message.stored : undefined
    expect(input.cause).toMatchObject({ word: 'stop', answered: { ask: stored?.buttons[0]?.token.split('.')[0] } })
    expect(await countOf(opened, at.clinic, 'outbox')).toBe(3)
    expect(await opened.people.flags(at.clinic)).toMatchObject([{ level: 'info', reasons: [{ rule: 'stop' }] }])
  })

  test('danger opens flag, escalation and answer in the commit of the message itself', async () => {
    const opened = await open()
    const { at, channel, address } = await aNode(opened)
    await channel.says(address, RED)
    expect(await opened.people.flags(at.clinic)).toMatchObject([{ state: 'open', reasons: [{ rule: 'screen' }] }])
    expect(await opened.duty.dueEscalations(at.clinic)).toMatchObject([
      { rung: 0, chain: [{ clinician: at.therapist, minutes: 15 }] },
    ])
    expect(texts(await claimed(opened, at))).toMatchObject([expect.stringMatching(/^(RED|BLACK) 000$/)])
  })

  test('a question about the past is a note, amber when it comes back within a week, and can be put on the list', async () => {
    const opened = await open()
    const { at, channel, address } = await aNode(opened)
    await channel.says(address, 'did it really happen')
    expect(await opened.people.flags(at.clinic)).toMatchObject([
      { level: 'info', reasons: [{ rule: 'question-for-session' }] },
    ])
    expect((await load(opened, at)).asked?.reveal()).toBe('did it really happen')
    await channel.says(address, 'what if it happened')
    expect(await opened.people.flags(at.clinic)).toMatchObject([{ level: 'amber' }])
  })

  test('a question about the past a week later is a note again, and yesterday’s is not put on a list today', async () => {
    const opened = await open()
    const { at, channel, address } = await aNode(opened)
    await channel.says(address, 'did it really happen')
    await opened.advanceTestClock(8 * 24 * 60 * 60_000)
    expect((await load(opened, at)).asked).toBeNull()
    await channel.says(address, 'did it really happen')
    expect(await opened.people.flags(at.clinic)).toMatchObject([{ level: 'info' }])
  })

  test('danger written into an edited message or a caption is answered as well', async () => {
    const opened = await open()
    for (const body of [
      { kind: 'edited', text: new Private(RED) },
      { kind: 'media', media: 'photo', caption: new Private(RED) },
    ] as const) {
      const { at, channel, address } = await aNode(opened)
      await channel.delivers(address, body)
      expect(await claimed(opened, at)).toHaveLength(1)
      expect(await opened.duty.dueEscalations(at.clinic)).toHaveLength(1)
    }
  })

  test('SOS is a red flag of its own, and so is its button under an old question', async () => {
    const opened = await open()
    for (const write of ['words', 'button'] as const) {
      const { at, channel, address } = await aNode(opened)
      await (write === 'words' ? channel.says(address, 'I am not OK') : channel.taps(address, 'abcdefghijkl.sos'))
      expect(await opened.people.flags(at.clinic)).toMatchObject([{ level: 'red', reasons: [{ rule: 'sos' }] }])
      expect(texts(await claimed(opened, at))).toEqual(['SOS 000'])
    }
  })

  test('a tap on any other choice is no closed word', async () => {
    const opened = await open()
    const { at, channel, address } = await aNode(opened)
    await channel.taps(address, 'abcdefghijkl.ready')
    expect((await load(opened, at)).cause).toMatchObject({ word: null, answered: null })
  })

  test('a late message is marked late, and danger in it is flagged and answered all the same', async () => {
    const opened = await open()
    const { at, channel, address, world } = await aNode(opened)
    const platformAt = new Date(world.now().getTime() - 16 * 60_000)
    await channel.delivers(address, { kind: 'text', text: new Private(RED) }, { platformAt })
    expect((await load(opened, at)).cause).toMatchObject({ late: true })
    const [flag] = await opened.people.flags(at.clinic)
    expect(flag?.reasons[0]?.detail).toContain('late 16 min')
    expect(await claimed(opened, at)).toHaveLength(1)
  })

  test('a blocked chat is an amber flag, and nothing is said into it', async () => {
    const opened = await open()
    const { at, channel, address } = await aNode(opened)
    await channel.delivers(address, { kind: 'blocked' })
    expect(await opened.people.flags(at.clinic)).toMatchObject([{ level: 'amber', reasons: [{ rule: 'blocked' }] }])
    expect(channel.sends).toEqual([])
  })

  test('without a signed card the message and its flag are stored all the same', async () => {
    const opened = await open()
    const { at, channel, address, engine, log } = await aNode(opened)
    engine.broken = true
    await channel.says(address, RED)
    expect(await opened.duty.dueEscalations(at.clinic)).toHaveLength(1)
    expect((await load(opened, at)).cause).toMatchObject({ answered: null })
    expect(log.lines).toContainEqual(expect.objectContaining({ event: 'receive.no-answer' }))
  })

  test('a stranger is answered with the card and leaves no trace; the same chat gets one card in 3 s, danger one at once', async () => {
    const opened = await open()
    const { at, channel, world, log } = await aNode(opened)
    await channel.says('a-stranger', 'who are you, then')
    await channel.says('a-stranger', 'hello?')
    expect(read(channel, 'a-stranger')).toEqual(['UNKNOWN-SENDER your local emergency number'])
    await channel.says('a-stranger', RED)
    await channel.says('a-stranger', 'STOP')
    expect(read(channel, 'a-stranger')).toHaveLength(3)
    await world.advance(3_000)
    await channel.says('a-stranger', 'hello?')
    expect(read(channel, 'a-stranger')).toHaveLength(4)
    for (const table of ['inbox', 'outbox', 'transcript'] as const)
      expect(await countOf(opened, at.clinic, table)).toBe(0)
    expect(JSON.stringify(log.lines)).not.toContain('who are you')
  })

  test('a group is neither stored nor answered', async () => {
    const opened = await open()
    const { at, channel, address } = await aNode(opened)
    await channel.delivers(address, { kind: 'text', text: new Private(RED) }, { where: 'group' })
    expect(channel.sends).toEqual([])
    expect(await countOf(opened, at.clinic, 'inbox')).toBe(0)
  })

  test('a code makes a pending link; what is written before a person confirmed it is not stored', async () => {
    const opened = await open()
    const { at, channel, world } = await aNode(opened)
    await opened.people.addPairingCode({
      clinic: at.clinic,
      codeHash: hash('K7-code'),
      for: { kind: 'client', id: at.client },
      expiresAfterMs: 60_000,
    })
    await channel.delivers('new-phone', { kind: 'pair', code: 'a wrong one' })
    await channel.delivers('new-phone', { kind: 'pair', code: 'K7-code' })
    await world.advance(3_000)
    await channel.says('new-phone', 'is this on?')
    expect(read(channel, 'new-phone').map((text) => text.split(' ')[0])).toEqual([
      'UNKNOWN-SENDER',
      'PENDING',
      'PENDING',
    ])
    expect(await opened.people.pendingLinks(at.clinic)).toHaveLength(1)
    expect(await countOf(opened, at.clinic, 'inbox')).toBe(0)
  })

  test('a code delivered twice still answers as pending, and a confirmed client keeps theirs', async () => {
    const opened = await open()
    const { at, channel, address } = await aNode(opened)
    const pending = await aLink(opened, at, 'telegram', false)
    await channel.delivers(pending.address.reveal(), { kind: 'pair', code: 'used up' })
    expect(read(channel, pending.address.reveal())).toEqual(['PENDING your local emergency number'])
    await channel.delivers(address, { kind: 'pair', code: 'used up' })
    expect(read(channel, address)).toEqual([])
    expect((await load(opened, at)).cause).toMatchObject({ body: { kind: 'pair' } })
  })

  test('a clinician is told that they are linked, and afterwards what the chat is for', async () => {
    const opened = await open()
    const { at, channel } = await aNode(opened)
    await opened.people.addPairingCode({
      clinic: at.clinic,
      codeHash: hash('for robin'),
      for: { kind: 'clinician', id: at.therapist },
      expiresAfterMs: 60_000,
    })
    await channel.delivers('robin', { kind: 'pair', code: 'for robin' })
    await channel.says('robin', 'hello')
    expect(read(channel, 'robin')).toEqual([
      expect.stringContaining('You are linked'),
      expect.stringContaining('only brings you notices'),
    ])
    expect(await countOf(opened, at.clinic, 'inbox')).toBe(0)
  })

  test('[I have it] reaches the escalation and wakes the client who is told', async () => {
    const opened = await open()
    const { at, channel, address, woken } = await aNode(opened)
    await channel.says(address, RED)
    const [due] = await opened.duty.dueEscalations(at.clinic)
    const robin = await aClinicianLink(opened, at, at.therapist)
    await channel.taps(robin.address, `ack:${due?.id}`)
    expect(read(channel, robin.address)).toEqual(['You have it. When you know: what came of it?'])
    expect(woken).toEqual([at.client, undefined])
    await channel.taps('a-stranger', `ack:${randomUUID()}`)
    expect(read(channel, 'a-stranger')).toEqual([])
  })

  test('a voice message is told as info, and in the next round once the last distress was 7; a picture is nothing', async () => {
    const opened = await open()
    const { at, channel, address } = await aNode(opened)
    await channel.sendsMedia(address, 'photo')
    expect(await opened.people.flags(at.clinic)).toEqual([])
    await channel.sendsMedia(address, 'voice')
    const [told] = await opened.people.flags(at.clinic)
    expect(told).toMatchObject({ level: 'info', reasons: [{ rule: 'screen', detail: ['media'] }] })
    await say(opened, at, [aCrisisLine()], {
      effects: [{ type: 'recordRating', scale: 'distress', value: 7, moment: 'middle' }],
    })
    await channel.sendsMedia(address, 'voice')
    const [flag] = await opened.people.flags(at.clinic)
    expect(flag).toMatchObject({ level: 'amber' })
  })
})
