import { slotsOf } from '../core/render.ts'
import { problemOf } from './found.ts'
import type { LintProblem } from './problem.ts'
import { languageFor, LANGS } from './reviewed.ts'
import type { Language } from './reviewed.ts'
import { byPattern } from './rules/by-pattern.ts'
import { form, isFeelingListWithoutWayOut } from './rules/form.ts'
import { leading } from './rules/leading.ts'
import { leadsIntoImagery, onlyWhereItCounts, readsAsImagery } from './rules/supplies.ts'
import { unlisted } from './rules/unlisted.ts'
import type { Setting } from './setting.ts'
import { fold, sentencesOf, withoutQuotes } from './text.ts'
import type { Sentence } from './text.ts'
import { isWaived } from './waivers.ts'
import type { Waiver } from './waivers.ts'

export interface LineToLint {
  /** As an author writes it, with its slots, or as a client reads it. */
  readonly text: string
  readonly lang: string
  readonly setting: Setting
  /** Slots are filled: what stands between “ and ” is the client's own, and lengths are no longer the author's. */
  readonly rendered?: boolean
  /** Of this very line. */
  readonly waivers?: readonly Waiver[]
  /** Words that a clinician has added to the neutral list for one client (care C26). */
  readonly neutral?: readonly string[]
}

const ABOUT_LENGTH = ['L35', 'L36']

/**
 * The gate (P2): everything that a script's line, a rendered message or a clinician's edit must pass.
 * No problems: it may be said. A language that nobody has reviewed passes nothing.
 */
export function lintLine({ text, lang, setting, waivers = [], ...given }: LineToLint): LintProblem[] {
  const language = languageFor(lang)
  if (language === undefined) return [unreviewed(lang)]
  const read = given.rendered ? withoutQuotes(text) : withoutSlots(text)
  const hits = hitsIn(read, language, { ...setting, neutral: given.neutral })
    .filter(({ rule }) => !(given.rendered && ABOUT_LENGTH.includes(rule)))
    .filter(({ rule }) => !(setting.role !== 'say' && rule === 'L35'))
  return hits
    .map((hit) => problemOf(hit, read))
    .filter((problem) => !waivers.some((waiver) => isWaived(problem, waiver)))
}

/** The buttons of one step together; each is linted as a line besides. */
export function lintLabels(labels: readonly string[], lang: string): LintProblem[] {
  const language = languageFor(lang)
  if (language === undefined || !isFeelingListWithoutWayOut(labels, language)) return []
  const all = labels.join(' · ')
  return [problemOf({ rule: 'L38', from: 0, to: all.length }, all)]
}

/** Is this line by itself leading, as the machine contract counts it (design 5)? */
export function isLeading({ text, lang }: { text: string; lang: string }, problems: readonly LintProblem[]): boolean {
  const language = languageFor(lang)
  const imagery = language !== undefined && readsAsImagery(sentencesIn(text, language), language)
  return problems.some(({ family }) => family === 'leading' || (family === 'supplies' && imagery))
}

/** What a clinician's own message may be asked about: it is no line of imagery, and a name or an act supplied in it leads all the same. */
const ASKED_ABOUT: readonly string[] = ['leading', 'supplies', 'elicits']

/** Advice to a clinician who writes to a client themselves (care C25): why it may lead, each reason once; empty: nothing. */
export function adviceOn(text: string, lang: string): LintProblem[] {
  const found = lintLine({ text, lang, setting: { imagery: 'unknown', role: 'say' } })
  const asked = found.filter(({ family, severity }) => severity === 'error' && ASKED_ABOUT.includes(family))
  return isLeading({ text, lang }, found) || asked.length > 0 ? found : []
}

function hitsIn(text: string, language: Language, setting: Setting & { neutral: readonly string[] | undefined }) {
  const folded = fold(text)
  const sentences = sentencesIn(text, language)
  const inferred = setting.imagery === 'unknown' ? readsAsImagery : leadsIntoImagery
  const imagery = setting.imagery === true || inferred(sentences, language)
  const found = sentences.flatMap((sentence) => [...byPattern(sentence, language), ...leading(sentence, language)])
  return [
    ...onlyWhereItCounts(found, imagery),
    ...form(folded, language),
    ...(imagery ? unlisted(folded, language, setting.neutral) : []),
  ]
}

function sentencesIn(text: string, { grammar }: Language): Sentence[] {
  const openers = new Set([...grammar.functionWords, ...grammar.auxiliaries, ...grammar.sentenceOpeners])
  return sentencesOf(text, openers)
}

/** A slot as the client will read it: the author's fallback, or a blank that has no words of its own. */
function withoutSlots(text: string): string {
  const fallbacks = slotsOf(text).map(({ fallback }) => fallback ?? '0')
  let next = 0
  return text.replace(/\{@?[a-z-]+(?:\|[^{}|]*)?\}/g, () => fallbacks[next++] ?? '0')
}

function unreviewed(lang: string): LintProblem {
  return {
    rule: 'L00',
    family: 'form',
    severity: 'error',
    words: '',
    message: `Nobody has reviewed rules for the language \`${lang}\`, so nothing in it can pass.`,
    cure: `Use one of ${LANGS.join(', ')}, or add its folder beside src/lint/reviewed/en.`,
  }
}
