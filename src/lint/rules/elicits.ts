import type { Flow } from '../../script/schema.ts'
import { textsOf } from '../../script/prove/texts.ts'
import { problemOf } from '../found.ts'
import type { Found } from '../found.ts'
import { fold, wordsOf } from '../text.ts'

/** L20: no two steps of a flow ask for free words with the same question; the client would read that the first answer was wrong. */
export function questionsPutTwice(flow: Flow): Found[] {
  const asked = new Map<string, string>()
  return textsOf(flow).flatMap((text): Found[] => {
    if (text.isLabel || flow.steps[text.step]?.kind !== 'write' || !text.text.trimEnd().endsWith('?')) return []
    const words = wordsOf(fold(text.text))
      .map(({ word }) => word)
      .join(' ')
    const first = asked.get(words)
    asked.set(words, first ?? text.step)
    if (first === undefined || first === text.step) return []
    return [{ text, problem: problemOf({ rule: 'L20', from: 0, to: text.text.length }, text.text) }]
  })
}
