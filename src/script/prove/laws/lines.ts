import { LIMITS } from '../../../core/limits.ts'
import { FACTS, isSessionWords, KEEPSAKES, slotsOf } from '../../../core/render.ts'
import type { Slot } from '../../../core/render.ts'
import { writeInstead } from '../../read/nearest.ts'
import type { Flow } from '../../schema.ts'
import type { Finding } from '../../read/source.ts'
import { textsOf } from '../texts.ts'
import type { Text } from '../texts.ts'

/**
 * How long a text may be. A line: one breath of reading (clinical 4.2). A label: Slack cuts a button at 75. A keepsake
 * is shown with at most 60 letters, a mark for the cut and two quotation marks; the longest fact is a row of the
 * crisis directory.
 */
export const LENGTHS = { line: 280, label: 75, keepsake: 63, fact: 400 } as const

const SLOT = /\{@?[a-z-]+(?:\|[^{}|]*)?\}/g

/** Law: a line is short enough to be read, fits the channels with its slots filled, and holds only slots that can be filled. */
export function linesFit(flow: Flow): Finding[] {
  return textsOf(flow).flatMap((text) => [
    ...strayBraces(text),
    ...slotsOf(text.text).flatMap((slot) => slotFault(slot, text)),
    ...tooLong(text),
  ])
}

function strayBraces(text: Text): Finding[] {
  if (!/[{}]/.test(text.text.replace(SLOT, ''))) return []
  return [
    fault(
      text,
      'bad-slot',
      'A brace in this line belongs to no slot, and a client would read it.',
      'Write a slot as `{place|your place}` or `{@emergency}`, in small letters and without spaces inside the name.',
    ),
  ]
}

function slotFault(slot: Slot, text: Text): Finding[] {
  const known: readonly string[] = slot.kind === 'fact' ? FACTS : KEEPSAKES
  const mark = slot.kind === 'fact' ? '@' : ''
  if (!known.includes(slot.name)) {
    return [
      fault(
        text,
        'unknown-slot',
        `\`{${mark}${slot.name}}\` is no slot.`,
        writeInstead(
          `${mark}${slot.name}`,
          known.map((name) => `${mark}${name}`),
        ),
      ),
    ]
  }
  if (slot.kind === 'keepsake' && (slot.fallback ?? '').trim() === '') {
    return [
      fault(
        text,
        'missing-fallback',
        `\`{${slot.name}}\` has no words for a client who has not kept any.`,
        `Write \`{${slot.name}|…}\` with the words to say then.`,
      ),
    ]
  }
  if (isSessionWords(slot.name) && !/^\{[^{}]*\}$/.test(text.text)) {
    return [
      fault(
        text,
        'recall-only',
        `\`{${slot.name}}\` is words from a session, which stand alone and in no sentence of ours.`,
        `Make a step of it: \`recall: ${slot.name}\`.`,
      ),
    ]
  }
  if (slot.kind === 'fact' && slot.fallback !== undefined) {
    return [
      fault(
        text,
        'idle-fallback',
        `\`{@${slot.name}}\` is always known; what stands after \`|\` is never said.`,
        `Write \`{@${slot.name}}\`.`,
      ),
    ]
  }
  return []
}

function tooLong(text: Text): Finding[] {
  const { isLabel, text: template } = text
  const read = template.replace(SLOT, (slot) => slot.slice(1, -1).split('|')[1] ?? '').length
  const longest = template.replace(SLOT, (slot) =>
    '-'.repeat(slot.startsWith('{@') ? LENGTHS.fact : LENGTHS.keepsake),
  ).length
  if (isLabel) {
    return longest <= LENGTHS.label
      ? []
      : [
          fault(
            text,
            'long-label',
            `This label can be ${longest} characters long; a button shows ${LENGTHS.label}.`,
            'Shorten it.',
          ),
        ]
  }
  if (read > LENGTHS.line) {
    return [
      fault(
        text,
        'long-line',
        `This line has ${read} characters, and ${LENGTHS.line} is the most that is read in one go.`,
        'Make two lines of it.',
      ),
    ]
  }
  return longest <= LIMITS.textLength
    ? []
    : [
        fault(
          text,
          'long-line',
          `With its slots filled this line can have ${longest} characters; a message holds ${LIMITS.textLength}.`,
          'Make two lines of it.',
        ),
      ]
}

function fault({ step, at }: Text, rule: string, message: string, cure: string): Finding {
  return { rule, family: 'language', at, step, message, cure }
}
