import { randomUUID } from 'node:crypto'
import {
  ClientId,
  FlowId,
  PracticeId,
  RowId,
  type ClinicId,
  type ClinicianId,
  type FlagLevel,
} from '../../src/core/ids.ts'
import { Private } from '../../src/core/private.ts'
import { screen } from '../../src/rails/screen/screen.ts'
import { aFlag, aLine, aLink, aMessage, aTurn, load, PLAN, type AClinic } from '../store/a-clinic.ts'
import { clinicAtWork } from '../support/clinic-at-work.ts'
import type { TestStore } from '../support/database.ts'
import { nextClock } from '../support/daytime.ts'
import { aClinicianLink } from '../turn/a-node.ts'
import { readCanonical } from '../../src/script/canonical.ts'
import { linesOf } from '../../src/script/schema.ts'
import { scripts } from './a-console.ts'

export type ClinicWithHistory = Awaited<ReturnType<typeof aClinicWithHistory>>

const WELCOME = ['hello', 'Yes, I want this', 'Go on without trying', 'Go on without trying', 'No, not now']
/** Distress before and after a practice, and the days until the next. Invented, like everything here. */
const PRACTISED = [
  [6, 4, 2],
  [5, 3, 1],
  [6, 5, 3],
  [4, 5, 2],
  [5, 2, 1],
  [4, 2, 4],
  [3, 1, 2],
  [4, 2, 1],
] as const
const DAY_MS = 24 * 60 * 60_000
const OFFICE = [{ days: [1, 2, 3, 4, 5, 6, 7], from: '08:30', to: '17:30' }]
const QUARTER_HOUR_MS = 15 * 60_000

const FILLED_IN = [
  ['PHQ-9', [2, 2, 3, 2, 1, 2, 1, 1, 0]],
  ['PHQ-9', [1, 2, 2, 1, 1, 1, 1, 0, 0]],
  ['GAD-7', [2, 2, 1, 2, 1, 1, 2]],
] as const

/** A clinic in which something has happened: for pages that must be seen to be judged. Nobody in it is a person. */
export async function aClinicWithHistory(opened: TestStore) {
  const at = await clinicAtWork(opened)
  const { clinic, client, therapist } = at
  await opened.asSuperuser((session) =>
    session.query(`update holdfast.clinicians set role = 'lead' where clinician_id = $1`, [therapist]),
  )
  const [found] = (await opened.people.clinics()).filter(({ id }) => id === clinic)
  await opened.people.saveSettings(
    clinic,
    { ...found!.settings, name: 'Harbour Clinic', phone: '02 5550 0100', cover: OFFICE },
    'operator',
  )
  await aClinicianLink(opened, at, therapist)
  await nextClock(opened, PLAN.zone, '10:00')
  for (const [before, after, days] of PRACTISED) {
    await practised(opened, at, { before, after })
    await opened.advanceTestClock(days * DAY_MS)
  }
  await aTalk(opened, at)

  const flags = async (level: FlagLevel, name = 'Alex Moss', words = 'Could we talk about the practice?') => {
    const one = { ...at, ...(await aNamed(opened, at, name)) }
    await opened.store.receive(await aFlagged(opened, one, { level, words }))
    return one
  }
  const practice = scripts().find(({ flow }) => flow === 'safe-place-rehearsal')
  const script = practice?.hash ?? ''
  const [line = ''] = practice ? linesOf(readCanonical(practice.body)).keys() : []
  for (const [instrument, answers] of FILLED_IN)
    await opened.care.keepMeasure({ clinic, client, id: RowId.parse(randomUUID()), instrument, answers, by: therapist })
  const recording = RowId.parse(randomUUID())
  const sound = Buffer.from('OggS and a voice')
  const recorded = { clinic, client, format: 'ogg', sound, by: therapist } as const
  await opened.care.keepRecording({ ...recorded, id: recording, name: 'settle' })
  await opened.careAs(therapist).draftRecording({ ...recorded, id: RowId.parse(randomUUID()), name: 'sentence' })
  const own = `/clients/${client}`
  const pages = [
    '',
    '/clients',
    '/clients/new',
    own,
    `${own}/conversation`,
    `${own}/summary`,
    `${own}/discharge`,
    `${own}/homework`,
    `${own}/measures`,
    `${own}/readiness`,
    `${own}/recordings`,
    `${own}/recordings/${recording}/remove`,
    `${own}/records`,
    '/flows',
    `/flows/${script}`,
    `/flows/${script}/adapt?for=${client}&line=${encodeURIComponent(line)}`,
  ]
  const house = ['/cover', '/cover/budget', '/numbers', '/clinic', '/well', '/audit', '/account', '/account/prove']
  return { clinic, client, therapist, flags, own, script, line, pages: [...pages, ...house] }
}

async function practised(
  opened: TestStore,
  at: Awaited<ReturnType<typeof clinicAtWork>>,
  { before, after }: { before: number; after: number },
) {
  const practice = PracticeId.parse(randomUUID())
  await opened.store.receive(aMessage(at, { body: { kind: 'text', text: new Private('my place') } }))
  await opened.store.commitTurn(
    aTurn(await load(opened, at), {
      rows: [aLine({ text: 'You can come back to your place whenever you choose.' })],
      effects: [
        { type: 'startPractice', practice, flow: FlowId.parse('safe-place-rehearsal'), closure: {} },
        { type: 'recordRating', scale: 'distress', value: before, moment: 'before' },
        { type: 'recordRating', scale: 'distress', value: after, moment: 'after' },
        { type: 'endPractice', practice, outcome: 'done' },
      ],
    }),
  )
  await at.work()
  await opened.asSuperuser((session) =>
    session.query('update holdfast.ratings set practice_id = $1 where client_id = $2 and practice_id is null', [
      practice,
      at.client,
    ]),
  )
}

/** A welcome, a practice with a keepsake that asks for approval, and a 9: through the real screen, turns and rendering. */
async function aTalk(opened: TestStore, at: Awaited<ReturnType<typeof clinicAtWork>>) {
  await nextClock(opened, PLAN.zone, '10:00')
  const practice = [
    'menu',
    'My place',
    'my sister’s garden',
    'acorn',
    'Yes, ready',
    '5',
    '8',
    'Ready',
    'the light',
    'stop',
  ]
  for (const line of [...WELCOME, ...practice, 'menu', 'My place', 'Yes, ready', '9']) {
    await at.says(line)
    await at.work()
    await opened.advanceTestClock(61_000)
    await at.work()
  }
}

async function aNamed(
  opened: TestStore,
  { clinic, therapist }: { clinic: ClinicId; therapist: ClinicianId },
  name: string,
) {
  const client = ClientId.parse(randomUUID())
  const plan = { ...PLAN, therapist: 'Robin Reed' }
  await opened.people.addClient({ clinic, id: client, name: new Private(name), owner: therapist, plan, by: 'operator' })
  const [row] = (await opened.people.clients(clinic)).filter(({ id }) => id === client)
  return { client, pseudonym: row!.pseudonym, ...(await aLink(opened, { clinic, client }, 'telegram')) }
}

async function aFlagged(opened: TestStore, at: AClinic, { level, words }: { level: FlagLevel; words: string }) {
  const found = screen({ text: words, lastTexts: [] })
  const now = (await opened.store.time()).getTime()
  const flag = aFlag(at, {
    level,
    ...(found.level === 'none'
      ? { rule: 'contact-wanted', detail: [] }
      : { detail: [...found.categories, ...found.rules] }),
  })
  const escalation = flag.escalation && { ...flag.escalation, deadlineAt: new Date(now + QUARTER_HOUR_MS) }
  return aMessage(at, {
    flag: { ...flag, escalation },
    screen: found,
    body: { kind: 'text', text: new Private(words) },
  })
}
