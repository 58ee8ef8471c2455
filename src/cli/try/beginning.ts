import type { Conversation } from '../../core/conversation.ts'
import type { ClinicianId, FlowId } from '../../core/ids.ts'
import { ClinicSettings, CoverWindow, Plan, type Readiness } from '../../core/plan.ts'
import { READINESS } from '../../rails/permission/readiness.ts'
import { Private } from '../../core/private.ts'
import { KEEPSAKES, type KeepsakeKind } from '../../core/render.ts'
import { RECORDINGS, type RecordingName } from '../../core/message.ts'
import { ruleFrom } from '../../care/schedule/rule.ts'
import type { Transcript } from '../../script/transcript/transcript.ts'

export const NOBODY = '00000000-0000-4000-8000-000000000000'

/** Who the client of a transcript is, and what the clinic decided. */
export interface Beginning {
  readonly plan: Plan
  readonly settings: ClinicSettings
  readonly now: Date
  /** Before the welcome. */
  readonly isNew: boolean
  /** Something came into the place the last time. */
  readonly placeSuspended: boolean
  /** What was done lately. */
  readonly practised: Conversation['practised']
  /** The weekly question was asked long ago. */
  readonly weeklyIsDue: boolean
  /** The highest risk answer of an instrument that a clinician looked at lately. */
  readonly risksReviewed: Readonly<Record<string, number>>
  readonly recordings: readonly RecordingName[]
  readonly keepsakes: Readonly<Partial<Record<KeepsakeKind, Private<string>>>>
}

/** What `client add` permits where nobody says otherwise: every green practice. */
const PERMITTED = [
  'safe-place-rehearsal',
  'safe-place-full',
  'safe-place-cue',
  'safe-place-low-imagery',
  'other-place-rehearsal',
  'safe-place-build',
  'container',
  'healthy-adult',
]

const PLAN = {
  country: 'AU',
  zone: 'Australia/Sydney',
  lang: 'en',
  minor: false,
  therapist: 'Dr Reed',
  flows: PERMITTED,
  tighter: {},
}
/** Signed long ago, and for long. */
const SIGNED = { by: 'Dr Reed', at: '2026-01-05T09:00:00Z' }

const permitting = (plan: object, flows: readonly string[]): Plan =>
  Plan.parse({ ...plan, flows, alone: flows.map((flow) => ({ flow, ...SIGNED })) })

const READY: Readiness = {
  answers: Object.fromEntries(READINESS.items.map(({ id }) => [id, 'yes' as const])),
  against: [],
  complexTrauma: false,
  ...SIGNED,
  until: '2030-01-01',
}

/** `none`, `expired`, `complex-trauma`, or what speaks against it. */
function readinessOf(value: string): Readiness | undefined {
  if (value === 'none') return undefined
  if (value === 'expired') return { ...READY, until: '2026-02-01' }
  return value === 'complex-trauma' ? { ...READY, complexTrauma: true } : { ...READY, against: [value] }
}

const EVERY_HOUR = [{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '00:00' }]
const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** What a `given` line changes; everything else is an adult in Australia on a Monday evening, at a clinic that is always there. */
const FACTS: Readonly<Record<string, (before: Beginning, value: string) => Beginning>> = {
  country: (before, country) => ({ ...before, plan: Plan.parse({ ...before.plan, country }) }),
  zone: (before, zone) => ({ ...before, plan: Plan.parse({ ...before.plan, zone }) }),
  minor: (before) => ({ ...before, plan: { ...before.plan, minor: true } }),
  permits: (before, value) => {
    const flows = value.split(/, */)
    return { ...before, plan: permitting(before.plan, [...before.plan.flows, ...flows]) }
  },
  'permits-only': (before, value) => ({ ...before, plan: permitting(before.plan, value.split(/, */)) }),
  'first-time': (before, flow) => {
    const alone = before.plan.alone?.filter((one) => one.flow !== flow)
    return { ...before, plan: { ...before.plan, alone } }
  },
  together: (before, value) => {
    const [flow = '', ...until] = value.split(' ')
    const end = localTime(until.join(' '), before.plan.zone).toISOString()
    return {
      ...before,
      plan: Plan.parse({ ...before.plan, together: { flow, by: before.plan.therapist, until: end } }),
    }
  },
  readiness: (before, value) => ({ ...before, plan: { ...before.plan, readiness: readinessOf(value) } }),
  stage: (before, stage) => ({ ...before, plan: Plan.parse({ ...before.plan, stage }) }),
  therapist: (before, therapist) => ({ ...before, plan: { ...before.plan, therapist } }),
  cover: (before, value) => ({ ...before, settings: { ...before.settings, cover: coverOf(value) } }),
  time: (before, value) => ({ ...before, now: localTime(value, before.plan.zone) }),
  'here-ordinary': (before, value) => ({ ...before, plan: { ...before.plan, hereOrdinary: Number(value) } }),
  session: (before, value) => {
    const at = localTime(value, before.plan.zone).toISOString()
    return { ...before, plan: { ...before.plan, sessions: [...(before.plan.sessions ?? []), at] } }
  },
  assigned: (before, value) => {
    const [flow = '', clock = ''] = value.split(' ')
    const since = new Date(before.now.getTime() - 1).toISOString()
    const one = { id: 'a1', flow: flow as FlowId, rule: ruleFrom(clock, []), windowMinutes: 90, since }
    return { ...before, plan: { ...before.plan, assignments: [one] } }
  },
  'risk-reviewed': (before, value) => {
    const [instrument = '', answer = ''] = value.split(' ')
    return { ...before, risksReviewed: { ...before.risksReviewed, [instrument]: Number(answer) } }
  },
  'place-rests': (before) => ({ ...before, placeSuspended: true }),
  'weekly-question-due': (before) => ({ ...before, weeklyIsDue: true }),
  practised: (before, value) => {
    const [flow = '', ...when] = value.split(' ')
    const at = localTime(when.join(' '), before.plan.zone).getTime()
    return { ...before, practised: [...before.practised, { flow: flow as FlowId, at }] }
  },
  'never-practised': (before) => ({ ...before, practised: [] }),
  recording: (before, value) => ({
    ...before,
    recordings: [...before.recordings, ...RECORDINGS.filter((name) => name === value)],
  }),
  profile: (before, value) => ({ ...before, plan: Plan.parse({ ...before.plan, profile: value.split(/, */) }) }),
  'new-client': (before) => ({ ...before, isNew: true }),
  ...Object.fromEntries(
    KEEPSAKES.map((kind) => [
      kind,
      (before: Beginning, value: string): Beginning => ({
        ...before,
        keepsakes: { ...before.keepsakes, [kind]: new Private(value) },
      }),
    ]),
  ),
}

/** @throws Error with file, line and the names that there are. */
export function beginningOf(given: Transcript['given'], file: string): Beginning {
  let begins: Beginning = {
    plan: permitting({ ...PLAN, readiness: READY }, PERMITTED),
    settings: ClinicSettings.parse({
      name: 'Clinic',
      zone: PLAN.zone,
      demo: false,
      cover: EVERY_HOUR,
      chain: [{ clinician: NOBODY as ClinicianId, minutes: 15 }],
    }),
    now: new Date('2026-03-02T09:00:00Z'),
    isNew: false,
    placeSuspended: false,
    weeklyIsDue: false,
    practised: [{ flow: 'safe-place-cue' as FlowId, at: Date.parse('2026-02-28T09:00:00Z') }],
    risksReviewed: {},
    recordings: [],
    keepsakes: {},
  }
  for (const { name, value, line } of given) {
    const fact = Object.hasOwn(FACTS, name) ? FACTS[name] : undefined
    if (!fact) throw new Error(`${file}:${line}: \`${name}\` cannot be given. Known: ${Object.keys(FACTS).join(', ')}.`)
    begins = fact(begins, value)
  }
  return begins
}

/** `Mon-Fri 09:00-17:00`, or `none`. */
function coverOf(text: string): CoverWindow[] {
  if (text === 'none') return []
  const [, first = '', last = '', from, to] = /^(\w{3})-(\w{3}) (\S+?)-(\S+)$/.exec(text) ?? []
  const days = DAYS.slice(DAYS.indexOf(first), DAYS.indexOf(last) + 1).map((day) => DAYS.indexOf(day) + 1)
  return [CoverWindow.parse({ days, from, to })]
}

/** `2026-03-02 20:00` in the client's zone. */
function localTime(text: string, zone: string): Date {
  return new Date(Temporal.PlainDateTime.from(text.replace(' ', 'T')).toZonedDateTime(zone).epochMilliseconds)
}
