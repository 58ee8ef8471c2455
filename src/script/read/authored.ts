import { z } from 'zod'
import { WRITE_TOPICS } from '../../core/effect.ts'
import { SCALES } from '../../core/event.ts'
import { FlowId, Lang } from '../../core/ids.ts'
import { LIMITS } from '../../core/limits.ts'
import { RECORDINGS } from '../../core/message.ts'
import { VARIANTS } from '../../core/plan.ts'
import { CLIENT_KEEPS, KEEPSAKES } from '../../core/render.ts'
import { INSTRUMENT_NAMES } from '../../rails/instruments/instruments.ts'
import { BODY, MOMENTS, NAME, OUTCOMES } from '../vocabulary.ts'
import type { FlowKind, STEP_KEYS } from '../vocabulary.ts'

/*
 * What an author writes, before `normalise.ts` fills in what may be left out. Strict: an unknown key is refused,
 * because a misspelt key that is ignored is a rule that silently does not hold.
 */

const Text = z.string().trim().min(1)
const Name = z.string().regex(NAME)
const YesNo = z.enum(['yes', 'no'])

const Pause = z.strictObject({ pause: z.string().refine(isPause) })
/** One variant, or several of which any counts. */
const ForWhom = z.union([z.enum(VARIANTS), z.array(z.enum(VARIANTS)).min(1)])
/** A sentence for some clients only. `instead` is what the others read, those with `unless`. */
const Line = z.strictObject({
  line: Text,
  unless: ForWhom.optional(),
  instead: Text.optional(),
  when: ForWhom.optional(),
})
const Say = z.union([Text, z.array(z.union([Text, Pause, Line])).min(1)])
const Go = z.union([Name, z.record(z.string(), Name)])
/** A common label needs no words: `{ next, sos }`. */
const Choices = z.record(z.string(), z.union([Text, z.null()]))

const Rate = z.union([z.enum(SCALES), z.strictObject({ scale: z.enum(SCALES), moment: z.enum(MOMENTS).optional() })])

const Write = z.strictObject({
  about: z.enum(WRITE_TOPICS).optional(),
  keep: z.enum(CLIENT_KEEPS).optional(),
  skip: YesNo.optional(),
  once: YesNo.optional(),
})

/** For whom a step is passed over, and where to; left out where there is one way on anyway. */
const omit = { unless: ForWhom.optional(), else: Name.optional() }

/** One schema for each kind of step, by the key that tells the kind. */
export const STEPS = {
  say: z.strictObject({ say: Say, go: Name, ...omit }),
  choose: z.strictObject({ say: Say.optional(), choose: Choices, go: Go.optional(), ...omit }),
  rate: z.strictObject({ say: Say.optional(), rate: Rate, go: Go }),
  write: z.strictObject({ say: Say.optional(), write: Write, go: Go, ...omit }),
  recall: z.strictObject({ say: Say.optional(), recall: z.enum(KEEPSAKES), text: Text, go: Name, ...omit }),
  play: z.strictObject({ play: z.enum(RECORDINGS), text: Text, go: Go }),
  measure: z.strictObject({ say: Say.optional(), measure: z.enum(INSTRUMENT_NAMES), go: Go }),
  run: z.strictObject({ say: Say.optional(), run: z.union([FlowId, z.literal(BODY)]), go: Go, ...omit }),
  end: z.strictObject({ say: Say.optional(), end: z.enum(OUTCOMES) }),
} satisfies Record<'say' | (typeof STEP_KEYS)[number], z.ZodObject>

/** A step of a flow of kind cards: words to look up, and labels. */
export const CardStep = z.strictObject({
  say: z.union([Text, z.array(Text).length(1)]).optional(),
  choose: Choices.optional(),
})

export type AuthoredSay = z.infer<typeof Say>
export type AuthoredStep<K extends keyof typeof STEPS> = z.infer<(typeof STEPS)[K]>
export type AuthoredCard = z.infer<typeof CardStep>

const Class = z.enum(['green', 'amber'])
const Budget = z.strictObject({ minutes: z.number().positive(), taps: z.int().min(1) })
const Needs = z.strictObject({
  keepsakes: z.array(z.enum(KEEPSAKES)).min(1).optional(),
  lately: z.literal('place').optional(),
})

const common = { flow: FlowId, title: Text, lang: Lang }

/** The top of a file, by kind. Steps are checked one by one, so that one wrong step does not hide the others. */
export const HEADERS = {
  practice: z.strictObject({
    ...common,
    kind: z.literal('practice'),
    class: Class,
    budget: Budget,
    needs: Needs.optional(),
    comforting: YesNo.optional(),
    start: Name,
    steps: z.record(z.string(), z.unknown()),
  }),
  care: z.strictObject({
    ...common,
    kind: z.literal('care'),
    class: Class.optional(),
    budget: Budget.optional(),
    needs: Needs.optional(),
    start: Name,
    entries: z.array(Name).min(1).optional(),
    steps: z.record(z.string(), z.unknown()),
  }),
  rails: z.strictObject({
    ...common,
    kind: z.literal('rails'),
    start: Name,
    entries: z.array(Name).min(1).optional(),
    steps: z.record(z.string(), z.unknown()),
  }),
  cards: z.strictObject({ ...common, kind: z.literal('cards'), steps: z.record(z.string(), z.unknown()) }),
} satisfies Record<FlowKind, z.ZodObject>

export type AuthoredHeader = z.infer<(typeof HEADERS)[FlowKind]>

/** The JSON Schema of a flow file, for editors. What it cannot say (targets, budgets, promises) `holdfast check` says. */
export function flowJsonSchema(): Record<string, unknown> {
  const steps = z.record(Name, z.union(Object.values(STEPS)))
  const { cards, ...walked } = HEADERS
  const whole = z.union([
    ...Object.values(walked).map((header) => z.strictObject({ ...header.shape, steps })),
    z.strictObject({ ...cards.shape, steps: z.record(Name, CardStep) }),
  ])
  return { title: 'A flow of Holdfast', ...z.toJSONSchema(whole, { io: 'input', unrepresentable: 'any' }) }
}

/** The milliseconds of a pause such as `20s`; null if it is none. */
export function pauseMs(written: string): number | null {
  const seconds = /^(\d{1,3})s$/.exec(written)?.[1]
  return seconds === undefined ? null : Number(seconds) * 1000
}

function isPause(written: string): boolean {
  const ms = pauseMs(written)
  return ms !== null && ms >= 1000 && ms <= LIMITS.pauseMaxMs
}
