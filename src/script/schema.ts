import { z } from 'zod'
import { WRITE_TOPICS } from '../core/effect.ts'
import { RATING_CLASSES, SCALES } from '../core/event.ts'
import { FlowId, Lang } from '../core/ids.ts'
import { RECORDINGS } from '../core/message.ts'
import { VARIANTS, type Variant } from '../core/plan.ts'
import { KEEPSAKES } from '../core/render.ts'
import { InstrumentTexts } from '../rails/instruments/instruments.ts'
import { BODY, FLOW_KINDS, MOMENTS, OUTCOMES } from './vocabulary.ts'

export { flowJsonSchema } from './read/authored.ts'

/*
 * A flow as the program holds it, in one language: everything that an author may leave out is filled in. This is what
 * the canonical form writes, the hash covers, a clinician signs and the engine runs.
 */

const Variants = z.array(z.enum(VARIANTS)).min(1)

/**
 * What a step says, in order: lines, each a message of its own, and the pauses between them. A line may be for some
 * clients only: left out where one of `unless` holds, said only where one of `when` holds.
 */
export const SayItem = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('line'),
    id: z.string(),
    text: z.string(),
    unless: Variants.optional(),
    when: Variants.optional(),
  }),
  z.strictObject({ kind: z.literal('pause'), ms: z.int() }),
])
export type SayItem = z.infer<typeof SayItem>

/**
 * A button. `go` is null for the rails' own choices and on cards; `label` is null where the words are those of the card
 * `labels`. The order is meant: it is the order of the buttons.
 */
export const Choice = z.strictObject({ id: z.string(), label: z.string().nullable(), go: z.string().nullable() })
export type Choice = z.infer<typeof Choice>

/** A step's name, or one of the final states `$done`, `$stopped`, `$raised`. */
const Target = z.string()
const Say = z.array(SayItem)

/** For these clients the step is passed over without a word: a way of its own, so it is proven like any other. */
const Omit = z.strictObject({ unless: Variants, go: Target })

export const Step = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('say'), say: Say, go: Target, omit: Omit.optional() }),
  z.strictObject({ kind: z.literal('choose'), say: Say, choices: z.array(Choice), omit: Omit.optional() }),
  z.strictObject({
    kind: z.literal('rate'),
    say: Say,
    scale: z.enum(SCALES),
    moment: z.enum(MOMENTS),
    /** Every class of the scale has its target. */
    go: z.partialRecord(z.enum(RATING_CLASSES), Target),
  }),
  z.strictObject({
    kind: z.literal('write'),
    say: Say,
    /** Exactly one of `about` and `keep` is there. */
    about: z.enum(WRITE_TOPICS).nullable(),
    keep: z.enum(KEEPSAKES).nullable(),
    /** Passed over while that keepsake exists. */
    once: z.boolean(),
    /** `skip` is null where it may not be skipped. */
    go: z.strictObject({ wrote: Target, skip: Target.nullable() }),
    omit: Omit.optional(),
  }),
  z.strictObject({
    kind: z.literal('recall'),
    /** Its last line is the keepsake and nothing else, `{sentence|your sentence}`. */
    say: Say,
    keepsake: z.enum(KEEPSAKES),
    go: Target,
    omit: Omit.optional(),
  }),
  z.strictObject({
    kind: z.literal('play'),
    /** One line, for clients and channels that cannot hear. */
    say: Say,
    recording: z.enum(RECORDINGS),
    /** `else`: this client has no such recording, or no sound. */
    go: z.strictObject({ next: Target, skip: Target, else: Target }),
  }),
  z.strictObject({
    kind: z.literal('measure'),
    say: Say,
    /** Its name in small letters: `phq-9`. */
    instrument: z.string(),
    /** The published words, which a signature covers like every line; null where the clinic has not imported them. */
    texts: InstrumentTexts.nullable(),
    /** Counted from 1; null: no item asks for a person. */
    riskItem: z.int().min(1).nullable(),
    notAtNight: z.boolean(),
    /** `risk` and `asked` are null where there is no risk item. */
    go: z.strictObject({ done: Target, risk: Target.nullable(), asked: Target.nullable(), over: Target }),
  }),
  z.strictObject({
    kind: z.literal('run'),
    say: Say,
    flow: z.union([FlowId, z.literal(BODY)]),
    go: z.strictObject({ done: Target, stopped: Target, raised: Target }),
    omit: Omit.optional(),
  }),
  z.strictObject({ kind: z.literal('end'), say: Say, outcome: z.enum(OUTCOMES) }),
  z.strictObject({ kind: z.literal('card'), say: Say, choices: z.array(Choice) }),
])
export type Step = z.infer<typeof Step>

export const Flow = z.strictObject({
  flow: FlowId,
  title: z.string(),
  kind: z.enum(FLOW_KINDS),
  class: z.enum(['green', 'amber']).nullable(),
  lang: Lang,
  budget: z.strictObject({ minutes: z.number(), taps: z.int() }).nullable(),
  needs: z.array(z.enum(KEEPSAKES)),
  /** Where the therapist wants the container first, it must have been done once (care C15). */
  /** The place must have been visited within the week (clinical 2.3). */
  placeLately: z.literal(true).optional(),
  /** A practice in which tears and relief are expected: [Moved, and all right] stands beside its ratings (care C6). */
  comforting: z.literal(true).optional(),
  /** Null for cards, which are looked up and never run. */
  start: z.string().nullable(),
  entries: z.array(z.string()),
  steps: z.record(z.string(), Step),
})
export type Flow = z.infer<typeof Flow>

/** Where a flow may be entered: the proof starts from each of these and from nowhere else. */
export function rootsOf(flow: Flow): string[] {
  return flow.start === null ? [] : [flow.start, ...flow.entries]
}

/** True for a step that waits for the client's answer. */
export function isAsking(step: Step): boolean {
  const { kind } = step
  return kind === 'choose' || kind === 'rate' || kind === 'write' || kind === 'play' || kind === 'measure'
}

/** A questionnaire's words by their ids: `stem`, `item.0` …, and `choose.a0` … for its answers. */
function instrumentLines(texts: InstrumentTexts | null): [string, string][] {
  if (texts === null) return []
  const items = texts.items.map((text, index): [string, string] => [`item.${index}`, text])
  const options = texts.options.map((text, index): [string, string] => [`choose.a${index}`, text])
  return [['stem', texts.stem], ...items, ...options]
}

/** The questionnaire that a flow holds, if it is one; a flow has at most one. */
export function measureIn(flow: Flow): Extract<Step, { kind: 'measure' }> | undefined {
  return Object.values(flow.steps).find((step) => step.kind === 'measure')
}

/** The buttons of a flow whose words are those of the card `labels`. */
export function commonLabelsOf(flow: Flow): string[] {
  const ids = Object.values(flow.steps).flatMap((step): string[] => {
    if (step.kind === 'play') return ['next']
    return 'choices' in step ? step.choices.flatMap(({ id, label }) => (label === null ? [id] : [])) : []
  })
  return [...new Set(ids)]
}

/** Whether a line is for a client with these variants. */
export function isSaidTo(line: Extract<SayItem, { kind: 'line' }>, variants: readonly Variant[]): boolean {
  const holds = (named: readonly Variant[]) => named.some((one) => variants.includes(one))
  return !holds(line.unless ?? []) && (line.when === undefined || holds(line.when))
}

/** Every line of a flow by its id within the script, `step/line`: what is said, and what stands on buttons of its own words. */
export function linesOf(flow: Flow): Map<string, string> {
  const lines = new Map<string, string>()
  for (const [name, step] of Object.entries(flow.steps)) {
    for (const item of step.say) if (item.kind === 'line') lines.set(`${name}/${item.id}`, item.text)
    if ('choices' in step)
      for (const { id, label } of step.choices) if (label !== null) lines.set(`${name}/choose.${id}`, label)
    if (step.kind === 'measure') for (const [id, text] of instrumentLines(step.texts)) lines.set(`${name}/${id}`, text)
  }
  return lines
}
