import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { FlowId, Lang, LinkId, ScriptHash } from '../../src/core/ids.ts'
import { Private } from '../../src/core/private.ts'
import { eachDatabase } from '../support/database.ts'
import { aClient, aClinic, aCrisisLine, aLine, aLink, aMessage, claimed, load, say, settingsFor } from './a-clinic.ts'

eachDatabase('people', (open) => {
  test('clinics, clinicians and clients are listed as they were added', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    const clinics = await opened.people.clinics()
    expect(clinics.find(({ id }) => id === at.clinic)?.settings).toEqual(settingsFor(at.therapist))
    expect(await opened.people.clinicians(at.clinic)).toEqual([
      { id: at.therapist, name: 'Robin Reed', role: 'therapist', linked: [] },
    ])
    const [client, ...more] = await opened.people.clients(at.clinic)
    expect(more).toEqual([])
    expect(client).toMatchObject({
      id: at.client,
      status: 'active',
      latched: false,
      links: [{ channel: 'telegram', state: 'confirmed' }],
    })
    expect(client?.name.reveal()).toBe('Sam Vimes')
    expect(client?.pseudonym).toMatch(/^[A-Z2-9]{4}$/)
  })

  test('settings that a turn has read make it stale when they change', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    await opened.store.receive(aMessage(at))
    const before = await load(opened, at)
    await opened.people.saveSettings(at.clinic, { ...settingsFor(at.therapist), name: 'Renamed' }, 'Lee')
    const after = await load(opened, at)
    expect(after.version).toBeGreaterThan(before.version)
    expect(after.settings.name).toBe('Renamed')
  })

  test('a pairing code works once, and not after its time', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    const codeHash = randomUUID()
    const opening = () => ({
      clinic: at.clinic,
      codeHash,
      link: randomUUID() as LinkId,
      channel: 'web' as const,
      address: new Private(randomUUID()),
      display: undefined,
    })
    expect(await opened.people.openPairing(opening())).toBe('unknown-code')
    await opened.people.addPairingCode({
      clinic: at.clinic,
      codeHash,
      for: { kind: 'client', id: at.client },
      expiresAfterMs: 60_000,
    })
    const both = await Promise.all([opened.people.openPairing(opening()), opened.people.openPairing(opening())])
    expect(both.filter((answer) => answer !== 'unknown-code')).toHaveLength(1)
    const late = randomUUID()
    await opened.people.addPairingCode({
      clinic: at.clinic,
      codeHash: late,
      for: { kind: 'client', id: at.client },
      expiresAfterMs: 60_000,
    })
    await opened.advanceTestClock(60_000)
    expect(await opened.people.openPairing({ ...opening(), codeHash: late })).toBe('unknown-code')
  })

  test("a link counts once a person said so, and takes the place of the client's former one on that channel", async () => {
    const opened = await open()
    const at = await aClinic(opened)
    const next = await aLink(opened, at, 'telegram', false)
    const [pending] = await opened.people.pendingLinks(at.clinic)
    expect(pending).toMatchObject({ link: next.link, client: at.client, channel: 'telegram' })
    expect(pending?.display?.reveal()).toBe('sam on a phone')
    await say(opened, at, [aCrisisLine({ afterMs: 1 })])
    expect(await opened.people.confirmLink(at.clinic, next.link, 'Dr Reed')).toBe('confirmed')
    expect(await opened.people.confirmLink(at.clinic, next.link, 'Dr Reed')).toBe('not-pending')
    expect(await opened.store.sender(at.clinic, 'telegram', next.address)).toMatchObject({ state: 'confirmed' })
    expect(await opened.store.sender(at.clinic, 'telegram', at.address)).toMatchObject({ state: 'ended' })
    await opened.advanceTestClock(1)
    const [row] = await claimed(opened, at)
    expect(row?.address.reveal()).toBe(next.address.reveal())
  })

  test('nobody confirms a minor on a platform below the age of its terms; the web page stays open (care C10)', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    const born = (years: number) => `${new Date().getUTCFullYear() - years}-01-01`
    await opened.people.savePlan(at.clinic, at.client, (plan) => ({ ...plan, minor: true }), 'Dr Reed')
    const [telegram, web] = [await aLink(opened, at, 'telegram', false), await aLink(opened, at, 'web', false)]
    const confirm = (link: LinkId) => opened.people.confirmLink(at.clinic, link, 'Dr Reed')
    expect(await confirm(telegram.link)).toBe('age-unknown')
    await opened.people.savePlan(at.clinic, at.client, (plan) => ({ ...plan, born: born(14) }), 'Dr Reed')
    expect(await confirm(telegram.link)).toBe('too-young')
    expect(await opened.store.sender(at.clinic, 'telegram', telegram.address)).toMatchObject({ state: 'pending' })
    expect(await confirm(web.link)).toBe('confirmed')
    await opened.people.savePlan(at.clinic, at.client, (plan) => ({ ...plan, born: born(17) }), 'Dr Reed')
    expect(await confirm(telegram.link)).toBe('confirmed')
  })

  test("opening another client's link takes nothing from the one who holds the address, until it is confirmed", async () => {
    const opened = await open()
    const at = await aClinic(opened)
    const { client } = await aClient(opened, at.clinic, at.therapist)
    const codeHash = randomUUID()
    await opened.people.addPairingCode({
      clinic: at.clinic,
      codeHash,
      for: { kind: 'client', id: client },
      expiresAfterMs: 60_000,
    })
    const link = randomUUID() as LinkId
    await opened.people.openPairing({
      clinic: at.clinic,
      codeHash,
      link,
      channel: 'telegram',
      address: at.address,
      display: undefined,
    })
    expect(await opened.store.sender(at.clinic, 'telegram', at.address)).toMatchObject({
      client: at.client,
      state: 'confirmed',
    })
    await opened.people.confirmLink(at.clinic, link, 'Dr Reed')
    expect(await opened.store.sender(at.clinic, 'telegram', at.address)).toMatchObject({ client, state: 'confirmed' })
  })

  test('the same person opening a second code keeps the link they have', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    const codeHash = randomUUID()
    await opened.people.addPairingCode({
      clinic: at.clinic,
      codeHash,
      for: { kind: 'client', id: at.client },
      expiresAfterMs: 60_000,
    })
    const opening = {
      clinic: at.clinic,
      codeHash,
      link: randomUUID() as LinkId,
      channel: 'telegram',
      address: at.address,
      display: undefined,
    } as const
    expect(await opened.people.openPairing(opening)).toEqual({ for: 'client', link: at.link })
    expect(await opened.people.pendingLinks(at.clinic)).toEqual([])
  })

  test('a script is kept once, signed once, withdrawn and signed again; an unknown one cannot be signed', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    const hash = randomUUID().replaceAll('-', '').repeat(2) as ScriptHash
    const script = { hash, flow: 'calm' as FlowId, lang: 'en' as Lang, body: '{"steps":{}}' }
    await expect(opened.people.sign(at.clinic, hash, 'Dr Reed')).rejects.toMatchObject({ code: 'flow.invalid' })
    await opened.people.keepScript(script)
    await opened.people.keepScript({ ...script, body: 'something else' })
    expect(await opened.people.script(hash)).toBe(script.body)
    expect(await opened.people.script('f'.repeat(64) as ScriptHash)).toBeNull()
    expect(await opened.people.sign(at.clinic, hash, 'Dr Reed')).toBe('signed')
    expect(await opened.people.sign(at.clinic, hash, 'Dr Reed')).toBe('already')
    expect(await opened.people.signatures(at.clinic)).toMatchObject([
      { hash, flow: 'calm', lang: 'en', by: 'Dr Reed', at: expect.any(Date) },
    ])
    expect(await opened.people.withdraw(at.clinic, hash, 'Dr Reed')).toBe('withdrawn')
    expect(await opened.people.withdraw(at.clinic, hash, 'Dr Reed')).toBe('not-signed')
    expect(await opened.people.signatures(at.clinic)).toEqual([])
    await opened.store.receive(aMessage(at))
    expect((await load(opened, at)).withdrawn).toEqual([hash])
    expect(await opened.people.sign(at.clinic, hash, 'Kim Lee')).toBe('signed')
    expect(await opened.people.signatures(at.clinic)).toMatchObject([{ by: 'Kim Lee' }])
  })

  test('an amber flag is closed without being taken', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    const id = randomUUID() as Parameters<typeof opened.people.closeFlag>[1]
    await opened.duty.raiseFlag(at.clinic, at.client, {
      id: id as never,
      level: 'amber',
      rule: 'rating-8',
      note: null,
      detail: [],
      escalation: null,
    })
    expect(await opened.people.closeFlag(at.clinic, id, { kind: 'for-the-session', words: null }, 'Dr Reed')).toBe(
      'closed',
    )
    expect(await opened.people.flags(at.clinic)).toMatchObject([{ id, state: 'closed' }])
    await say(opened, at, [aLine()])
  })
})
