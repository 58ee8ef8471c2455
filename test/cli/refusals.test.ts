import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { HoldfastError } from '../../src/core/errors.ts'
import { refused } from '../../src/cli/operate/verb.ts'

const CLI = join(import.meta.dirname, '../../src/cli')
const COMMAND = /\bholdfast [a-z]|(^|[\s(])--[a-z]|\bCure:/

/** The first argument of each `refused(…)`, as it is written. */
const sentences = () =>
  globSync('**/*.ts', { cwd: CLI }).flatMap((file) =>
    [...readFileSync(join(CLI, file), 'utf8').matchAll(/\brefused\(\s*('[^']*'|`[^`]*`|"[^"]*")/g)].map(
      ([, sentence = '']) => `${file}: ${sentence}`,
    ),
  )

test('a refusal keeps the command that cures it apart, so that the console shows the sentence alone', () => {
  const error = refused('There is no such client.', 'See holdfast client list.')
  expect(error).toBeInstanceOf(HoldfastError)
  expect(error.message).toBe('There is no such client. See holdfast client list.')
  expect(error.sentence).toBe('There is no such client.')
  expect(refused('That day is over.').message).toBe('That day is over.')
})

test('no sentence of a refusal names a command or a flag', () => {
  expect(sentences().length).toBeGreaterThan(60)
  expect(sentences().filter((one) => COMMAND.test(one))).toEqual([])
})
