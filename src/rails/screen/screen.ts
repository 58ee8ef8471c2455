import { NOTHING_FOUND, SCREEN_LEVELS, type ScreenResult } from '../../core/screen-result.ts'
import { barrierWordOf } from '../barrier-words.ts'
import { contextOf } from './context.ts'
import { categoryFor, featuresOf, wordsOf } from './features.ts'
import { findingsIn, isDenial, levelOf, type Finding } from './findings.ts'
import { isEnglish, isUnreadable } from './language.ts'
import { SPELLING } from './lexicon.ts'
import { MEANING } from './meaning/reader.ts'
import { opinionOf, raises, SHIPPED, withMeaning, type AsksFrom, type Model, type Opinion } from './model.ts'
import { read, type Reading } from './reading.ts'

/** What the screen sees: the message, and what of the client's last days speaks for looking closer. */
export interface ScreenInput {
  /** What the client typed, as it was written: a text, an edited text or a caption. Never the label of a button. */
  readonly text: string
  /** Newest first, at most 3, no older than 2 minutes: a sentence split over several sends is still one. */
  readonly lastTexts: readonly string[]
  /**
   * Something lowers the thresholds (clinical 6.3, rules 1, 5 and 7): the last distress was 7 or more, it is night where
   * the client is, a safety plan is marked, or a signal of ask or higher came in the last 7 days. A denial never unsets it.
   */
  readonly wary?: boolean
  /** The client's text before this one, however old, could not be read (its rules named `language.unread`). */
  readonly unreadBefore?: boolean
  /** What the text means, read for risk: log odds. Absent or null where nobody read it, or not in time. */
  readonly meaning?: number | null
}

/** A finding as it is told: what was found and where it stands in the message; no span if it stands nowhere in particular. */
interface Signal {
  readonly level: ScreenResult['level']
  readonly category: ScreenResult['categories'][number]
  readonly rule: string
  readonly span: readonly [start: number, end: number] | null
}

/** Categories whose findings are never left at notice while we are wary. */
const GRAVE = /^(?:S[1-4]|A)$/

/** What rules and words make of a text, read once; and what its meaning may still make of it. */
export interface Screening {
  readonly found: ScreenResult
  /** Whether a meaning could raise what the rules found: else it need not be read. */
  readonly meaningDue: boolean
  /**
   * What rules and both models make of it. Never less than the rules; where words alone asked, both together may see
   * less. (To let either ask was measured: a third of a point more at risk, for seven of idiom and four of distressed.)
   *
   * @param meaning what the text means, read for risk: log odds
   */
  readonly withMeaning: (meaning: number) => ScreenResult
}

/**
 * The risk screen, pure, before any flow. It decides nothing about care; it opens a question or fetches a person. Rules
 * give the level; the model may raise none or notice to ask, no further, and without it (`null`) the rules stand alone.
 * The gravest category comes first: its question is the one to ask. Spans are UTF-16 offsets into the text as written.
 */
export function screen(input: ScreenInput, model: Model | null = SHIPPED): ScreenResult {
  const { meaning = null } = input
  const screened = screening(input, model)
  return meaning === null ? screened.found : screened.withMeaning(meaning)
}

/** As {@link screen}, where the meaning is read later than the words, or never. */
export function screening(input: Omit<ScreenInput, 'meaning'>, model: Model | null = SHIPPED): Screening {
  const reading = read(input.text, SPELLING)
  const context = contextOf(reading)
  const findings = findingsIn(reading, context)
  const wary = input.wary === true
  const found = [...findings.map((finding) => signalOf(finding, reading, wary)), ...signalsAcross(input)].toSorted(
    (a, b) => SCREEN_LEVELS.indexOf(b.level) - SCREEN_LEVELS.indexOf(a.level),
  )
  const unreadable = unread(reading, input)
  // STOP is only STOP.
  const words =
    model && !barrierWordOf(input.text)
      ? opinionOf(model, { features: featuresOf(reading, context), words: wordsOf(reading) })
      : null
  const unasked = { level: levelOf(found), denied: isDenial(findings), wary, english: isEnglish(reading) }
  const asked = (opinion: Opinion, from: AsksFrom): Signal[] =>
    raises(opinion, unasked, from) ? [modelSignal(found, reading)] : []
  return {
    found: resultOf([...found, ...(model && words ? asked(words, model.asksFrom) : []), ...unreadable]),
    meaningDue: words !== null && raises({ ...SUREST, known: words.known }, unasked, MEANING.asksFrom),
    withMeaning: (meaning) => {
      const both = model && words ? asked(withMeaning(words, model, meaning), MEANING.asksFrom) : []
      return resultOf([...found, ...both, ...unreadable])
    },
  }
}

const SUREST = { risk: 1, evidence: Infinity }

function resultOf(signals: readonly Signal[]): ScreenResult {
  if (signals.length === 0) return NOTHING_FOUND
  return {
    level: levelOf(signals),
    categories: [...new Set(signals.map(({ category }) => category))],
    rules: [...new Set(signals.map(({ rule }) => rule))],
    spans: distinctSpans(signals),
  }
}

/** What only the joined texts say, everyday words beside an earlier sign too. Its span is the part in this message. */
function signalsAcross({ text, lastTexts, wary = false }: ScreenInput): Signal[] {
  if (lastTexts.length === 0) return []
  const before = `${lastTexts.toReversed().join(' ')} `
  const joined = read(before + text, SPELLING)
  return findingsIn(joined, contextOf(joined)).flatMap((finding) => {
    const signal = signalOf(finding, joined, wary)
    const [start, end] = signal.span ?? [0, 0]
    return end > before.length && (start < before.length || finding.rule.alone)
      ? [{ ...signal, span: [Math.max(0, start - before.length), end - before.length] as const }]
      : []
  })
}

function signalOf(finding: Finding, { words }: Reading, wary: boolean): Signal {
  const { rule, level, modifiers } = finding
  const [first, last] = finding.words
  const lowered = level === 'notice' && (rule.level !== 'notice' || modifiers.includes('denied'))
  return {
    level: wary && lowered && GRAVE.test(rule.category) ? 'ask' : level,
    category: rule.category,
    rule: rule.id,
    span: [words[first]?.start ?? 0, words[last]?.end ?? 0],
  }
}

/** The models' own signal. It names a category only where no rule did. */
function modelSignal(found: readonly Signal[], reading: Reading): Signal {
  return { level: 'ask', category: found[0]?.category ?? categoryFor(reading), rule: 'model.ask', span: null }
}

/** A language that the lists do not know: once is worth a note, twice a question (clinical 6.3, rule 6). */
function unread(reading: Reading, { text, lastTexts, unreadBefore = false }: ScreenInput): Signal[] {
  if (!isUnreadable(text, reading)) return []
  const again = unreadBefore || lastTexts.some((earlier) => isUnreadable(earlier, read(earlier, SPELLING)))
  return [{ level: again ? 'ask' : 'notice', category: 'media', rule: 'language.unread', span: null }]
}

function distinctSpans(signals: readonly Signal[]): [number, number][] {
  const spans = new Map(signals.flatMap(({ span }) => (span ? [[span.join(' '), span] as const] : [])))
  return [...spans.values()].map(([start, end]): [number, number] => [start, end]).toSorted((a, b) => a[0] - b[0])
}
