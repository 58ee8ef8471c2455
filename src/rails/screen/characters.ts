/** Characters that look like a Latin letter and are used to slip past a list. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  а: 'a',
  е: 'e',
  і: 'i',
  о: 'o',
  р: 'p',
  с: 'c',
  у: 'y',
  х: 'x',
  ѕ: 's',
  ԁ: 'd',
  ӏ: 'l',
  к: 'k',
  м: 'm',
  т: 't',
  в: 'b',
  н: 'h',
  ı: 'i',
  ø: 'o',
  α: 'a',
  ο: 'o',
  ι: 'i',
  κ: 'k',
}

/** Emoji that carry meaning for the screen, as words that the lists can name. */
const EMOJI: Readonly<Record<string, string>> = {
  '🔫': 'emojigun',
  '💊': 'emojipill',
  '🔪': 'emojiblade',
  '🗡': 'emojiblade',
  '🪒': 'emojiblade',
  '🩸': 'emojiblood',
  '⚰': 'emojigrave',
  '🪦': 'emojigrave',
  '😂': 'emojilaugh',
  '🤣': 'emojilaugh',
  '😆': 'emojilaugh',
  '😹': 'emojilaugh',
  '😜': 'emojilaugh',
  '💀': 'emojiskull',
  '☠': 'emojiskull',
  '😭': 'emojicry',
  '😢': 'emojicry',
  '😔': 'emojicry',
  '💔': 'emojicry',
}

/** A text letter by letter in one form; `from` and `to` say where each letter stands in the text as it was written. */
export interface Folded {
  readonly letters: readonly string[]
  readonly from: readonly number[]
  readonly to: readonly number[]
}

/**
 * One form for letters: lower case, no accents (NFKD), no invisible characters, look-alikes as the letters they play.
 * An emoji of the list becomes a word with a space on each side.
 */
export function fold(text: string): Folded {
  const letters: string[] = []
  const from: number[] = []
  const to: number[] = []
  let at = 0
  const put = (letter: string, width: number) => {
    letters.push(letter)
    from.push(at)
    to.push(at + width)
  }
  for (const character of text) {
    const width = character.length
    const code = character.codePointAt(0) ?? 0
    if (code < 0x80) put(code >= 0x41 && code <= 0x5a ? character.toLowerCase() : character, width)
    else {
      const word = EMOJI[character]
      if (word) for (const letter of ` ${word} `) put(letter, width)
      else for (const letter of foldRare(character)) put(letter, width)
    }
    at += width
  }
  return { letters, from, to }
}

/** Remembered: a text repeats the same few rare characters. Bounded by the number of characters that there are. */
const FOLDED = new Map<string, string>()

function foldRare(character: string): string {
  const known = FOLDED.get(character)
  if (known !== undefined) return known
  const plain = character
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .toLowerCase()
    .replace(/[’‘`´ʼ]/g, "'")
  const folded = Array.from(plain, (letter) => LOOKALIKES[letter] ?? letter).join('')
  FOLDED.set(character, folded)
  return folded
}
