import { meaningNets, oddsOf } from '../meaning/reader.ts'
import { modelOf, opinionOf, withMeaning, type AsksFrom, type Opinion } from '../model.ts'
import type { Example } from './example.ts'
import { fitMeaning } from './fit-meaning.ts'
import { fit } from './fit.ts'

const FOLDS = 10
const NOTHING = { what: '', source: '', date: '2026-01-01', signedOffBy: null }

/**
 * What the models make of each text which never saw it, nor any text of its group (`by` group) or source. Index by
 * index with the examples. Where an example has a meaning, the opinion is that of both models.
 */
export function crossValidate(examples: readonly Example[], by: 'group' | 'source', asksFrom: AsksFrom): Opinion[] {
  const folds = examples.map((example) => (by === 'group' ? String(foldOf(example.group)) : example.source))
  const opinions = examples.map((): Opinion => ({ risk: 0, evidence: 0, known: 0 }))
  for (const fold of new Set(folds)) {
    const judge = judgeFrom(
      examples.filter((_, index) => folds[index] !== fold),
      asksFrom,
    )
    examples.forEach((example, index) => {
      if (folds[index] === fold) opinions[index] = judge(example) ?? { risk: 0, evidence: 0, known: 0 }
    })
  }
  return opinions
}

function judgeFrom(examples: readonly Example[], asksFrom: AsksFrom): (example: Example) => Opinion | null {
  const model = modelOf({ ...NOTHING, asksFrom, ...fit(examples) })
  const nets = examples.some(({ meaning }) => meaning)
    ? meaningNets({ ...NOTHING, asksFrom, nets: fitMeaning(examples) })
    : []
  return (example) => {
    if (!model) return null
    const words = opinionOf(model, example)
    return example.meaning && nets.length > 0 ? withMeaning(words, model, oddsOf(example.meaning, nets)) : words
  }
}

function foldOf(group: string): number {
  let hash = 0
  for (const letter of group) hash = (Math.imul(hash, 31) + (letter.codePointAt(0) ?? 0)) >>> 0
  return hash % FOLDS
}
