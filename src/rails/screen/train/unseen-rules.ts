import { SCREEN_LEVELS } from '../../../core/screen-result.ts'
import { levelOf } from '../findings.ts'
import type { Phrase } from '../phrase.ts'
import type { Example } from './example.ts'

const ASK = SCREEN_LEVELS.indexOf('ask')

/**
 * The same texts as rules would judge them that had not been written with them in sight: of a text at risk, a phrase
 * counts only if it asks about a text at risk of another group too. What only one group's phrase finds is what new texts
 * are missed by (as Good and Turing count the unseen). Texts of no risk keep what was found in them.
 */
export function unseenByRules(examples: readonly Example[]): Example[] {
  const groups = new Map<Phrase, Set<string>>()
  for (const { label, group, met } of examples)
    if (label === 'at_risk')
      for (const { phrase, level } of met)
        if (SCREEN_LEVELS.indexOf(level) >= ASK) groups.set(phrase, (groups.get(phrase) ?? new Set()).add(group))
  return examples.map((example) => {
    if (example.label !== 'at_risk') return example
    const elsewhere = ({ phrase }: { readonly phrase: Phrase }) =>
      [...(groups.get(phrase) ?? [])].some((group) => group !== example.group)
    return {
      ...example,
      level: levelOf(example.met.filter((one) => elsewhere(one) || SCREEN_LEVELS.indexOf(one.level) < ASK)),
    }
  })
}
