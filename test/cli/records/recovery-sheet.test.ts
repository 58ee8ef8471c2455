import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { destroyOld, keyOfDay, keyThatWas } from '../../../src/cli/records/backup-keys.ts'
import { halvesOf, joined } from '../../../src/cli/records/recovery-sheet.ts'
import { CASES } from '../../support/chance.ts'

const aKey = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes))

test('two halves make the key, in any case, with any spaces, and with letters read as the digits they look like', () => {
  fc.assert(
    fc.property(aKey, (key) => {
      const { first, second } = halvesOf(key)
      expect(joined({ first, second })).toEqual(key)
      const scrawl = (half: string) => half.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')
      // The first sign says which half it is and is a digit that nobody writes as a letter.
      const typed = (half: string) => half[0] + scrawl(half.slice(1))
      expect(joined({ first: typed(first), second: typed(second) })).toEqual(key)
    }),
    { ...CASES, numRuns: 50 },
  )
})

test('one half does not hold the key, and the halves of two keys make neither', () => {
  fc.assert(
    fc.property(aKey, aKey, (key, other) => {
      fc.pre(!key.equals(other))
      const made = joined({ first: halvesOf(key).first, second: halvesOf(other).second })
      expect(made.equals(key) || made.equals(other)).toBe(false)
      expect(halvesOf(key)).toEqual(halvesOf(key)) // printed again, the same
    }),
    { ...CASES, numRuns: 50 },
  )
})

test('a slip of the pen in either half is noticed, and which half it is in is said', () => {
  const key = Buffer.alloc(32, 7)
  const halves = halvesOf(key)
  const slipped = (half: string) => {
    const at = 9
    return half.slice(0, at) + (half[at] === 'Q' ? 'R' : 'Q') + half.slice(at + 1)
  }
  expect(() => joined({ ...halves, first: slipped(halves.first) })).toThrow(/The first half is not as it stands/)
  expect(() => joined({ ...halves, second: slipped(halves.second) })).toThrow(/The second half is not as it stands/)
  expect(() => joined({ ...halves, second: halves.second.slice(0, -1) })).toThrow(/The second half/)
  expect(() => joined({ first: halves.second, second: halves.first })).toThrow(/That is not the first half/)
  expect(() => joined({ first: '', second: '' })).toThrow(/That is not the first half/)
})

test('a backup key lasts the day it was made and 30 more, and is destroyed then', () => {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-backup-keys-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const made = keyOfDay(folder, new Date('2026-11-01T23:59:00Z'))
  expect(made.day).toBe('2026-11-01')
  expect(keyOfDay(folder, new Date('2026-11-01T00:01:00Z')).key).toEqual(made.key)
  expect(keyOfDay(folder, new Date('2026-11-02T00:01:00Z')).key).not.toEqual(made.key)
  writeFileSync(join(folder, 'notes.txt'), 'not ours')
  expect(destroyOld(folder, new Date('2026-12-01T12:00:00Z'))).toEqual([])
  expect(keyThatWas(folder, '2026-11-01')).toEqual(made.key)
  expect(destroyOld(folder, new Date('2026-12-02T00:00:00Z'))).toEqual(['2026-11-01'])
  expect(() => keyThatWas(folder, '2026-11-01')).toThrow(/destroyed after 30 days/)
  expect(readdirSync(folder).sort()).toEqual(['2026-11-02.key', 'notes.txt'])
})
