import { fold, type Folded } from './characters.ts'
import type { Disguises } from './disguise.ts'

/** A word in the form that the lists are written in; `start` and `end` are UTF-16 offsets into the text as it was written. */
export interface Word {
  readonly text: string
  readonly start: number
  readonly end: number
}

/** What reading needs to know of the languages. */
export interface Spelling {
  /** Short and spoken forms → the words they stand for: dont → do not. */
  readonly forms: ReadonlyMap<string, readonly string[]>
  readonly disguises: Disguises
}

/** A text as words. `line` has one space before and after each word; `starts[i]` is where word i begins in it. */
export interface Reading {
  readonly words: readonly Word[]
  readonly line: string
  readonly starts: readonly number[]
}

/** The word that ends a sentence: no phrase and no modifier reaches over it. */
export const FULL_STOP = '.'

const ENDS = /[.!?;…\n]/
const IN_WORD = /[\p{L}\p{N}']/u
const SPELT_OUT_LEAST = 3
const SPELT_OUT_MOST = 24

/** Reads a text into words. Linear in its length; nothing of it is left out, however long. */
export function read(text: string, spelling: Spelling): Reading {
  const folded = fold(text)
  const words = joinLetters(
    chunksOf(folded).flatMap((chunk) => wordsOf(folded, chunk, spelling)),
    spelling,
  )
  const spoken = expand(words, spelling)
  let line = ' '
  const starts = spoken.map(({ text: word }) => {
    const start = line.length
    line += `${word} `
    return start
  })
  return { words: spoken, line, starts }
}

type Span = readonly [from: number, to: number]

/** Runs between spaces; a line break is a chunk of its own, because it ends a sentence. */
function chunksOf({ letters }: Folded): Span[] {
  const chunks: Span[] = []
  let from = 0
  letters.forEach((letter, at) => {
    if (!/\s/.test(letter)) return
    if (at > from) chunks.push([from, at])
    if (letter === '\n') chunks.push([at, at + 1])
    from = at + 1
  })
  if (letters.length > from) chunks.push([from, letters.length])
  return chunks
}

function wordsOf(folded: Folded, [first, last]: Span, spelling: Spelling): Word[] {
  const { letters } = folded
  let from = first
  let to = last
  while (from < to && !isCore(letters[from])) from += 1
  while (to > from && !isCore(letters[to - 1])) to -= 1
  const after = letters.slice(to, last).some((letter) => ENDS.test(letter))
  const stop = after ? [wordAt(folded, FULL_STOP, [to, last])] : []
  if (from === to) return letters.slice(first, last).some((letter) => ENDS.test(letter)) ? stop : []
  const whole = letters.slice(from, to).join('')
  if (/^[a-z']+$/.test(whole) && !/(.)\1\1/.test(whole)) return [wordAt(folded, whole, [from, to]), ...stop]
  const hidden = spelling.disguises.under(whole)
  if (hidden !== undefined) return [wordAt(folded, hidden, [from, to]), ...stop]
  return [...piecesOf(folded, [from, to]), ...stop]
}

const isCore = (letter: string | undefined) => letter !== undefined && /[\p{L}\p{N}*@$]/u.test(letter)

function piecesOf(folded: Folded, [first, last]: Span): Word[] {
  const words: Word[] = []
  let from = first
  for (let at = first; at <= last; at += 1) {
    const letter = folded.letters[at] ?? ' '
    if (at < last && IN_WORD.test(letter)) continue
    if (at > from) words.push(wordAt(folded, unstretched(folded.letters.slice(from, at).join('')), [from, at]))
    if (at < last && ENDS.test(letter)) words.push(wordAt(folded, FULL_STOP, [at, at + 1]))
    from = at + 1
  }
  return words
}

const unstretched = (word: string) => word.replace(/(\p{L})\1{2,}/gu, '$1')

function wordAt({ from, to }: Folded, text: string, [first, last]: Span): Word {
  return { text, start: from[first] ?? 0, end: to[last - 1] ?? 0 }
}

/** 'k m s' and 's.u.i.c.i.d.e': single letters in a row that spell a listed word. */
function joinLetters(words: readonly Word[], { disguises }: Spelling): Word[] {
  const joined: Word[] = []
  for (let at = 0; at < words.length; at += 1) {
    const spelt = speltFrom(words, at, disguises)
    const word = words[at]
    if (spelt) {
      joined.push(spelt.word)
      at = spelt.last
    } else if (word) joined.push(word)
  }
  return joined
}

function speltFrom(words: readonly Word[], first: number, disguises: Disguises) {
  const start = words[first]
  if (!start || !isLetter(start)) return undefined
  let letters = ''
  let found: { word: Word; last: number } | undefined
  for (let at = first; at < words.length && letters.length < SPELT_OUT_MOST; at += 1) {
    const word = words[at]
    if (!word || !(isLetter(word) || word.text === FULL_STOP)) break
    if (word.text === FULL_STOP) continue
    letters += word.text
    if (letters.length >= SPELT_OUT_LEAST && disguises.has(letters))
      found = { word: { text: letters, start: start.start, end: word.end }, last: at }
  }
  return found
}

const isLetter = ({ text }: Word) => text.length === 1 && text !== FULL_STOP

/** What stands after an apostrophe; some phones write a space there. */
const ENDINGS = new Set(['m', 't', 's', 'd', 've', 'll', 're', "n't"])

/** Short forms in full ('don't', 'dont' and 'don t' are one), and disguised words as what they are. */
function expand(words: readonly Word[], { forms, disguises }: Spelling): Word[] {
  const spoken: Word[] = []
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at]
    if (!word) continue
    const next = words[at + 1]
    const pair =
      next && ENDINGS.has(next.text)
        ? (forms.get(`${word.text}'${next.text}`) ?? forms.get((word.text + next.text).replaceAll("'", '')))
        : undefined
    const full = pair ?? forms.get(word.text) ?? forms.get(word.text.replaceAll("'", ''))
    const end = pair && next ? next.end : word.end
    const texts = full ?? [disguises.under(word.text) ?? word.text.replaceAll("'", '')]
    for (const text of texts) if (text !== '') spoken.push({ text, start: word.start, end })
    if (pair) at += 1
  }
  return spoken
}
