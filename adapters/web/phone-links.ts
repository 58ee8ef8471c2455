/** A run of a message's text: words, or a number with the address under which a phone rings it. */
export interface Part {
  readonly text: string
  readonly href?: string
}

/** A number as the crisis directory writes it, and what a tap on it does. */
export interface PhoneNumber {
  readonly number: string
  readonly by: 'tel' | 'sms'
}

export interface PhoneBook {
  /** Longest first, so that 116 123 is not found as 116. */
  readonly numbers: readonly PhoneNumber[]
}

/** In running text a number this short may be an amount ('15 minutes'); beside the chat nothing else is one. */
const SHORTEST_IN_TEXT = 3
/** Any number of a person in somebody's own safety plan: at least seven digits, as they are grouped in writing. */
const LONG = /\+?\d(?:[ ()./-]{0,2}\d){6,14}/g

export function phoneBook(numbers: readonly PhoneNumber[]): PhoneBook {
  const byNumber = new Map(numbers.filter(({ number }) => /^[+\d]/.test(number)).map((one) => [one.number, one]))
  return { numbers: [...byNumber.values()].sort((a, b) => b.number.length - a.number.length) }
}

/** Cuts a text where a phone can be rung. Digits that are part of a longer number or word stay text. */
export function partsOf(text: string, { numbers }: PhoneBook, shortest = SHORTEST_IN_TEXT): Part[] {
  const found = new Map<number, { end: number; by: string }>()
  const isFree = (from: number, to: number) => [...found].every(([start, { end }]) => to <= start || from >= end)
  const mark = (from: number, written: string, by: string) => {
    if (isAlone(text, from, from + written.length) && isFree(from, from + written.length))
      found.set(from, { end: from + written.length, by })
  }
  for (const { number, by } of numbers) {
    if (digitsOf(number).length < shortest) continue
    for (let at = text.indexOf(number); at >= 0; at = text.indexOf(number, at + 1)) mark(at, number, by)
  }
  for (const { 0: written, index } of text.matchAll(LONG)) mark(index, written, 'tel')
  return cut(text, found)
}

function cut(text: string, found: ReadonlyMap<number, { end: number; by: string }>): Part[] {
  const parts: Part[] = []
  let at = 0
  for (const [start, { end, by }] of [...found].sort(([a], [b]) => a - b)) {
    if (start > at) parts.push({ text: text.slice(at, start) })
    const written = text.slice(start, end)
    parts.push({ text: written, href: `${by}:${digitsOf(written)}` })
    at = end
  }
  if (at < text.length || parts.length === 0) parts.push({ text: text.slice(at) })
  return parts
}

function isAlone(text: string, from: number, to: number): boolean {
  return !/[\p{L}\d:]$/u.test(text.slice(0, from)) && !/^(?:[\p{L}\d]|[:.,]\d)/u.test(text.slice(to))
}

/** What is dialled; what is chosen once somebody answers ('111, option 2') is no part of it. */
export function digitsOf(written: string): string {
  const [dialled = ''] = /^\+?[\d ()./-]*/.exec(written) ?? []
  return (written.startsWith('+') ? '+' : '') + dialled.replace(/\D/g, '')
}
