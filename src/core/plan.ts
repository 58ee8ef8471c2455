import { z } from 'zod'
import { ChainRung, Clock, DUTY_SETTINGS } from './duty.ts'
import { FlowId, Lang } from './ids.ts'

const Zone = z
  .string()
  .refine(isZone, 'is no time zone that this machine knows; use an IANA name such as Australia/Sydney')
const Score = z.int().min(0).max(10)

/** Hours in which a person of the clinic is proven to be reachable (care C1). ISO days, 1 Monday … 7 Sunday. */
export const CoverWindow = z.object({ days: z.array(z.int().min(1).max(7)).min(1), from: Clock, to: Clock })
export type CoverWindow = z.infer<typeof CoverWindow>

/** What the clinic decided, as data. */
export const ClinicSettings = z.object({
  name: z.string(),
  zone: Zone,
  demo: z.boolean(),
  cover: z.array(CoverWindow),
  /** Whether therapists may move one client's start limit up (care C6); left out: no. */
  higherStartAllowed: z.boolean().optional(),
  /** Who is told, in order, and how long each has (minutes) before the next is told as well. */
  chain: z.array(ChainRung.omit({ onCall: true })),
  ...DUTY_SETTINGS,
  /** The clinic's own number, as clients who were discharged read it (care C27). */
  phone: z.string().min(1).max(40).optional(),
  /** Crisis numbers that the clinic rang or read itself, each counting like a verification (design 6). */
  confirmedNumbers: z
    .array(
      z.object({
        country: z.string().regex(/^[A-Z]{2}$/),
        number: z.string().min(1),
        on: z.iso.date(),
        by: z.string().min(1),
      }),
    )
    .optional(),
  /** What clients write is deleted from their chat so many hours later, from when the clinic decided it; left out: it stays there. */
  deletion: z.object({ afterHours: z.int().min(1).max(46), since: z.iso.datetime({ offset: true }) }).optional(),
  /**
   * How long records are kept, by the law that the clinic named: years after discharge, and for who was under age then,
   * not before that birthday. Left out: nobody decided. Nothing is erased by it; `doctor` names who is past it.
   */
  retention: z
    .object({ years: z.int().min(1).max(100), minorsUntilAge: z.int().min(18).max(100).optional() })
    .optional(),
  /** Who of the clinic read the platforms' terms and confirmed the youngest ages (care C10). */
  agesConfirmed: z.object({ by: z.string().min(1), on: z.iso.date() }).optional(),
})
export type ClinicSettings = z.infer<typeof ClinicSettings>

/** Who comforts, from the place alone to the client alone (care C18). */
export const STAGES = ['place', 'carer', 'both', 'adult'] as const
export type Stage = (typeof STAGES)[number]

/**
 * What a client does better without, or in other words; a plan names which. Sounds · being asked to touch · figures of
 * speech · the body (posture, breath, feeling) · taste, water and food · inner pictures. For eating disorders the last but
 * one and the one before go together; the sensory profile is the first three.
 */
export const PROFILE = ['no-sound', 'no-touch', 'literal', 'no-body', 'no-food', 'low-imagery'] as const
export type ProfilePart = (typeof PROFILE)[number]

/** What a line or a step of a flow can depend on: the profile, and whether the client is a minor. Not state, so no proof grows with it. */
export const VARIANTS = [...PROFILE, 'minor'] as const
export type Variant = (typeof VARIANTS)[number]

/** How a treatment ended (care C27). `died`: from that second nothing is sent, whoever writes. */
export const ENDINGS = ['planned', 'transfer', 'paused', 'dropped-out', 'died', 'moved'] as const
export type Ending = (typeof ENDINGS)[number]

/** A flow on a schedule (design 2). */
export const Assignment = z.object({
  id: z.string().regex(/^[a-z0-9]{1,8}$/),
  flow: FlowId,
  /** RFC 5545, the part that `src/care/schedule/rule.ts` reads. Hours are those on the client's clock. */
  rule: z.string().min(1).max(200),
  /** How long after its time a reminder is still worth something. */
  windowMinutes: z.int().min(10).max(720),
  since: z.iso.datetime({ offset: true }),
  paused: z.boolean().optional(),
  /** The check-in of a day programme (care C22): the one reminder of its days, and the therapist learns when it is missed. */
  programme: z.boolean().optional(),
})
export type Assignment = z.infer<typeof Assignment>

/** What a therapist signed before amber practices (care C15). Which items there are: `src/rails/reviewed/readiness.json`. */
export const Readiness = z.object({
  answers: z.record(z.string(), z.enum(['yes', 'no', 'not-yet'])),
  /** What speaks against imagery without the therapist; one is enough to close amber practices. */
  against: z.array(z.string()),
  /** Setting aside is practised before anything amber. */
  complexTrauma: z.boolean(),
  by: z.string().min(1),
  at: z.iso.datetime({ offset: true }),
  /** The last day on which it holds, where the client is. */
  until: z.iso.date(),
})
export type Readiness = z.infer<typeof Readiness>

/** What a clinician permits one client. Part of what a turn reads; sealed at rest. */
export const Plan = z.object({
  /** ISO 3166 country for the crisis directory. Asked, never guessed. */
  country: z.string().regex(/^[A-Z]{2}$/),
  zone: Zone,
  lang: Lang,
  minor: z.boolean(),
  /** A minor's day of birth, for the ages of channels and the day they come of age (care C10); left out: not told. */
  born: z.iso.date().optional(),
  /** The name by which the client knows the therapist. */
  therapist: z.string(),
  flows: z.array(FlowId),
  /** Set by the therapist only; left out: place. */
  stage: z.enum(STAGES).optional(),
  /** What is left out or put in other words for this client; left out: nothing. */
  profile: z.array(z.enum(PROFILE)).max(PROFILE.length).optional(),
  /** Limits tighter than the reviewed ones; never looser (care C6). A rise is in points of distress. */
  tighter: z.object({
    startAt: Score.optional(),
    raisedAt: Score.optional(),
    riseRaised: z.int().min(1).max(10).optional(),
    hereAt: Score.optional(),
  }),
  /**
   * The one loosening (care C6): the start limit of a client whose ordinary level is high, up to the reviewed most, by a
   * clinician with a reason and an end. It counts only where the clinic allows it, and never for a minor.
   */
  higherStart: z
    .object({
      startAt: Score,
      until: z.iso.datetime({ offset: true }),
      by: z.string().min(1),
      reason: z.string().min(1),
    })
    .optional(),
  /** How here this client ordinarily feels, 0 to 10, set in session (care C8). */
  hereOrdinary: Score.optional(),
  /** The therapy sessions, past and to come (care C28). */
  sessions: z.array(z.iso.datetime({ offset: true })).optional(),
  /** Whether the flows around a session are offered on their days; left out: yes. */
  sessionReminders: z.boolean().optional(),
  assignments: z.array(Assignment).max(12).optional(),
  /** Local hours in which amber practices may start; left out: the reviewed ones (care C16). */
  amberHours: z.object({ from: Clock, to: Clock }).optional(),
  /** Left out: nothing amber opens. */
  readiness: Readiness.optional(),
  /** Practices that this client may do alone the first time too; the others begin with the therapist there (care C15). */
  alone: z.array(z.object({ flow: FlowId, by: z.string().min(1), at: z.iso.datetime({ offset: true }) })).optional(),
  /** The practice that a therapist has opened to be there the first time, and until when. */
  together: z.object({ flow: FlowId, by: z.string().min(1), until: z.iso.datetime({ offset: true }) }).optional(),
  /** By when the plan is looked at again; after that day, amber practices rest (design 2). */
  reviewOn: z.iso.date().optional(),
  /** State or province, where the law or a welfare check depends on it; shown to clinicians. */
  state: z.string().trim().min(1).max(40).optional(),
  /** Whom the clinic may ring, as agreed with the client: support contact, guardian of a minor. Never messaged by itself. */
  contacts: z.string().max(600).optional(),
  /** Who is shown what a client writes after discharge (care C27), said at discharge; left out: nobody. */
  afterDischarge: z.enum(['duty', 'nobody']).optional(),
  /** The last day of a planned ending (care C27): reminders fade before it and end with it. A clinician completes it. */
  endsOn: z.iso.date().optional(),
  /** How the treatment ended the last time; left out: it never did, or nobody said. */
  ended: z.enum(ENDINGS).optional(),
})
export type Plan = z.infer<typeof Plan>

/** The variants of a flow that a client reads. */
export const variantsOf = ({ profile = [], minor }: Pick<Plan, 'profile' | 'minor'>): readonly Variant[] =>
  minor ? [...profile, 'minor'] : profile

/** Zones that this machine was found to know. */
const KNOWN_ZONES = new Set<string>()

/** A message asks four times, for plan and clinic, and the answer costs 40 microseconds of CPU (measured): it is kept. */
function isZone(name: string): boolean {
  if (KNOWN_ZONES.has(name)) return true
  try {
    const known = Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
    if (known) KNOWN_ZONES.add(name)
    return known
  } catch {
    return false
  }
}
