import { z } from 'zod'
import { SCREEN_CATEGORIES, SCREEN_LEVELS } from '../../core/screen-result.ts'
import english from '../reviewed/screen-en.json' with { type: 'json' }
import spanish from '../reviewed/screen-es.json' with { type: 'json' }
import { Disguises } from './disguise.ts'
import { compilePhrase, keyOf, type Phrase } from './phrase.ts'
import type { Spelling } from './reading.ts'

/** What can lower a finding (clinical 6.3). None of them can silence one. */
export const MODIFIERS = [
  'denied',
  'past',
  'someoneElse',
  'told',
  'hypothetical',
  'idiom',
  'trifle',
  'exaggerated',
  'accident',
] as const
export type Modifier = (typeof MODIFIERS)[number]

const Level = z.enum(SCREEN_LEVELS)

const List = z.strictObject({
  what: z.string(),
  source: z.string(),
  date: z.iso.date(),
  signedOffBy: z.string().nullable(),
  language: z.string(),
  /** Phrases that other phrases name as {name}. */
  groups: z.record(z.string(), z.array(z.string())),
  /** Short and spoken forms → the words that phrases are written in. */
  forms: z.record(z.string(), z.string()),
  /** Words that people hide with signs, spaces or slips of the keyboard. */
  disguised: z.array(z.string()),
  /** Words one letter away from those that mean something else. */
  plain: z.array(z.string()),
  /** Frequent words: a text with none of them is in a language that the screen cannot read; they are no talk of their own. */
  frequent: z.array(z.string()),
  /** Context, by name: what lowers a finding, and what speaks against lowering it. */
  context: z.record(z.string(), z.array(z.string())),
  rules: z.array(
    z.strictObject({
      id: z.string(),
      category: z.enum(SCREEN_CATEGORIES),
      level: Level,
      /** Modifiers that leave this rule alone: negation of life is risk, and abuse is always by somebody else. */
      keeps: z.array(z.enum(MODIFIERS)).default([]),
      /** The level amid other talk: no despair, no second sign of risk. Hyperbole sounds like this; the direct question tells. */
      amidst: Level.optional(),
      /** The level without a second sign, whatever else is said: everyday words that name no danger by themselves. */
      alone: Level.optional(),
      /** An act: with a time said beside it, it is no bare wish and not lowered to what it is amid other talk. */
      timed: z.boolean().default(false),
      about: z.string(),
      phrases: z.array(z.string()),
    }),
  ),
})
type List = z.infer<typeof List>

export interface Rule {
  readonly id: string
  readonly category: (typeof SCREEN_CATEGORIES)[number]
  readonly level: (typeof SCREEN_LEVELS)[number]
  readonly keeps: readonly Modifier[]
  readonly amidst?: (typeof SCREEN_LEVELS)[number] | undefined
  readonly alone?: (typeof SCREEN_LEVELS)[number] | undefined
  readonly timed: boolean
  readonly phrases: readonly Phrase[]
}

const LISTS: readonly List[] = [english, spanish].map((list) => List.parse(list))

export const RULES: readonly Rule[] = LISTS.flatMap(({ rules, groups }) =>
  rules.map(({ id, category, level, keeps, amidst, alone, timed, phrases }) => ({
    id,
    category,
    level,
    keeps,
    amidst,
    alone,
    timed,
    phrases: phrases.map((phrase) => compilePhrase(phrase, groups)),
  })),
)

export const SPELLING: Spelling = {
  forms: new Map(
    LISTS.flatMap(({ forms }) => Object.entries(forms).map(([form, full]) => [form, full.split(' ')] as const)),
  ),
  disguises: new Disguises({
    guarded: LISTS.flatMap(({ disguised }) => disguised),
    plain: LISTS.flatMap(({ plain }) => plain),
    listed: LISTS.flatMap(({ rules, groups }) =>
      [...rules.flatMap(({ phrases }) => phrases), ...Object.values(groups).flat()].flatMap(
        (phrase) => phrase.match(/[a-z]{4,}/g) ?? [],
      ),
    ),
  }),
}

export const FREQUENT: ReadonlySet<string> = new Set(LISTS.flatMap(({ frequent }) => frequent))

/** The frequent words of each language by themselves. */
export const FREQUENT_IN = { en: new Set(english.frequent), es: new Set(spanish.frequent) } as const

/** The phrases of a context in all languages. @throws Error if no list has it: a misspelt name would lower nothing. */
export function contextPhrases(name: string): readonly Phrase[] {
  const phrases = LISTS.flatMap(({ context, groups }) =>
    (context[name] ?? []).map((phrase) => compilePhrase(phrase, groups)),
  )
  if (phrases.length === 0) throw new Error(`No list of the screen has the context "${name}".`)
  return phrases
}

/** Phrases by the beginnings of words that they need. */
export function byKey<T extends { readonly phrases: readonly Phrase[] }>(owners: readonly T[]) {
  const index = new Map<string, { readonly owner: T; readonly phrase: Phrase }[]>()
  for (const owner of owners)
    for (const phrase of owner.phrases)
      for (const key of phrase.keys) {
        const entries = index.get(keyOf(key)) ?? []
        entries.push({ owner, phrase })
        index.set(keyOf(key), entries)
      }
  return index
}
