import { expect, test } from 'vitest'
import { cameOfAge, isOfAge, mayLinkOn, youngestOn } from '../../src/rails/channel-ages.ts'

const NOW = new Date('2026-03-02T12:30:00Z') // 23:30 on the same day in Sydney, 01:30 on the next in Auckland
const minor = (born?: string, zone = 'Australia/Sydney') => ({
  minor: true,
  country: 'AU',
  zone,
  ...(born !== undefined && { born }),
})

test("a minor is linked on a platform from its terms' age on, by the client's own calendar", () => {
  expect(youngestOn('telegram', 'AU')).toBe(16)
  expect(mayLinkOn('telegram', minor('2010-03-02'), NOW)).toBe('yes')
  expect(mayLinkOn('telegram', minor('2010-03-03'), NOW)).toBe('too-young')
  expect(mayLinkOn('telegram', minor('2010-03-03', 'Pacific/Auckland'), NOW)).toBe('yes')
})

test('a minor without a day of birth is linked nowhere that has an age, and on the web page at any age', () => {
  expect(['telegram', 'slack', 'web', 'terminal'].map((name) => mayLinkOn(name as 'web', minor(), NOW))).toEqual([
    'age-unknown',
    'age-unknown',
    'yes',
    'yes',
  ])
  expect(mayLinkOn('web', minor('2019-01-01'), NOW)).toBe('yes')
})

test('an adult is asked for no day of birth', () => {
  expect(mayLinkOn('telegram', { ...minor(), minor: false }, NOW)).toBe('yes')
})

test.each([
  ['2008-02-29', '2026-02-28', false],
  ['2008-02-29', '2026-03-01', true],
  ['2008-12-31', '2026-12-30', false],
  ['2008-12-31', '2026-12-31', true],
])('somebody born on %s is of age on %s: %s', (born, today, ofAge) => {
  expect(isOfAge(born, today)).toBe(ofAge)
})

test('somebody came of age if their birthday lies between their yes and now, where they are', () => {
  const born = { born: '2008-03-02', zone: 'Australia/Sydney' }
  const before = new Date('2026-03-01T12:59:00Z') // 23:59 on the day before in Sydney
  expect(cameOfAge(born, before, NOW)).toBe(true)
  expect(cameOfAge(born, new Date('2026-03-01T13:00:00Z'), NOW)).toBe(false)
  expect(cameOfAge({ ...born, born: '2008-03-03' }, before, NOW)).toBe(false)
  expect(cameOfAge({ zone: born.zone }, before, NOW)).toBe(false)
  expect(cameOfAge(born, null, NOW)).toBe(false)
})
