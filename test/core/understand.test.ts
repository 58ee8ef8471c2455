import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Conversation, OpenAsk } from '../../src/core/conversation.ts'
import type { TurnEvent } from '../../src/core/event.ts'
import { Private } from '../../src/core/private.ts'
import { understand, type Hearing } from '../../src/core/understand.ts'
import { asideOf } from '../../src/rails/asides.ts'
import { barrierWordOf, isGreeting, isMenuWord, isRefusal } from '../../src/rails/barrier-words.ts'
import { CASES } from '../support/chance.ts'

const HEARING: Hearing = { crisisAt: 9, isGreeting, isMenuWord, isRefusal, asideOf }
const PRACTICE = {
  id: '',
  flow: '',
  startedAt: 0,
  closure: {},
  before: null,
  moved: false,
} as unknown as Conversation['practice']

function asking(over: Partial<OpenAsk>): OpenAsk {
  const choices = [
    { id: 'ready', label: 'Yes, ready' },
    { id: 'no', label: 'No' },
    { id: 'skip', label: 'Skip' },
  ]
  return { id: 'ask-00000001' as OpenAsk['id'], kind: 'choose', scale: null, choices, from: 0, ...over }
}

const says = (text: string, ask: OpenAsk | null, practice: Conversation['practice'] = null): TurnEvent | null =>
  understand({ kind: 'text', text: new Private(text) }, { ask, practice }, HEARING, new Date(0))

describe('an answer', () => {
  test.each([
    ['Yes, ready', { type: 'CHOSE', choice: 'ready' }],
    ['yes ready', { type: 'CHOSE', choice: 'ready' }],
    ['yes ready?', { type: 'UNCLEAR', why: 'words' }],
    ['YES, READY.', { type: 'CHOSE', choice: 'ready' }],
    ['no', { type: 'CHOSE', choice: 'no' }],
    ['skip', { type: 'SKIPPED' }],
    ['I know I am', { type: 'UNCLEAR', why: 'words' }],
    ['yesterday was bad', { type: 'UNCLEAR', why: 'words' }],
    ['not ready', { type: 'UNCLEAR', why: 'words' }],
  ])('to a choice: %s', (text, event) => {
    expect(says(text, asking({}))).toEqual(event)
  })

  test.each([
    ['7', 7],
    ['seven', 7],
    ['Seven.', 7],
    ['siete', 7],
    ['7/10', 7],
    ['7 out of 10', 7],
    ['10', 10],
    ['0', 0],
  ])('to a scale: %s is %i', (text, value) => {
    expect(says(text, asking({ kind: 'rate', scale: 'distress', choices: [] }))).toEqual({
      type: 'RATED',
      scale: 'distress',
      value,
    })
  })

  test.each(['7.5', '-1', '11', '7 or 8', 'about 7', 'seventy', '7 of 12', '1o', 'at 7 people came'])(
    'to a scale: %s is none',
    (text) => {
      expect(says(text, asking({ kind: 'rate', scale: 'distress', choices: [] }))).toEqual({
        type: 'UNCLEAR',
        why: 'words',
      })
    },
  )

  test('of 9 or 10 is heard as distress where no scale is open, of 8 not (care C5)', () => {
    expect(says('9', asking({}))).toEqual({ type: 'RATED', scale: 'distress', value: 9 })
    expect(says('ten', null)).toEqual({ type: 'RATED', scale: 'distress', value: 10 })
    expect(says('8', asking({}))).toEqual({ type: 'UNCLEAR', why: 'words' })
  })

  test('under an old scale counts for nothing, but a 9 or 10 of distress is heard, and of here-ness not', () => {
    const taps = (choice: string) =>
      understand(
        { kind: 'choice', token: `ask-00000009.${choice}` },
        { ask: asking({}), practice: null },
        HEARING,
        new Date(0),
      )
    expect(taps('distress-9')).toEqual({ type: 'RATED', scale: 'distress', value: 9 })
    expect([taps('distress-8'), taps('9'), taps('ready')].map((event) => event?.type)).toEqual(Array(3).fill('UNCLEAR'))
  })

  test('of no stops a practice, unless the question offers it', () => {
    const without = asking({ choices: [{ id: 'ready', label: 'Ready' }] })
    expect(says('no', without, PRACTICE)).toEqual({ type: 'BARRIER', word: 'stop', answered: undefined })
    expect(says('no', without)).toEqual({ type: 'UNCLEAR', why: 'words' })
    expect(says('no', asking({}), PRACTICE)).toEqual({ type: 'CHOSE', choice: 'no' })
  })

  test.each(['did it happen?', 'what should I write', 'why', 'Can you help me remember'])(
    'that is a question to the bot is none: %s (care C11)',
    (text) => {
      expect(says(text, asking({ kind: 'write', choices: [] }))).toEqual({ type: 'ASIDE', about: 'other' })
    },
  )
})

describe('words outside the list', () => {
  test('are never an answer to a choice or a scale, whatever they are', () => {
    const closed = (text: string) => barrierWordOf(text) ?? (isMenuWord(text) || isRefusal(text))
    const free = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }).filter((text) => !closed(text))
    const found = fc.check(
      fc.property(free, fc.constantFrom('choose', 'rate'), (text, kind) => {
        const ask = asking(
          kind === 'rate' ? { kind, scale: 'here', choices: [] } : { choices: [{ id: 'ready', label: 'Yes, ready' }] },
        )
        const event = says(text, ask)
        const bare = text
          .normalize('NFKC')
          .replace(/[.!,\s]+/g, ' ')
          .trim()
        const isListed =
          /^(ready|yes ready|\d\d?( ?\/ ?10)?|zero|one|two|three|four|five|six|seven|eight|nine|ten)$/i.test(bare)
        return isListed || event?.type === 'UNCLEAR'
      }),
      { ...CASES, numRuns: 2_000 },
    )
    expect(found.counterexample).toBeNull()
  })
})
