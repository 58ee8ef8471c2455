import { modelOf, opinionOf, type Opinion, type Weights } from '../model.ts'
import type { Example } from './example.ts'
import { fit } from './fit.ts'

const FOLDS = 10

/**
 * What a model makes of each text which never saw it, nor any text of its group (`by` group) or source. Index by
 * index with the examples.
 */
export function crossValidate(
  examples: readonly Example[],
  by: 'group' | 'source',
  asksFrom: Weights['asksFrom'],
): Opinion[] {
  const folds = examples.map((example) => (by === 'group' ? String(foldOf(example.group)) : example.source))
  const opinions = examples.map((): Opinion => ({ risk: 0, evidence: 0, known: 0 }))
  for (const fold of new Set(folds)) {
    const learnt = fit(examples.filter((_, index) => folds[index] !== fold))
    const model = modelOf({ what: '', source: '', date: '2026-01-01', signedOffBy: null, asksFrom, ...learnt })
    examples.forEach((example, index) => {
      if (folds[index] === fold && model) opinions[index] = opinionOf(model, example)
    })
  }
  return opinions
}

function foldOf(group: string): number {
  let hash = 0
  for (const letter of group) hash = (Math.imul(hash, 31) + (letter.codePointAt(0) ?? 0)) >>> 0
  return hash % FOLDS
}
