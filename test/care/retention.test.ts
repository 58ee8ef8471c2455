import { expect, test } from 'vitest'
import { keptUntil } from '../../src/care/retention.ts'

const SEVEN = { years: 7, minorsUntilAge: 25 }

test.each([
  ['an adult, by the years alone', SEVEN, { dischargedOn: '2020-03-01', minor: false }, '2027-03-01'],
  [
    'an adult whose birthday is known',
    SEVEN,
    { dischargedOn: '2020-03-01', minor: false, born: '1990-01-01' },
    '2027-03-01',
  ],
  ['a child, until the birthday', SEVEN, { dischargedOn: '2020-03-01', minor: true, born: '2010-06-05' }, '2035-06-05'],
  [
    'a child who is of age since, and written down so',
    SEVEN,
    { dischargedOn: '2020-03-01', minor: false, born: '2002-03-02' },
    '2027-03-02',
  ],
  [
    'a child, by the years where they end later',
    { years: 10, minorsUntilAge: 25 },
    { dischargedOn: '2020-03-01', minor: true, born: '2002-06-05' },
    '2030-03-01',
  ],
  [
    'who came of age on the day of discharge',
    SEVEN,
    { dischargedOn: '2020-03-01', minor: true, born: '2002-03-01' },
    '2027-03-01',
  ],
  [
    'who came of age the day after',
    { years: 3, minorsUntilAge: 25 },
    { dischargedOn: '2020-03-01', minor: true, born: '2002-03-02' },
    '2027-03-02',
  ],
  ['a child without a day of birth', SEVEN, { dischargedOn: '2020-03-01', minor: true }, null],
  [
    'a child, where the clinic named no birthday',
    { years: 7 },
    { dischargedOn: '2020-03-01', minor: true },
    '2027-03-01',
  ],
  [
    'discharged on a leap day, into a year without one',
    SEVEN,
    { dischargedOn: '2020-02-29', minor: false },
    '2027-03-01',
  ],
  [
    'discharged on a leap day, into a year with one',
    { years: 8 },
    { dischargedOn: '2020-02-29', minor: false },
    '2028-02-29',
  ],
  ['born on a leap day', SEVEN, { dischargedOn: '2020-03-01', minor: true, born: '2012-02-29' }, '2037-03-01'],
  [
    'born on a leap day, of age on 1 March',
    { years: 3, minorsUntilAge: 25 },
    { dischargedOn: '2022-02-28', minor: false, born: '2004-02-29' },
    '2029-03-01',
  ],
])('%s', (_who, retention, discharged, until) => {
  expect(keptUntil(retention, discharged)).toBe(until)
})
