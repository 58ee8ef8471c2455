import { z } from 'zod'
import type { LintProblem } from './problem.ts'

/** Stands for the clinicians who have still to sign; a waiver by it counts in drafts. */
export const DRAFT = 'draft, to be signed'

/** One exception: this rule, on these words, in this line of this flow. Everything else in the line is still linted. */
export const Waiver = z.strictObject({
  flow: z.string(),
  /** The line's id in the script: `step/say.0`, `step/choose.ready`, or `title`. */
  line: z.string(),
  lang: z.string(),
  rule: z.string().regex(/^L\d\d$/),
  /** Exactly the words that the problem names. */
  words: z.string().min(1),
  reason: z.string().min(10),
  by: z.array(z.string().min(1)).min(1),
})
export type Waiver = z.infer<typeof Waiver>

export const Waivers = z.strictObject({
  what: z.string(),
  source: z.string(),
  date: z.iso.date(),
  signedOffBy: z.string().nullable(),
  waivers: z.array(Waiver),
})

/** An error needs two clinicians, or the project's draft mark; a warning needs one (care C26). */
export function isWaived(problem: LintProblem, { rule, words, by }: Waiver): boolean {
  const enough = problem.severity === 'warning' || by.length >= 2 || by[0] === DRAFT
  return enough && problem.rule === rule && problem.words === words
}
