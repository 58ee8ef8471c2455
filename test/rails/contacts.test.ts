import { describe, expect, test } from 'vitest'
import { contactsIn } from '../../src/turn/contacts.ts'
import { Private } from '../../src/core/private.ts'
import type { RenderValues } from '../../src/core/render.ts'
import { crisisContacts, crisisFacts } from '../../src/rails/crisis-directory.ts'
import { factsForStranger } from '../../src/care/facts.ts'

const PEOPLE = 'People who help: {plan-helpers|not written down yet}.'
const NUMBERS = 'In danger: {@emergency}. To talk: {@crisis-line}. To write: {@crisis-text}.'

const withPlan = (words: string): RenderValues => ({
  keepsakes: { 'plan-helpers': new Private(words), place: new Private('the pier +61 400 111 222') },
  facts: factsForStranger(),
})
const people = (words: string) => contactsIn(PEOPLE, withPlan(words))

describe('somebody of the safety plan', () => {
  test.each([
    ['Ana +61 400 111 222', [{ name: 'Ana', number: '+61 400 111 222' }]],
    ['my aunt (+44 20 7946 0018), Joe next door', [{ name: 'my aunt', number: '+44 20 7946 0018' }]],
    ['+61400111222', [{ name: '+61400111222', number: '+61400111222' }]],
    [
      'Ana: +61 400 111 222; Joe +61 400 333 444\nDr Wren +61 2 5550 0199',
      [
        { name: 'Ana', number: '+61 400 111 222' },
        { name: 'Joe', number: '+61 400 333 444' },
        { name: 'Dr Wren', number: '+61 2 5550 0199' },
      ],
    ],
  ])('with an international number has a card: %s', (words, cards) => {
    expect(people(words)).toEqual(cards)
  })

  test.each([
    ['0400 111 222, as Telegram would put a plus before it', 'Ana 0400 111 222'],
    ['a short code', 'the ward, 112'],
    ['two numbers, of which nobody knows whose they are', 'Ana or Joe +61 400 111 222 or +61 400 333 444'],
    ['too few digits to be one', 'room +3 12 45'],
    ['no number', 'my sister'],
  ])('has none by %s', (_why, words) => {
    expect(people(words)).toEqual([])
  })

  test('has at most three cards, and one for each number', () => {
    expect(
      people('A +61 400 111 001, B +61 400 111 001, C +61 400 111 003, D +61 400 111 004, E +61 400 111 005'),
    ).toEqual([
      { name: 'A', number: '+61 400 111 001' },
      { name: 'C', number: '+61 400 111 003' },
      { name: 'D', number: '+61 400 111 004' },
    ])
  })

  test('is looked for in no other words of the client', () => {
    expect(contactsIn('You can come back to {place|your place}.', withPlan('Ana +61 400 111 222'))).toEqual([])
  })
})

describe('a service of the directory', () => {
  test('has a card where its number has an international form, and never a short code', () => {
    const values = { keepsakes: {}, facts: { ...factsForStranger(), ...crisisFacts('AU', false) } }
    // 000 and 13 11 14 stay text.
    expect(contactsIn(NUMBERS, { ...values, contacts: crisisContacts('AU', false) })).toEqual([
      { name: 'text Lifeline', number: '+61 477 13 11 14' },
    ])
    expect(crisisContacts('DK', false)).toEqual({ 'crisis-line': { name: 'Livslinien', number: '+45 70 201 201' } })
    expect(crisisContacts('GB', false)).toEqual({})
  })
})
