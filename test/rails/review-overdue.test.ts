import { expect, test } from 'vitest'
import { isReviewOverdue } from '../../src/rails/local-hours.ts'

const zone = 'Australia/Sydney'

test('a review is overdue once its day is over where the client is', () => {
  const plan = { zone, reviewOn: '2026-03-02' }
  expect(isReviewOverdue(plan, new Date('2026-03-02T12:59:00Z'))).toBe(false) // 23:59 there
  expect(isReviewOverdue(plan, new Date('2026-03-02T13:01:00Z'))).toBe(true)
  expect(isReviewOverdue({ zone }, new Date('2030-01-01T00:00:00Z'))).toBe(false)
})
