/** How looking at a flag ends, in one tap (care C24). The words are what the record keeps. */
export const OUTCOMES = [
  ['called', 'Called'],
  ['wrote', 'Wrote'],
  ['session', 'For the session'],
  ['duty', 'Passed to duty'],
  ['none', 'No concern, because …'],
] as const
export type Outcome = (typeof OUTCOMES)[number][0]

const WORDS: Readonly<Record<Outcome, string>> = {
  called: 'called',
  wrote: 'wrote',
  session: 'for the session',
  duty: 'passed to duty',
  none: 'no concern, because',
}

/** Null: not an outcome, or a 'because' without its reason. */
export function outcomeWords(outcome: string, line: string): string | null {
  const known = OUTCOMES.find(([name]) => name === outcome)?.[0]
  if (known === undefined) return null
  if (known === 'none') return line === '' ? null : `${WORDS.none} ${line}`
  return line === '' ? WORDS[known] : `${WORDS[known]}: ${line}`
}
