import { expect, test } from 'vitest'
import { ruleInWords } from '../../../src/care/schedule/rule-words.ts'

test.each([
  ['FREQ=DAILY;BYHOUR=18;BYMINUTE=30', 'Every day at 18:30'],
  ['FREQ=WEEKLY;BYDAY=FR,MO,WE;BYHOUR=9', 'Mon, Wed and Fri at 09:00'],
  ['FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;BYHOUR=12', 'Every 2 weeks on Mon at 12:00'],
  ['FREQ=WEEKLY;BYHOUR=12', 'Every week at 12:00'],
  ['FREQ=DAILY;INTERVAL=3;BYHOUR=8,20;COUNT=10', 'Every 3 days at 08:00 and 20:00, 10 times'],
  ['FREQ=DAILY;BYDAY=SA,SU;BYHOUR=8;UNTIL=20261231', 'Every day that is Sat or Sun at 08:00, until 2026-12-31'],
])('%s is said as “%s”', (rule, words) => {
  expect(ruleInWords(rule)).toBe(words)
})
