import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { commandTable } from '../../src/cli/operate/commands.ts'
import { routeWords, type RouteShown } from '../../src/cli/duty/route-words.ts'
import { AskId } from '../../src/core/ids.ts'
import { rehearse } from '../../src/turn/rehearse.ts'
import { aClinic } from '../store/a-clinic.ts'
import { openMemoryStore, type TestStore } from '../support/database.ts'
import { signedEngine } from '../support/flows.ts'
import { aClinician, aClinicianLink, saveSettings } from '../turn/a-node.ts'
import { depsOver, NO_FLOWS } from './table.ts'

const world = {
  now: () => new Date('2026-12-01T00:00:00Z'),
  newId: () => randomUUID(),
  newAskId: () => AskId.parse('abcdefghijkl'),
}
const CHRISTMAS = { event: 'distress=9', at: '2026-12-25T03:10', zone: 'Australia/Sydney', country: 'AU' }

let opened: Promise<TestStore> | undefined

/** Robin with two links and Kim with one, in an office that is closed on Christmas Day. */
async function aDesk(signed = true) {
  const store = await (opened ??= openMemoryStore())
  const at = await aClinic(store)
  const kim = await aClinician(store, at.clinic, 'Kim Lee')
  await aClinicianLink(store, at, at.therapist)
  await aClinicianLink(store, at, at.therapist)
  await aClinicianLink(store, at, kim)
  const office = {
    zone: 'Australia/Sydney',
    cover: [{ days: [1, 2, 3, 4, 5], from: '08:30', to: '17:30' }],
    holidays: [{ on: '2026-12-25', windows: [] }],
    chain: [
      { clinician: at.therapist, minutes: 15 },
      { clinician: kim, minutes: 30 },
    ],
  }
  await saveSettings(store, at, office)
  const { engine } = await signedEngine()
  const deps = depsOver(store, at, {
    library: NO_FLOWS,
    world,
    rehearse: async (asked) =>
      signed ? rehearse({ engine, world }, asked) : { flag: { level: 'red', rule: 'rating-9' }, reads: null },
  })
  const run = commandTable(deps)['duty.route']
  return { at, kim, store, office, route: async (asked: Record<string, string>) => (await run?.(asked)) as RouteShown }
}

describe('holdfast route', () => {
  test('on Christmas night at 03:10 the client reads who is awake and when somebody reads, and nobody is woken', async () => {
    const { route } = await aDesk()
    const shown = await route(CHRISTMAS)
    expect(shown).toMatchObject({ level: 'red', covered: false, at: '2026-12-24T16:10:00.000Z' })
    const said = shown.reads?.map(({ text }) => text).join('\n')
    expect(said).toContain('000')
    expect(said).toContain('13 11 14')
    expect(shown.reads?.at(-1)?.buttons.length).toBeGreaterThan(2)
    // Christmas is a Friday: the next hours are Monday's, but no obligation waits more than 72 hours.
    expect(shown.steps[0]).toMatchObject({
      what: 'next',
      at: '2026-12-27T16:10:00.000Z',
      who: [{ name: 'Robin Reed' }],
    })
  })

  test('with somebody agreed on call it is them at once, and the chain when the clinic opens', async () => {
    const { route, store, at, kim } = await aDesk()
    await saveSettings(store, at, { holidays: [], onCall: { clinician: kim, minutes: 20, agreedOn: '2026-12-01' } })
    const { steps } = await route(CHRISTMAS)
    expect(steps.map(({ what, local, who }) => [what, local, who.map(({ name }) => name)])).toEqual([
      ['next', 'Fri 25 Dec 03:10', ['Kim Lee']],
      ['waits', 'Fri 25 Dec 03:30', []],
      ['next', 'Fri 25 Dec 08:30', ['Robin Reed']],
      ['all hands', 'Fri 25 Dec 08:45', expect.arrayContaining(['Robin Reed', 'Kim Lee'])],
    ])
  })

  test('in covered hours the chain goes on by its own minutes, each person on their best link first', async () => {
    const { route } = await aDesk()
    const { steps } = await route({ ...CHRISTMAS, at: '2026-12-23T10:00' })
    expect(steps.map(({ local, what }) => `${local} ${what}`)).toEqual([
      'Wed 23 Dec 10:00 next',
      'Wed 23 Dec 10:15 next',
      'Wed 23 Dec 10:45 all hands',
    ])
    expect(steps[0]?.who[0]?.channels).toEqual(['telegram', 'telegram (after 30 s without an answer)'])
  })

  test('black calls everybody at once; STOP calls nobody', async () => {
    const { route } = await aDesk()
    expect((await route({ ...CHRISTMAS, event: 'black', at: '2026-12-23T10:00' })).steps[0]).toMatchObject({
      what: 'all hands',
    })
    const stop = await route({ ...CHRISTMAS, event: 'stop' })
    expect([stop.level, stop.steps]).toEqual(['info', []])
    expect(stop.reads?.[0]?.text).toContain('Stopped')
  })

  test.each([
    ['distress=0', null],
    ['distress=7', null],
    ['distress=8', 'amber'],
    ['notice', 'info'],
    ['ask', 'amber'],
    ['blocked', 'amber'],
    ['missed=1', 'info'],
    ['missed=3', 'amber'],
  ] as const)('%s interrupts nobody: %s', async (event, level) => {
    const { route } = await aDesk()
    const shown = await route({ ...CHRISTMAS, event })
    expect([shown.level, shown.steps]).toEqual([level, []])
    // Christmas is a Friday, so the next round in covered hours is Monday's.
    const says = {
      amber: 'nobody now; the round on Mon 28 Dec 08:30',
      info: 'nobody now; it stands in',
      none: 'nobody',
    }
    expect(routeWords(shown)).toContain(says[level ?? 'none'])
    expect(shown.reads?.length === 0).toBe(event === 'blocked' || event.startsWith('missed'))
  })

  test('a number below a crisis is answered as in the check-in, and words about ending life are looked at the same day', async () => {
    const { route } = await aDesk()
    const reads = async (event: string) =>
      (await route({ ...CHRISTMAS, event })).reads?.map(({ text }) => text).join('\n')
    expect(await reads('distress=2')).toContain('How here do you feel')
    expect(await reads('distress=7')).toContain('settling comes first')
    const asked = { ...CHRISTMAS, at: '2026-12-23T10:00' }
    expect((await route({ ...asked, event: 'ask' })).round?.lookBy).toBe('Wed 23 Dec 17:30')
    expect((await route({ ...asked, event: 'distress=8' })).round?.lookBy).toBe('Thu 24 Dec 17:30')
  })

  test('its words name everything once, and say when scripts are not signed', async () => {
    const { route } = await aDesk(false)
    const words = routeWords(await route(CHRISTMAS))
    expect(words).toContain('Uncovered hours.')
    expect(words).toContain('not signed')
    expect(words).toMatch(/Mon 28 Dec 03:10 {2}Robin Reed, by telegram/)
  })

  test.each([
    [{ event: 'distress=11' }, 'distress=0 to distress=10'],
    [{ event: 'nine' }, 'no event "nine"'],
    [{ event: 'sos', at: 'tomorrow' }, 'write it as 2026-12-25T03:10'],
    [{ event: 'sos', zone: 'Sydney' }, 'IANA name'],
  ])('%j is refused with the cure', async (asked, says) => {
    const { route } = await aDesk()
    await expect(route(asked as Record<string, string>)).rejects.toThrow(new RegExp(says, 'i'))
  })
})
