import { lintLine } from './lint-line.ts'

/** free: may be quoted at once · ask-therapist: once the therapist has approved it for this client · never: not rendered (care C12). */
export type KeepsakeVerdict = 'free' | 'ask-therapist' | 'never'

/** Rules that do not hold for a client's own words: blame and assurance, and whatever is about how we write. */
const NOT_FOR_KEEPSAKES = new Set(['L21', 'L23', 'L28', 'L32', 'L33', 'L34', 'L35', 'L36', 'L39'])

/** The abuse lexicon. The risk lexicon is the screen's: whoever keeps a keepsake asks it too, and a signal is “never”. */
const ABUSE = 'L03'

/**
 * What may become of words that a client wants to keep and read again. `isRisk` is what the risk screen said of them.
 * A language that nobody has reviewed always asks the therapist.
 */
export function keepsakeVerdict(words: string, lang: string, isRisk = false): KeepsakeVerdict {
  const problems = lintLine({ text: words, lang, setting: { imagery: false, role: 'label' } })
  if (isRisk || problems.some(({ rule }) => rule === ABUSE)) return 'never'
  return problems.some(({ rule }) => !NOT_FOR_KEEPSAKES.has(rule)) ? 'ask-therapist' : 'free'
}
