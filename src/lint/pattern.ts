import type { Language } from './reviewed.ts'

/**
 * A reviewed pattern as a regular expression. A space is any space, `…` anything within the sentence, `<name>` one of
 * the language's lists, `^` the beginning of a clause; a pattern begins and ends at the border of a word.
 * @throws SyntaxError for a pattern that is none, RangeError for a list that is not there: both at the first use.
 */
export function compilePattern(pattern: string, { lists, grammar }: Language): RegExp {
  const source = expand(pattern, lists)
    .replaceAll(' … ', '\\s(?:[^.?!]*\\s)?')
    .replace(/ (?=[*+?])/g, '\\s')
    .replaceAll(' ', '\\s+')
    .replaceAll('…', '[^.?!]*')
    // Not the ^ of a class that denies.
    .replace(/(?<!\[)\^/g, clauseStart(grammar.clauseOpeners))
  const whole = `${NOT_INSIDE_A_WORD}(?:${source})${NOT_INSIDE_A_WORD}`
  return new RegExp(whole, pattern.includes('\\u{') ? 'giu' : 'gi')
}

/** A place that has letters on both sides is inside a word. */
const NOT_INSIDE_A_WORD = '(?!(?<=\\w)\\w)'

function expand(pattern: string, lists: Language['lists']): string {
  return pattern.replace(/<([a-z-]+)>/g, (_whole, name: string) => {
    const words = lists[name]
    if (words === undefined) throw new RangeError(`There is no word list <${name}>.`)
    return `(?:${words.join('|')})`
  })
}

function clauseStart(openers: readonly string[]): string {
  return `(?<=(?:^|[,;:"(¿¡-])\\s*(?:(?:${openers.join('|')}),?\\s+)*)`
}
