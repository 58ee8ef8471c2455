import { expect, test } from 'vitest'
import { lintLine } from '../../src/lint/lint-line.ts'
import { GROUNDING_AND_PLACE, WELCOME_AND_CRISIS } from './spanish-lines.ts'

// The Spanish gate must let good lines through, not only keep bad ones out.

test.each(WELCOME_AND_CRISIS)('Spanish for welcome and crisis passes: %s', (text) => {
  expect(lintLine({ text, lang: 'es', setting: { imagery: false, role: 'say' } })).toEqual([])
})

test.each(GROUNDING_AND_PLACE)('Spanish for grounding passes even as imagery: %s', (text) => {
  expect(lintLine({ text, lang: 'es', setting: { imagery: true, role: 'say' } })).toEqual([])
})
