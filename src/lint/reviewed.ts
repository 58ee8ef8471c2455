import { z } from 'zod'
import enGrammar from './reviewed/en/grammar.json' with { type: 'json' }
import enNeutral from './reviewed/en/neutral.json' with { type: 'json' }
import enPatterns from './reviewed/en/patterns.json' with { type: 'json' }
import enWords from './reviewed/en/words.json' with { type: 'json' }
import esGrammar from './reviewed/es/grammar.json' with { type: 'json' }
import esNeutral from './reviewed/es/neutral.json' with { type: 'json' }
import esPatterns from './reviewed/es/patterns.json' with { type: 'json' }
import esWords from './reviewed/es/words.json' with { type: 'json' }
import rules from './reviewed/rules.json' with { type: 'json' }
import { FAMILIES } from './problem.ts'

/*
 * The reviewed data of the linter. It is read once; a malformed file stops the program at start and names the place.
 */

const Reviewed = { what: z.string(), source: z.string(), date: z.iso.date(), signedOffBy: z.string().nullable() }
const Words = z.array(z.string())

const Rules = z.strictObject({
  ...Reviewed,
  severities: z.record(z.enum(['error', 'warning']), z.string()),
  families: z.record(z.enum(FAMILIES), z.string()),
  rules: z.array(
    z.strictObject({
      id: z.string().regex(/^L\d\d$/),
      name: z.string(),
      family: z.enum(FAMILIES),
      severity: z.enum(['error', 'warning']),
      why: z.string(),
      cure: z.string(),
    }),
  ),
})
export type Rule = z.infer<typeof Rules>['rules'][number]

/** An example: a text, a text inside imagery, or the buttons of one step. */
const Example = z.union([
  z.string(),
  z.strictObject({ text: z.string(), imagery: z.literal(true) }),
  z.strictObject({ labels: Words }),
])
export type Example = z.infer<typeof Example>

const Patterns = z.strictObject({
  ...Reviewed,
  rules: z.record(z.string(), z.strictObject({ patterns: Words, bad: z.array(Example), good: z.array(Example) })),
})

const WordLists = z.strictObject({ ...Reviewed, lists: z.record(z.string(), Words) })

const Grammar = z.strictObject({
  ...Reviewed,
  /** Words that carry no content of their own; the closed world lets them pass. */
  functionWords: Words,
  /** Endings that a listed word may have; `from` is cut, `to` put in its place. */
  endings: z.array(z.strictObject({ from: z.string(), to: z.string() })),
  /** Words with content that may open a sentence; function words and auxiliaries do besides. */
  sentenceOpeners: Words,
  /** What may stand before a clause: “and”, “well”. */
  clauseOpeners: Words,
  /** By which a question is known: by its opening mark, or by a question word or inverted verb at the start of a clause. */
  questionsOpenWith: z.enum(['mark', 'inversion']),
  questionWords: Words,
  auxiliaries: Words,
  invitations: Words,
  /** Texts that are imagery wherever they stand. */
  imagery: Words,
  /** Texts that are imagery where nothing is known of where they stand. */
  imageryByItself: Words,
  /** School grade = perSentence × words per sentence + perSentencesInHundred × sentences in 100 words + perWord × syllables per word + constant. */
  grade: z.strictObject({
    formula: z.string(),
    perSentence: z.number(),
    perSentencesInHundred: z.number(),
    perWord: z.number(),
    constant: z.number(),
    highest: z.number(),
    vowels: z.string(),
    silent: z.string().nullable(),
  }),
})

const Neutral = z.strictObject({ ...Reviewed, words: Words })

/** Everything that the linter knows of one language. */
export interface Language {
  readonly patterns: z.infer<typeof Patterns>['rules']
  readonly lists: Readonly<Record<string, readonly string[]>>
  readonly grammar: z.infer<typeof Grammar>
  readonly neutral: readonly string[]
}

export const RULES = Rules.parse(rules)

const LANGUAGES: ReadonlyMap<string, Language> = new Map([
  ['en', languageOf(enPatterns, enWords, { grammar: enGrammar, neutral: enNeutral })],
  ['es', languageOf(esPatterns, esWords, { grammar: esGrammar, neutral: esNeutral })],
])

/** The languages that the linter can judge. */
export const LANGS: readonly string[] = [...LANGUAGES.keys()]

/** By its main part: `es-MX` is judged as `es`. Undefined: nobody has reviewed that language, so nothing in it may pass. */
export function languageFor(lang: string): Language | undefined {
  return LANGUAGES.get(lang.split('-')[0] ?? lang)
}

function languageOf(
  patterns: unknown,
  words: unknown,
  { grammar, neutral }: { grammar: unknown; neutral: unknown },
): Language {
  return {
    patterns: Patterns.parse(patterns).rules,
    lists: WordLists.parse(words).lists,
    grammar: Grammar.parse(grammar),
    neutral: Neutral.parse(neutral).words,
  }
}
