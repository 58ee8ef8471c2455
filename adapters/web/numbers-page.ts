import type { Beside } from '../../src/ports/channel.ts'
import { documentHtml, escaped, NO_INDEX } from './html.ts'
import { WORDS } from './words.ts'

/** One number of a country as its page shows it. */
export interface ListedNumber {
  /** Whom it reaches; null: the number is known by itself. */
  readonly name: string | null
  readonly number: string
  /** What a tap does: rings, opens a text, or nothing. */
  readonly href: string | null
  readonly kind: 'emergency' | 'line' | 'text' | 'youth'
}

export interface CountryNumbers {
  readonly country: string
  /** Empty: the directory knows none for this country. */
  readonly numbers: readonly ListedNumber[]
  readonly finder: string
}

/**
 * A country's numbers as links that ring, for chats that cannot carry such links (care C20). Anybody may open it; it says
 * nothing about whoever does, asks nothing, and keeps nothing.
 */
export function numbersPageHtml({ country, numbers, finder }: CountryNumbers, beside: Beside): string {
  const words = WORDS['numbers-page']
  const title = numbers.length > 0 ? country : WORDS.numbers.heading
  return documentHtml(
    NO_INDEX,
    `<body>
<header>
<h1>${escaped(title)}</h1>
<a id="leave" href="${escaped(WORDS.leave.to)}" rel="noreferrer">${escaped(WORDS.leave.label)}</a>
</header>
<main>
<p class="note">${escaped(beside(numbers.length > 0 ? 'numbers-how' : 'numbers-none') ?? '')}</p>
<ul class="numbers">
${numbers.map(itemHtml).join('\n')}
<li>${escaped(words.elsewhere)} <a href="https://${escaped(finder)}" rel="noreferrer">${escaped(finder)}</a></li>
</ul>
</main>
</body>`,
  )
}

function itemHtml({ name, number, href, kind }: ListedNumber): string {
  const shown = name === null ? number : `${name} ${number}`
  const link = href === null ? escaped(shown) : `<a href="${escaped(href)}">${escaped(shown)}</a>`
  return `<li>${escaped(WORDS['numbers-page'][kind])} ${link}</li>`
}
