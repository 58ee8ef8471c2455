import { describe, expect, test } from 'vitest'
import { ruleFrom, ruleOf } from '../../../src/care/schedule/rule.ts'

describe('a rule of an assignment', () => {
  test('reads the days, the local times in order, the interval and the end', () => {
    expect(ruleOf('RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR;BYHOUR=18,7;BYMINUTE=30;UNTIL=20261231')).toEqual({
      freq: 'WEEKLY',
      interval: 2,
      days: [1, 5],
      times: [
        { hour: 7, minute: 30 },
        { hour: 18, minute: 30 },
      ],
      count: null,
      until: { day: '2026-12-31' },
    })
  })

  test.each([
    ['FREQ=MONTHLY;BYHOUR=9', 'FREQ=DAILY or FREQ=WEEKLY'],
    ['FREQ=DAILY', 'Add BYHOUR'],
    ['FREQ=DAILY;BYHOUR=25', 'from 0 to 23'],
    ['FREQ=DAILY;BYHOUR=9;BYMONTHDAY=1', 'BYMONTHDAY cannot be planned'],
    ['FREQ=WEEKLY;BYDAY=1MO;BYHOUR=9', 'without a number'],
    ['FREQ=DAILY;BYHOUR=9;COUNT=3;UNTIL=20261231', 'exclude each other'],
    ['FREQ=DAILY;BYHOUR=9;UNTIL=20261341', 'Write UNTIL=20261231'],
    ['FREQ=DAILY;INTERVAL=0;BYHOUR=9', 'from 1 to 52'],
    ['FREQ=DAILY;BYHOUR=9;BYHOUR=10', 'Write it once'],
  ])('%s is refused with a cure', (text, cure) => {
    expect(() => ruleOf(text)).toThrow(cure)
  })

  test('is made of a clock time and days as people write them', () => {
    expect(ruleFrom('18:30', ['Mon', 'wed', 'FRI'])).toBe('FREQ=WEEKLY;BYDAY=MO,WE,FR;BYHOUR=18;BYMINUTE=30')
    expect(ruleFrom('08:05', [])).toBe('FREQ=DAILY;BYHOUR=8;BYMINUTE=5')
    expect(() => ruleFrom('08:05', ['someday'])).toThrow('someday is no day')
  })
})
