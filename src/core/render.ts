import { LIMITS } from './limits.ts'
import type { LineRef, ScriptLine } from './line.ts'
import type { Button, Contact, RecordingName } from './message.ts'
import type { Private } from './private.ts'

/** What a script line may quote of the client's own: kept with their say-so, shown verbatim in quotation marks (design 4, slots). */
export const KEEPSAKES = [
  'place',
  'cue-word',
  'name',
  // A backup for the place, a comforting sentence, today's need, what the client calls their younger self.
  'other-place',
  'sentence',
  'need',
  'younger-self',
  // Who could care and who could protect, for the session; nobody is suggested.
  'carer',
  'protector',
  // Written with the therapist in session: cards, and the approved new dream (clinical 1.3, 1.4).
  'card-one',
  'card-two',
  'card-three',
  'new-dream',
  // What a reminder says instead of its own words (care C21).
  'reminder',
  // The safety plan, written in session and served as it stands (clinical 5.4).
  'plan-signs',
  'plan-alone',
  'plan-company',
  'plan-helpers',
  'plan-professionals',
  'plan-means',
] as const
export type KeepsakeKind = (typeof KEEPSAKES)[number]

/** The parts of a safety plan, in its own order. */
export const PLAN_PARTS = KEEPSAKES.filter((kind) => kind.startsWith('plan-'))

/** What a clinician wrote down with the client, in their words: no flow may ask for it, and it is shown by `recall` alone. */
export const SESSION_WORDS = [
  'card-one',
  'card-two',
  'card-three',
  'new-dream',
] as const satisfies readonly KeepsakeKind[]
export const isSessionWords = (kind: string): kind is (typeof SESSION_WORDS)[number] =>
  SESSION_WORDS.some((one) => one === kind)

/** What a flow may ask a client to keep. */
export const CLIENT_KEEPS = KEEPSAKES.filter((kind) => !PLAN_PARTS.includes(kind) && !isSessionWords(kind))

/** What a script line may state that the clinic or the reviewed directory knows. Never a client's words. */
export const FACTS = [
  'emergency',
  'crisis-line',
  'crisis-text',
  'finder',
  'country',
  'clinic-phone',
  'therapist',
  'told',
  'reads-at',
  'reader',
  'read-at',
  'wrote-at',
  'with',
] as const
export type FactName = (typeof FACTS)[number]
export type Facts = Readonly<Record<FactName, string>>

/** A keepsake is cut here, at a letter, so that a long one cannot push a number below the fold. */
const KEEPSAKE_SHOWN = 60
/** A part of the safety plan is a few names or steps, and nothing stands below it. */
export const PLAN_PART_SHOWN = 300

const SLOT = /\{(@?)([a-z-]+)(?:\|([^{}|]*))?\}/g

export interface Slot {
  readonly kind: 'keepsake' | 'fact'
  readonly name: string
  readonly fallback: string | undefined
}

/** The slots of a template, in order; for the checker, which refuses unknown ones and keepsakes without a fallback. */
export function slotsOf(template: string): Slot[] {
  return [...template.matchAll(SLOT)].map((found) => ({
    kind: found[1] === '@' ? 'fact' : 'keepsake',
    name: found[2] ?? '',
    fallback: found[3],
  }))
}

export interface RenderValues {
  readonly keepsakes: Readonly<Partial<Record<KeepsakeKind, Private<string>>>>
  readonly facts: Facts
  /** Of a fact that states a number: the same as a card, where it has a form for that. Left out: nobody. */
  readonly contacts?: Readonly<Partial<Record<FactName, Contact>>>
}

/** How a message is sent: sound, copy protection (care C20), and the therapist's recorded voice beside the words. */
export interface Manner {
  readonly silent: boolean
  readonly protect: boolean
  /** It ends a pause for a client whose eyes are closed: one sound, buzz or soft sign. */
  readonly wakes?: true
  /** Whom it names, as cards beside the words, for channels that have such cards. */
  readonly contacts?: readonly Contact[]
  /** Only where the client has one of that name; it is loaded when the message is sent. */
  readonly recording?: RecordingName
  /** To be pinned above the chat; with the country whose numbers it states, for a page of links that ring. */
  readonly pin?: { readonly country: string }
}

/** What is stored of a rendered message. */
export interface StoredMessage extends Manner {
  readonly from: LineRef
  readonly text: string
  readonly buttons: readonly Button[]
}

let make: (stored: StoredMessage) => OutboundMessage

/**
 * A message to a client (P1). It can be made in two ways only: rendered from a line of a signed script, or
 * read back from the outbox row that was written so. There is no third: the constructor is private.
 */
export class OutboundMessage {
  readonly kind = 'line'
  readonly #stored: StoredMessage
  private constructor(stored: StoredMessage) {
    this.#stored = stored
  }
  get from(): LineRef {
    return this.#stored.from
  }
  get buttons(): readonly Button[] {
    return this.#stored.buttons
  }
  get silent(): boolean {
    return this.#stored.silent
  }
  get protect(): boolean {
    return this.#stored.protect
  }
  get wakes(): boolean {
    return this.#stored.wakes === true
  }
  get pin(): StoredMessage['pin'] {
    return this.#stored.pin
  }
  get contacts(): readonly Contact[] {
    return this.#stored.contacts ?? []
  }
  get recording(): RecordingName | undefined {
    return this.#stored.recording
  }
  /** The words as the client will read them; may quote the client, so it goes to the platform and the sealed transcript only. */
  text(): string {
    return this.#stored.text
  }
  /** For the sealed column. */
  stored(): StoredMessage {
    return this.#stored
  }
  toJSON(): { from: LineRef } {
    return { from: this.from }
  }
  static {
    make = (stored) => new OutboundMessage(stored)
  }
}

/** A script line with its slots filled, ready to send. */
export function render(
  line: ScriptLine,
  values: RenderValues,
  buttons: readonly Button[],
  manner: Manner,
): OutboundMessage {
  return make({ from: line.ref, text: fill(line, values), buttons, ...manner })
}

/** A line's words for a button. */
export function renderLabel(line: ScriptLine, values: RenderValues): string {
  return fill(line, values)
}

/** A message read back from its sealed outbox row. Only `src/turn/deliver.ts` may import this (test/architecture.test.ts). */
export function fromOutbox(stored: StoredMessage): OutboundMessage {
  return make(stored)
}

function fill(line: ScriptLine, values: RenderValues): string {
  const text = line.template().replace(SLOT, (_whole, at: string, name: string, fallback: string | undefined) => {
    if (at === '@') return values.facts[name as FactName]
    const kept = values.keepsakes[name as KeepsakeKind]
    if (!kept) return fallback ?? ''
    return quoted(kept.reveal(), name.startsWith('plan-') || isSessionWords(name) ? PLAN_PART_SHOWN : KEEPSAKE_SHOWN)
  })
  return text.slice(0, LIMITS.textLength)
}

/** The client's own words: one line, cut, in quotation marks, otherwise untouched. */
function quoted(words: string, most: number): string {
  const oneLine = words.replace(/\s+/g, ' ').replace(/[“”"]/g, '').trim()
  const letters = [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(oneLine)].map((s) => s.segment)
  const shown = letters.length > most ? `${letters.slice(0, most).join('')}…` : oneLine
  return `“${shown}”`
}
