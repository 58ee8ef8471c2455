import { z } from 'zod'
import { instrumentNamed } from '../../rails/instruments/instruments.ts'
import { TIMES } from '../../rails/reviewed.ts'
import type { Seal } from '../sealing/seal.ts'

/** A questionnaire that a clinician looked at. */
export interface StoredMeasure {
  readonly id: string
  readonly instrument: string
  readonly answers: string
  readonly reviewedAt: string
}

const Answers = z.array(z.int())
const DAY = 24 * 60 * 60_000

/** The highest risk answer of each instrument among those that a clinician looked at lately (care C24). */
export function risksReviewed(seal: Seal, measures: readonly StoredMeasure[], now: Date): Record<string, number> {
  const highest: Record<string, number> = {}
  for (const { id, instrument, answers, reviewedAt } of measures) {
    const riskItem = instrumentNamed(instrument)?.riskItem ?? null
    if (riskItem === null || now.getTime() - Date.parse(reviewedAt) > TIMES.riskReviewedDays * DAY) continue
    const given = Answers.parse(JSON.parse(seal.open({ table: 'measures', row: id, column: 'answers' }, answers)))
    highest[instrument] = Math.max(highest[instrument] ?? 0, given[riskItem - 1] ?? 0)
  }
  return highest
}
