/** What a linter's problem is about (design 5); `reviewed/rules.json` says each in a sentence. */
export const FAMILIES = ['leading', 'supplies', 'elicits', 'tone', 'form', 'unlisted'] as const
export type Family = (typeof FAMILIES)[number]

/** error: blocks · warning: blocks the signature until a clinician has waived it by name. */
export type Severity = 'error' | 'warning'

/** One thing that one rule found in one text. */
export interface LintProblem {
  /** `L01` to `L39`. */
  readonly rule: string
  readonly family: Family
  readonly severity: Severity
  /** The words that were hit, as written. A waiver names exactly these. */
  readonly words: string
  readonly message: string
  readonly cure: string
}

/** What a rule found: where in the text, counted in letters. */
export interface Hit {
  readonly rule: string
  readonly from: number
  readonly to: number
}
