import type { Language } from './reviewed.ts'

const NEVER = /(?!)/

/**
 * Is a sentence that ends with a question mark a statement? The answer is then already in it (L33).
 *
 * Closed classes of words decide, no parser: a question has, at the start of one of its clauses, a question word or a
 * verb before its subject. In languages with an opening mark, that mark opens it.
 */
export function isStatementAsQuestion(sentence: string, language: Language): boolean {
  if (!sentence.trimEnd().endsWith('?')) return false
  return language.grammar.questionsOpenWith === 'mark'
    ? !sentence.includes('¿') || marksStatement(sentence, language)
    : !clausesOf(sentence)
        .map((clause) => withoutOpeners(clause, language))
        .filter((clause) => clause !== '')
        .some((clause, index) => asks(clause, index, language))
}

/** What stands behind the opening mark begins with a subject, or with a word that concludes. */
function marksStatement(sentence: string, { lists }: Language): boolean {
  const inside = sentence.slice(sentence.lastIndexOf('¿') + 1)
  return wordOf(lists['statement-start']).test(inside)
}

function clausesOf(sentence: string): string[] {
  return sentence
    .replace(/[?.!"]+$/, '')
    .split(/[,;:()"]|\s-+\s|-+\s|--+|\b(?=(?:and|but|or|so|then)\s)/)
    .map((clause) => clause.trim())
}

function withoutOpeners(clause: string, { grammar }: Language): string {
  const openers = wordOf(grammar.clauseOpeners)
  let rest = clause
  while (openers.test(rest)) rest = rest.replace(openers, '').replace(/^[\s-]+/, '')
  return rest
}

function asks(rest: string, index: number, { grammar }: Language): boolean {
  if (wordOf(grammar.invitations).test(rest)) return true
  const wh = wordOf(grammar.questionWords).exec(rest)?.[0]
  // A question word asks if something follows it. In a later clause it may only join: then a verb must follow.
  if (wh !== undefined) {
    const after = rest.slice(wh.length).trim()
    if (after === '') return index === 0
    if (wh === 'which' && index > 0) return !wordOf(grammar.auxiliaries).test(after)
    if (SUBORDINATE.test(wh) || index > 0) return wh.includes("'") || verbComesFirst(after, grammar.auxiliaries)
    return wh.includes("'") || !PRONOUN.test(after)
  }
  const verb = wordOf(grammar.auxiliaries).exec(rest)?.[0]
  if (verb === undefined) return false
  const subject = rest.slice(verb.length).trim()
  return index === 0 ? subject !== '' : SUBJECT.test(subject)
}

/** Joins clauses at least as often as it asks. */
const SUBORDINATE = /^(when|while|if|since|that)$/
const SUBJECT =
  /^(not )?(i|you|he|she|it|we|they|this|that|these|those|there|the|an?|your|his|her|their|my|our|any\w*|some\w*|every\w*|all|one|people|no\w*)\b/

/** Among the next few words a verb stands before any subject: “what would you” or “what helps you”, and not “what you would”. */
function verbComesFirst(after: string, auxiliaries: readonly string[]): boolean {
  if (/^(?!this|his|its|is)\w+[^s\W]s\b/.test(after)) return true
  for (const word of after.split(/\s+/).slice(0, 4)) {
    if (wordOf(auxiliaries).test(word)) return true
    if (PRONOUN.test(word)) return false
  }
  return false
}

const PRONOUN = /^(i|you|he|she|it|we|they|this|that|there)\b/

const kept = new WeakMap<readonly string[], RegExp>()

/** Any of these at the beginning of a text, as a whole word. */
function wordOf(words: readonly string[] | undefined): RegExp {
  if (words === undefined) return NEVER
  const known = kept.get(words)
  if (known) return known
  const made = new RegExp(`^\\s*(?:${words.join('|')})(?![\\w])`, 'i')
  kept.set(words, made)
  return made
}
