import { describe, expect, test } from 'vitest'
import { examine, examineForSigning, lintFiles } from '../../src/lint/examine.ts'
import { DRAFT } from '../../src/lint/waivers.ts'
import type { Waiver } from '../../src/lint/waivers.ts'
import { reportOf } from '../../src/script/check.ts'
import { changed, GROUNDING, REHEARSAL } from '../script/sample.ts'

const file = (text: string, path = 'flows/rehearsal/flow.yaml') => ({ path, text })
const grounding = (from: string, to: string) => file(changed(GROUNDING, from, to), 'flows/grounding/flow.yaml')
const LINE = 'say: Look around and name one thing that you see.'

const problemsOf = (flow: { path: string; text: string }, waivers: readonly Waiver[] = []) =>
  examine([flow], { waivers: () => waivers }).flatMap(({ problems }) => problems)

describe('the linter beside the laws', () => {
  test('finds nothing in flows that lead nobody', () => {
    expect([...problemsOf(file(REHEARSAL)), ...problemsOf(file(GROUNDING, 'flows/grounding/flow.yaml'))]).toEqual([])
  })

  test('names file, line and column of a leading line, with the line itself and a cure', () => {
    const report = reportOf(examine([grounding(LINE, 'say: You felt it, right?')], { waivers: () => [] }))
    expect(report).toMatchObject({ ok: false, files: [{ flow: 'grounding', ok: false }] })
    expect(report.files[0]?.problems).toContainEqual({
      rule: 'L05',
      family: 'leading',
      severity: 'error',
      step: 'look',
      line: 8,
      column: 10,
      text: '    say: You felt it, right?',
      message: '“, right”: tag question. The tag tells which answer is wanted.',
      cure: 'Ask openly, without the tag.',
    })
  })

  test('reads buttons and the title', () => {
    const labelled = problemsOf(grounding('again: Once more', 'again: Go deeper'))
    expect(labelled.map(({ rule, column }) => `${rule} ${column}`)).toEqual(['L17 34'])
    const titled = problemsOf(grounding('title: Settle me', 'title: Your secret place'))
    expect(titled.map(({ rule, line }) => `${rule} ${line}`)).toEqual(['L02 2', 'L26 2'])
  })

  test('holds a practice to the neutral list and a care flow not', () => {
    expect(problemsOf(file(changed(REHEARSAL, 'Find a position', 'Find a kettle'))).map(({ rule }) => rule)).toEqual([
      'L34',
    ])
    expect(problemsOf(grounding('one thing', 'one kettle'))).toEqual([])
  })

  test('wants a way out among buttons that name feelings', () => {
    const rules = problemsOf(grounding('{ done: Done, again: Once more }', '{ done: Sad, again: Angry }'))
    expect(rules.map(({ rule }) => rule)).toEqual(['L38'])
  })

  test('finds a question for free words that is put twice', () => {
    const twice = changed(
      REHEARSAL,
      '    go: level\n',
      '    go: more\n  more:\n    say: What do you notice around you in {place|your place}?\n    write: { about: place-sense, skip: yes }\n    go: level\n',
    )
    expect(problemsOf(file(twice))).toMatchObject([{ rule: 'L20', step: 'more' }])
  })

  test('leaves to the laws what they say in the same place', () => {
    const rules = problemsOf(grounding(LINE, 'say: What do you see? What do you hear?')).map(({ rule }) => rule)
    expect(rules).toEqual(['two-questions'])
    const alone = lintFiles([grounding(LINE, 'say: What do you see? What do you hear?')], { waivers: () => [] })
    expect(alone.flatMap(({ problems }) => problems.map(({ rule }) => rule))).toEqual(['L21'])
  })

  test('points at the line of a translation', () => {
    const es = [
      'title: Calma',
      'look/say.0: Tenías miedo, ¿verdad?',
      'look/choose.done: Listo',
      'look/choose.again: Otra vez',
    ].join('\n')
    const files = [file(GROUNDING, 'flows/grounding/flow.yaml'), file(es, 'flows/grounding/es.yaml')]
    const found = examine(files, { waivers: () => [] }).flatMap(({ problems }) => problems)
    expect(found.map(({ rule, line, file: path }) => `${path}:${line} ${rule}`)).toEqual([
      'flows/grounding/es.yaml:2 L05',
      'flows/grounding/es.yaml:2 L32',
    ])
  })
})

describe('a waiver', () => {
  const waiver: Waiver = {
    flow: 'grounding',
    line: 'look/say.0',
    lang: 'en',
    rule: 'L23',
    words: 'blame',
    reason: 'It takes blame away.',
    by: ['Robin Reed'],
  }
  const blame = grounding(LINE, 'say: This is not about blame.')

  test('lifts a warning, which refuses a signature without it', () => {
    expect(problemsOf(blame)).toMatchObject([{ rule: 'L23', severity: 'warning' }])
    const signing = (waivers: readonly Waiver[]) =>
      examineForSigning([blame], { waivers: () => waivers }).flatMap(({ problems }) => problems)
    expect(signing([])).toMatchObject([{ rule: 'L23', severity: 'error' }])
    expect(signing([waiver])).toEqual([])
  })

  test('that waives nothing any more is an error at its line', () => {
    expect(problemsOf(grounding('one thing', 'a thing'), [waiver])).toMatchObject([
      { rule: 'idle-waiver', severity: 'error', line: 8 },
    ])
  })

  test('for a line that is gone is an error of its flow', () => {
    expect(problemsOf(blame, [waiver, { ...waiver, line: 'gone/say.0' }])).toMatchObject([
      { rule: 'idle-waiver', line: 1 },
    ])
  })

  test('of another flow or language is not this file’s concern', () => {
    const sound = file(GROUNDING, 'flows/grounding/flow.yaml')
    expect(
      problemsOf(sound, [
        { ...waiver, flow: 'closing' },
        { ...waiver, lang: 'es' },
      ]),
    ).toEqual([])
  })

  test('of an error by one clinician alone waives nothing, and says so', () => {
    const secret = grounding(LINE, 'say: Keep your secret.')
    const by = (...names: string[]) =>
      problemsOf(secret, [
        { ...waiver, rule: 'L02', words: 'your secret', by: names },
        { ...waiver, rule: 'L26', words: 'your secret', by: names },
      ]).map(({ rule }) => rule)
    expect(by('Robin Reed')).toEqual(['L02', 'L26', 'idle-waiver', 'idle-waiver'])
    expect(by('Robin Reed', 'Sam Hall')).toEqual([])
    expect(by(DRAFT)).toEqual([])
  })
})
