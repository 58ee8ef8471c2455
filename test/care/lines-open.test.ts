import { expect, test } from 'vitest'
import { linesOpen } from '../../src/care/lines-open.ts'
import { DIRECTORY, type DirectoryRow } from '../../src/rails/directory-rows.ts'

const [LINE] = DIRECTORY.rows.filter(({ kind }) => kind === 'line')
if (!LINE) throw new Error('the directory has no line')
const { open: _open, ...UNKNOWN } = LINE
const evenings = (days: number[]) => ({
  zone: 'Europe/London',
  windows: [{ days, from: '17:00', to: '08:00' }],
})
const EVENINGS: DirectoryRow = { ...UNKNOWN, hours: '17:00-08:00', open: evenings([1, 2, 3, 4, 5, 6, 7]) }
const NIGHT = { from: new Date('2026-03-25T17:30:00Z'), to: new Date('2026-03-26T07:30:00Z') }
const LONG = { from: new Date('2026-03-25T17:30:00Z'), to: new Date('2026-03-26T08:30:00Z') }
const said = (rows: DirectoryRow[], ...stretches: (typeof NIGHT)[]) => linesOpen(LINE.country, stretches, rows)

test('a line that is always open answers in every stretch', () => {
  expect(said([UNKNOWN, { ...UNKNOWN, hours: '24/7', open: 'always' }], NIGHT, LONG)).toBe('open')
})

test('a line whose hours nobody knows proves nothing', () => {
  expect(said([UNKNOWN], NIGHT)).toBe('unknown')
  expect(said([], NIGHT)).toBe('unknown')
  expect(said([UNKNOWN, EVENINGS], LONG)).toBe('unknown')
})

test('a line with hours answers if they hold through the whole stretch, on its own clock', () => {
  expect(said([EVENINGS], NIGHT)).toBe('open')
  expect(said([EVENINGS], LONG)).toBe('shut')
  expect(said([{ ...EVENINGS, open: evenings([3]) }], NIGHT)).toBe('open')
  expect(said([{ ...EVENINGS, open: evenings([4]) }], NIGHT)).toBe('shut')
})

test('what the directory ships as always open says so in its hours, and nothing else does', () => {
  for (const { hours, open } of DIRECTORY.rows) expect(open === 'always').toBe(hours === '24/7')
})
