import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { hashOfCode } from '../../src/cli/care/pairing.ts'
import type { Examination } from '../../src/cli/doctor/finding.ts'
import { HoldfastError } from '../../src/core/errors.ts'
import type { LinkId } from '../../src/core/ids.ts'
import { Private } from '../../src/core/private.ts'
import { DEMO_CLINICIAN, seedDemo } from '../../src/demo.ts'
import { aClinic, aFlag, aMessage, settingsFor } from '../store/a-clinic.ts'
import { eachDatabase } from '../support/database.ts'
import { plansOf, PUBLISHED, SAM, shelf, tableOver } from './table.ts'

eachDatabase('commands', (open) => {
  describe('clients', () => {
    test('are added with a code that opens a link once somebody confirms it', async () => {
      const opened = await open()
      const at = await aClinic(opened)
      const run = tableOver(opened, at)
      const added = (await run('people.addClient', SAM)) as Record<string, string>
      expect(Object.keys(added)).toEqual(['clientId', 'pairingCode', 'telegramLink', 'webLink'])
      expect(added['pairingCode']).toMatch(/^[\w-]{22}$/)
      expect(added['telegramLink']).toBe(`https://t.me/a_bot?start=${added['pairingCode']}`)
      expect(added['webLink']).toBeNull()

      const link = randomUUID() as LinkId
      await opened.people.openPairing({
        clinic: at.clinic,
        codeHash: hashOfCode(added['pairingCode'] ?? ''),
        link,
        channel: 'telegram',
        address: new Private('chat-7'),
        display: new Private('sammy'),
      })
      expect(await run('people.pendingLinks')).toMatchObject([{ link, display: 'sammy' }])
      expect(await run('people.confirmLink', { link, by: 'Robin Reed' })).toEqual({ link, state: 'confirmed' })
      await expect(run('people.confirmLink', { link })).rejects.toThrow('link list')
    })

    test('are permitted the green practices unless others are asked for', async () => {
      const opened = await open()
      const at = await aClinic(opened)
      const run = tableOver(opened, at)
      await run('people.addClient', { ...SAM, name: 'Green' })
      await run('people.addClient', { ...SAM, name: 'Amber', flows: ['a-scene'] })
      await expect(run('people.addClient', { ...SAM, flows: ['closing'] })).rejects.toThrow('no practice closing')
      const clients = (await run('people.clients')) as { id: string; name: string }[]
      const plans = await Promise.all(
        ['Green', 'Amber'].map(async (name) => {
          const id = clients.find((client) => client.name === name)?.id
          return plansOf(opened, at, id ?? '')
        }),
      )
      expect(plans.map(({ flows, therapist }) => ({ flows, therapist }))).toEqual([
        { flows: ['a-place'], therapist: 'Robin Reed' },
        { flows: ['a-scene'], therapist: 'Robin Reed' },
      ])
    })

    test('get practices opened and closed, and a stage, by a clinician', async () => {
      const opened = await open()
      const at = await aClinic(opened)
      const run = tableOver(opened, at)
      const { clientId: client } = (await run('people.addClient', SAM)) as { clientId: string }
      const opens = await run('people.permit', { client, flows: ['a-scene'], stage: 'carer' })
      expect(opens).toEqual({ client, flows: ['a-place', 'a-scene'], stage: 'carer' })
      await run('people.permit', { client, without: ['a-place'] })
      expect(await plansOf(opened, at, client)).toMatchObject({ flows: ['a-scene'], stage: 'carer' })
      await expect(run('people.permit', { client, stage: 'both of us' })).rejects.toThrow('place, carer, both, adult')
      await expect(run('people.permit', { client, flows: ['closing'] })).rejects.toThrow('no practice closing')
    })

    test('get a profile of what is left out for them, and the container first', async () => {
      const opened = await open()
      const at = await aClinic(opened)
      const run = tableOver(opened, at)
      const { clientId: client } = (await run('people.addClient', SAM)) as { clientId: string }
      await run('people.profile', { client, set: ['no-body', 'no-food', 'no-body'] })
      expect(await plansOf(opened, at, client)).toMatchObject({ profile: ['no-body', 'no-food'] })
      await run('people.profile', { client, clear: true })
      expect(await plansOf(opened, at, client)).toMatchObject({ profile: [] })
      await expect(run('people.profile', { client, set: ['no-legs'] })).rejects.toThrow('no-sound, no-touch')
      await expect(run('people.profile', { client, set: ['no-body'], clear: true })).rejects.toThrow(
        'Give one of --set and --clear',
      )
    })

    test('get words from a session, which are kept beside the safety plan', async () => {
      const opened = await open()
      const run = tableOver(opened, await aClinic(opened))
      const { clientId: client } = (await run('people.addClient', SAM)) as { clientId: string }
      const parts = { 'card-one': 'It was not my fault.', 'new-dream': 'I walk down to the water.', alone: 'A walk' }
      expect(await run('people.safetyPlan', { client, parts })).toMatchObject({
        saved: ['alone', 'card-one', 'new-dream'],
      })
      expect(await run('people.safetyPlan', { client, remove: ['alone'] })).toMatchObject({ removed: ['alone'] })
      await expect(run('people.safetyPlan', { client, parts: { alone: 'A walk' }, remove: ['alone'] })).rejects.toThrow(
        'at once',
      )
      expect(await run('people.therapist', { client, therapist: 'Dr Reed' })).toMatchObject({ therapist: 'Dr Reed' })
    })

    test.each([
      [{ country: 'ZZ' }, /no numbers for "ZZ"\. Use .*AU/],
      [{ zone: 'Nowhere' }, /zone: .*Australia\/Sydney/],
      [{ name: ' ' }, /name: /],
      [{ owner: 'nobody' }, /no such clinician/],
    ])('with %o are refused with a cure', async (change, sentence) => {
      const opened = await open()
      const run = tableOver(opened, await aClinic(opened))
      const refusal = await run('people.addClient', { ...SAM, ...change }).catch((error: unknown) => error)
      expect(refusal).toBeInstanceOf(HoldfastError)
      expect(String(refusal)).toMatch(sentence)
    })

    test('are not added where the numbers are past their date', async () => {
      const opened = await open()
      const later = { now: () => new Date('2029-01-01T00:00:00Z'), newId: () => randomUUID() }
      const run = tableOver(opened, await aClinic(opened), { world: later })
      await expect(run('people.addClient', SAM)).rejects.toThrow('last checked too long ago')
    })
  })

  test('a clinician on call joins the end of the chain', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    const run = tableOver(opened, at)
    const added = (await run('people.addClinician', { name: 'Lee', onCall: true })) as { clinicianId: string }
    const settings = (await opened.people.clinics()).find(({ id }) => id === at.clinic)?.settings
    expect(settings?.chain.map(({ clinician }) => clinician)).toEqual([at.therapist, added.clinicianId])
    await expect(run('people.addClient', SAM)).rejects.toThrow('--owner')
  })

  test('a red flag is listed, taken by a person, and closed only then', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    const run = tableOver(opened, at)
    await opened.store.receive(aMessage(at, { flag: aFlag(at) }))
    const [flag] = (await run('people.flags')) as { id: string }[]
    expect(flag).toMatchObject({ client: at.client, level: 'red', state: 'open', reasons: [{ rule: 'screen' }] })
    const close = () => run('people.closeFlag', { flag: flag?.id, outcome: 'Called.', by: 'Robin Reed' })
    await expect(close()).rejects.toThrow('flags take')
    expect(await run('people.takeFlag', { flag: flag?.id, by: 'Robin Reed' })).toMatchObject({ state: 'taken' })
    expect(await run('people.flags')).toMatchObject([{ state: 'taken', takenBy: at.therapist }])
    await expect(run('people.takeFlag', { flag: flag?.id })).rejects.toThrow('already')
    expect(await close()).toMatchObject({ state: 'closed' })
    expect(await run('people.flags')).toEqual([])
    expect(await run('people.flags', { all: true })).toHaveLength(1)
  })

  test('a latch that danger raised is lowered by a person, with a reason, once', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    const run = tableOver(opened, at)
    await opened.store.receive(aMessage(at, { flag: aFlag(at) }))
    const lower = (reason: string) => run('people.lowerLatch', { client: at.client, reason, by: 'Robin Reed' })
    await expect(lower(' ')).rejects.toThrow('reason')
    expect(await lower('Spoke with them.')).toEqual({ client: at.client, state: 'lowered' })
    await expect(lower('Again.')).rejects.toThrow('no latch')
  })

  test('scripts are signed by a person, by flow or all of them', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    const run = tableOver(opened, at)
    await expect(run('people.sign', { scripts: ['a-place'] })).rejects.toThrow('--by')
    await expect(run('people.sign', { scripts: [], by: 'Lee' })).rejects.toThrow('--all')
    await expect(run('people.sign', { scripts: ['none'], by: 'Lee' })).rejects.toThrow('no flow or script none')
    expect(await run('people.sign', { scripts: ['a-place'], by: 'Lee' })).toMatchObject([{ outcome: 'signed' }])
    expect(await run('people.sign', { scripts: [], all: true, by: 'Lee' })).toMatchObject([
      { outcome: 'already' },
      { outcome: 'signed' },
      { outcome: 'signed' },
      { outcome: 'signed' },
    ])
    expect(await run('people.scripts')).toMatchObject(Array.from({ length: 4 }, () => ({ signedBy: 'Lee' })))
    const [{ hash }] = (await run('people.scripts')) as [{ hash: string }]
    await expect(run('people.withdraw', { script: hash.slice(0, 12) })).rejects.toThrow('--by')
    await expect(run('people.withdraw', { script: 'ffffffffffff', by: 'Lee' })).rejects.toThrow('begins with')
    expect(await run('people.withdraw', { script: hash.slice(0, 12), by: 'Lee' })).toMatchObject({ state: 'withdrawn' })
    expect(await run('people.scripts')).toMatchObject([
      { signedBy: null },
      ...Array.from({ length: 3 }, () => ({ signedBy: 'Lee' })),
    ])
  })
})

eachDatabase('doctor', (open) => {
  const lightsOf = ({ findings }: Examination) =>
    Object.fromEntries(findings.filter(({ light }) => light !== 'ok').map(({ check, light }) => [check, light]))

  test('names what is wrong, each with a cure', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    const later = { now: () => new Date('2029-01-01T00:00:00Z'), newId: () => randomUUID() }
    const run = tableOver(opened, at, { world: later, facts: { keyFrom: 'data folder', realChannels: ['telegram'] } })
    const found = (await run('people.doctor')) as Examination
    expect(found.ok).toBe(false)
    expect(lightsOf(found)).toMatchObject({
      scripts: 'bad',
      links: 'bad',
      directory: 'bad',
      cover: 'warn',
      key: 'warn',
      clock: 'warn',
    })
    expect('database' in lightsOf(found)).toBe(opened.kind === 'pglite')
    for (const { light, cure } of found.findings) expect(cure === null).toBe(light === 'ok')
  })

  test('finds an empty chain and an audit that was changed', async () => {
    const opened = await open()
    const at = await aClinic(opened)
    await opened.people.saveSettings(at.clinic, { ...settingsFor(at.therapist), chain: [] }, 'Lee')
    await opened.asSuperuser(async (session) => {
      await session.run('alter table holdfast.audit disable trigger user')
      await session.query("update holdfast.audit set actor = 'nobody' where clinic_id = $1", [at.clinic])
      await session.run('alter table holdfast.audit enable trigger user')
    })
    const found = (await tableOver(opened, at)('people.doctor')) as Examination
    expect(lightsOf(found)).toMatchObject({ chain: 'bad', audit: 'bad' })
  })
})

eachDatabase('the demo clinic', (open) => {
  test('is made once, stays as it is, and says that it is one', async () => {
    const opened = await open()
    const deps = {
      people: opened.people,
      care: opened.care,
      world: { now: () => new Date(), newId: () => randomUUID() },
      publish: () => shelf(opened).publish(),
      channelTokens: [],
    }
    const clinic = await seedDemo(deps)
    expect(await seedDemo(deps)).toBe(clinic)
    expect(await opened.people.clinicians(clinic)).toMatchObject([
      { name: DEMO_CLINICIAN, role: 'lead', linked: ['terminal'] },
    ])
    const [client, ...others] = await opened.people.clients(clinic)
    expect(others).toEqual([])
    expect(client?.links.map(({ channel, state }) => `${channel} ${state}`).sort()).toEqual([
      'terminal confirmed',
      'web confirmed',
    ])
    expect(await opened.people.signatures(clinic)).toHaveLength(PUBLISHED.length)
    const found = (await tableOver(opened, { clinic })('people.doctor')) as Examination
    expect(found.findings.find(({ check }) => check === 'demo')).toMatchObject({ light: 'warn' })
    expect(found.findings.filter(({ check }) => ['chain', 'links', 'cover', 'scripts'].includes(check))).toMatchObject([
      { light: 'ok' },
      { light: 'ok' },
      { light: 'ok' },
    ])
  })

  test('is not made where real people could reach it', async () => {
    const opened = await open()
    const deps = {
      people: opened.people,
      world: { now: () => new Date(), newId: () => randomUUID() },
      publish: () => shelf(opened).publish(),
    }
    await expect(seedDemo({ ...deps, channelTokens: ['TELEGRAM_BOT_TOKEN'] })).rejects.toThrow('TELEGRAM_BOT_TOKEN')
  })
})
