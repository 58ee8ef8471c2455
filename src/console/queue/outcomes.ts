import { OUTCOMES, type Outcome } from '../../core/duty.ts'

/** The outcome of a form, with what the person added in one line. Null: not an outcome, or a 'because' without its reason. */
export function outcomeOf(chosen: string, line: string): Outcome | null {
  const kind = OUTCOMES.find((one) => one === chosen)
  if (kind === undefined || (kind === 'no-concern' && line === '')) return null
  return { kind, words: line === '' ? null : line }
}
