import type { Button } from '../../core/message.ts'

/** Columns of a terminal that nobody widened. */
const WIDTH = 80
const INDENT = '  '
const GAP = '  '
const RATING = /^(?:\d|10)$/
// Everything that a terminal would obey rather than show, but for the line break. A quoted keepsake could hold it.
const CONTROL = /(?!\n)\p{Cc}/gu

/** A button and what to type for it: the rating itself, else its number, else (beside ratings) only its label. */
export interface Key {
  readonly button: Button
  readonly typed: string
}

/** What to type for each button. Beside ratings other buttons get no number, which would be taken for a rating. */
export function keysFor(buttons: readonly Button[]): Key[] {
  const hasRatings = buttons.some((button) => RATING.test(button.label))
  return buttons.map((button, n) => ({
    button,
    typed: hasRatings ? button.label : String(n + 1),
  }))
}

/** A message as a block of lines: indented, wrapped at 80 columns, its buttons below, an empty line before it. */
export function layout(message: {
  readonly text: string
  readonly buttons: readonly Button[]
  readonly kind: 'line' | 'from-clinician' | 'notice'
}): string {
  const said = message.kind === 'notice' ? `(notice) ${message.text}` : message.text
  const lines = clean(said)
    .split('\n')
    .flatMap((line) => wrap(line.split(' '), ' '))
  return (
    ['', ...lines, ...buttonLines(message.buttons)].map((line) => (line === '' ? '' : `${INDENT}${line}`)).join('\n') +
    '\n'
  )
}

/** A remark of the program itself, in brackets, so that nobody takes it for the conversation. */
export function remark(sentence: string): string {
  return `${wrap(`(${clean(sentence)})`.split(' '), ' ').join('\n')}\n`
}

/** What the person said, where they cannot see themselves type. */
export function echo(typed: string): string {
  return `\n> ${clean(typed)}\n`
}

function buttonLines(buttons: readonly Button[]): string[] {
  const ratings = buttons.filter((button) => RATING.test(button.label))
  const others = keysFor(buttons).filter(({ button }) => !ratings.includes(button))
  const words = others.map(({ button, typed }) =>
    ratings.length > 0 ? `[${clean(button.label)}]` : `[${typed}] ${clean(button.label)}`,
  )
  return [
    ...wrap(
      ratings.map((button) => button.label),
      GAP,
    ),
    ...wrap(words, GAP),
  ].filter((line) => line !== '')
}

/** Fills lines with pieces that stay whole; one that is wider than a line stands alone and over the edge. */
function wrap(pieces: readonly string[], gap: string): string[] {
  const lines: string[] = []
  let line = ''
  for (const piece of pieces) {
    const longer = line === '' ? piece : `${line}${gap}${piece}`
    if (line !== '' && widthOf(longer) > WIDTH - INDENT.length) {
      lines.push(line)
      line = piece
    } else line = longer
  }
  return [...lines, line]
}

const LETTERS = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

function widthOf(text: string): number {
  return [...LETTERS.segment(text)].length
}

function clean(text: string): string {
  return text.replace(CONTROL, '')
}
