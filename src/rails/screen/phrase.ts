/**
 * Phrases as a clinician writes them, and what finds them. In a phrase, `a|b` is either word, `[a|b c]` one of these,
 * `(a|b c)` one of these or nothing, `{name}` a group of phrases of the same list, `...` up to four words of the same
 * sentence, `word*` any ending, and `<` and `>` the beginning and the end of a sentence.
 */
export interface Phrase {
  readonly finds: RegExp
  /** Beginnings (at most four letters) of words, one of which every match contains: most texts need no search at all. */
  readonly keys: readonly string[]
}

export type Groups = Readonly<Record<string, readonly string[]>>

/** The letters of a key: enough to tell words apart, few enough for `word*`. */
const KEY_LETTERS = 4
const GAP = '(?: [^ .]+){0,4}?'
const PIECES = /\.\.\.|[()[\]|<>]|\{[\w-]+\}|[^\s()[\]|<>{}]+/g

export const keyOf = (written: string) => written.slice(0, KEY_LETTERS)

/** The source of a pattern, and the words of which one must be there; undefined if none must. */
interface Part {
  readonly source: string
  readonly words: readonly string[] | undefined
}

/** @throws Error naming the phrase if it cannot be read, names no known group, or has no word that must be there. */
export function compilePhrase(phrase: string, groups: Groups): Phrase {
  const { source, words } = new Reader(phrase, groups).all()
  if (!words) throw new Error(`The phrase "${phrase}" has no word that must be there. Add one that is not in ( ).`)
  return { finds: new RegExp(`${source}(?= )`, 'g'), keys: [...new Set(words.map(keyOf))] }
}

class Reader {
  readonly #phrase: string
  readonly #groups: Groups
  readonly #pieces: readonly string[]
  #at = 0

  constructor(phrase: string, groups: Groups) {
    this.#phrase = phrase
    this.#groups = groups
    this.#pieces = phrase.match(PIECES) ?? []
  }

  all(): Part {
    const part = this.#sequence(false)
    if (this.#at < this.#pieces.length) throw this.#unreadable()
    return part
  }

  #sequence(inBrackets: boolean): Part {
    const parts: Part[] = []
    while (this.#at < this.#pieces.length && !/^[)\]]$/.test(this.#pieces[this.#at] ?? '')) {
      if (inBrackets && this.#pieces[this.#at] === '|') break
      parts.push(this.#part(inBrackets))
    }
    return {
      source: parts.map(({ source }) => source).join(''),
      words: parts.flatMap(({ words }) => (words ? [words] : [])).toSorted((a, b) => rarity(b) - rarity(a))[0],
    }
  }

  #part(inBrackets: boolean): Part {
    const piece = this.#pieces[this.#at++] ?? ''
    if (piece === '...') return { source: GAP, words: undefined }
    if (piece === '<') return { source: '(?<=^| \\.)', words: undefined }
    if (piece === '>') return { source: '(?= \\.| $)', words: undefined }
    if (piece === '(' || piece === '[') return this.#bracket(piece)
    if (piece.startsWith('{')) return this.#group(piece.slice(1, -1))
    if (piece === '|') throw this.#unreadable()
    return inBrackets ? word(piece) : this.#barred(piece)
  }

  #barred(first: string): Part {
    const words = [first]
    while (this.#pieces[this.#at] === '|') {
      words.push(this.#pieces[this.#at + 1] ?? '')
      this.#at += 2
    }
    return either(words.map(word))
  }

  #bracket(open: '(' | '['): Part {
    const members = [this.#sequence(true)]
    while (this.#pieces[this.#at] === '|') {
      this.#at += 1
      members.push(this.#sequence(true))
    }
    if (this.#pieces[this.#at] !== (open === '(' ? ')' : ']')) throw this.#unreadable()
    this.#at += 1
    const one = either(members)
    return open === '[' ? one : { source: `(?:${one.source})?`, words: undefined }
  }

  #group(name: string): Part {
    const members = this.#groups[name]
    if (!members) throw new Error(`The phrase "${this.#phrase}" names {${name}}, which is no group of its list.`)
    return either(members.map((member) => new Reader(member, this.#groups).all()))
  }

  #unreadable(): Error {
    return new Error(`The phrase "${this.#phrase}" cannot be read. Look at its brackets and bars.`)
  }
}

function either(parts: readonly Part[]): Part {
  const words = parts.map((part) => part.words)
  return {
    source: parts.length === 1 ? (parts[0]?.source ?? '') : `(?:${parts.map(({ source }) => source).join('|')})`,
    words: words.every((each) => each !== undefined) ? words.flat() : undefined,
  }
}

function word(written: string): Part {
  const stem = written.replace(/\*$/, '')
  const escaped = stem.replace(/[^\p{L}\p{N}]/gu, '\\$&')
  return { source: written.endsWith('*') ? ` ${escaped}[^ ]*` : ` ${escaped}`, words: [stem] }
}

/** The shortest word decides, because short words are in every text; many alternatives count against a part. */
const rarity = (words: readonly string[]) => Math.min(...words.map(({ length }) => length)) - words.length / 10
