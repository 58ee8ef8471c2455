import { assert, constantFrom, double, integer, oneof, property } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CLOSED_WORDS } from '../../../src/rails/reviewed.ts'
import { screen } from '../../../src/rails/screen/screen.ts'
import { HELD_BACK, LEARNT } from '../../../src/rails/screen/train/register.ts'
import { CASES } from '../../support/chance.ts'

/* Homework talk is short and plain; social media, from which the model learnt most, is neither (docs/screen.md). */

const asks = (text: string, wary: boolean) => !['none', 'notice'].includes(screen({ text, lastTexts: [], wary }).level)
const heldBack = (label: string) => HELD_BACK.filter((text) => text.label === label).map(({ text }) => text)
const shareAsked = (label: string, wary: boolean) =>
  heldBack(label).filter((text) => asks(text, wary)).length / heldBack(label).length

const PLACE_WORDS =
  'warm cold quiet soft green blue sea beach forest garden kitchen bed light dark safe calm sun rain wind sand grass snow tree home time space sleep music mar casa luz calor bosque'.split(
    ' ',
  )
const raisedByModel = (text: string, wary: boolean) => screen({ text, lastTexts: [], wary }).rules.includes('model.ask')

describe.each([false, true])('with reason to be wary: %s', (wary) => {
  test('no bare number asks', () => {
    assert(
      property(oneof(integer(), double({ noNaN: true })), constantFrom('', '/10', '%', '.'), (n, sign) => {
        expect(asks(`${n}${sign}`, wary)).toBe(false)
      }),
      CASES,
    )
  })

  test('no greeting, menu word or refusal asks, and the model adds nothing to a closed word', () => {
    const { greeting, menu, refusal, stop, sos, help } = CLOSED_WORDS
    expect([...greeting, ...menu, ...refusal].filter((word) => asks(word, wary))).toEqual([])
    expect([...stop, ...sos, ...help].filter((word) => raisedByModel(word, wary))).toEqual([])
  })

  test('no one or two words of a place ask', () => {
    const lines = PLACE_WORDS.flatMap((word) => [
      word,
      ...PLACE_WORDS.filter((other) => other !== word).map((other) => `${word} ${other}`),
    ])
    expect(lines.filter((line) => asks(line, wary))).toEqual([])
  })

  test.each(['home is safe', 'home feels safe for me', 'there is a safe place', 'here just feel safe'])(
    'a place that is safe asks nothing: %s',
    (line) => {
      expect(asks(line, wary)).toBe(false)
    },
  )

  test.each(['home is not safe', 'home is no longer safe for me', 'school is not a safe place', 'here is never safe'])(
    'a place that is not safe asks: %s',
    (line) => {
      expect(asks(line, wary)).toBe(true)
    },
  )
})

describe('homework talk that nothing learnt from', () => {
  test('is at least 250 benign and 60 distressed lines, with what is learnt, and no line is in both parts', () => {
    const all = [...LEARNT, ...HELD_BACK]
    expect(all.filter(({ label }) => label === 'benign').length).toBeGreaterThanOrEqual(250)
    expect(all.filter(({ label }) => label === 'distressed').length).toBeGreaterThanOrEqual(60)
    expect(new Set(all.map(({ text }) => text.toLowerCase())).size).toBe(all.length)
  })

  test('is asked about in at most 3 of 100 benign lines, and 8 when we are wary', () => {
    expect(shareAsked('benign', false)).toBeLessThanOrEqual(0.03)
    expect(shareAsked('benign', true)).toBeLessThanOrEqual(0.08)
  })

  test('alarms nobody', () => {
    const levels = HELD_BACK.map(({ text }) => screen({ text, lastTexts: [], wary: true }).level)
    expect(levels.filter((level) => level === 'red' || level === 'black')).toEqual([])
  })
})
