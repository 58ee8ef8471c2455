import type { Beside } from '../../src/ports/channel.ts'
import { checkDigits } from './identity.ts'
import type { ShownNumbers, Standing } from './desk.ts'
import type { ShownEntry } from './entry.ts'
import type { Part } from './phone-links.ts'
import { WORDS } from './words.ts'

export interface PageToShow {
  readonly address: string
  readonly standing: Standing
  readonly numbers: ShownNumbers
  readonly entries: readonly ShownEntry[]
  /** A pairing link was followed: its code. */
  readonly code: string | null
  readonly demo: boolean
  /** The page's sentences; what is not signed is left out. */
  readonly beside: Beside
  /** A fresh name for what the form without scripts will say. */
  readonly newId: () => string
}

/** Why a form was not taken. */
export type Refusal = 'unknown' | 'elsewhere' | 'too-long' | 'unreadable' | 'later'

export const NO_INDEX = '<meta name="robots" content="noindex">'

/** A document of ours: the same title on every page, which says nothing (care C21). `head`: what this one adds. */
export function documentHtml(head: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${text(WORDS.title)}</title>
<link rel="stylesheet" href="/page/page.css">
<link rel="icon" href="data:,">
${head}
</head>
${body}
</html>
`
}

/** The whole page. It works as it is, without scripts; `page/page.js` only saves the reloading. */
export function pageHtml(page: PageToShow): string {
  const { demo, code, numbers, standing, address } = page
  const said = (card: string) => text(page.beside(`page-${card}`) ?? '')
  const head = `${NO_INDEX}\n<script type="module" src="/page/page.js"></script>`
  return documentHtml(
    head,
    `<body data-sending="${said('sending')}" data-back="${said('back')}" data-offline="${said('offline')}" data-too-long="${said('too-long')}" data-answers="${text(WORDS.answers)}" data-you="${text(WORDS.you)}" data-voice="${text(WORDS.voice)}">
<header>
<h1>${text(WORDS.title)}</h1>
<a id="leave" href="${text(WORDS.leave.to)}" rel="noreferrer" title="${text(WORDS.leave.hint)}">${text(WORDS.leave.label)}</a>
</header>
${demo ? bannerHtml() : ''}
<aside id="numbers" aria-label="${text(WORDS.numbers.heading)}">
<p id="connection" role="status"></p>
${numbersHtml(numbers)}
</aside>
<main>
${code === null ? '' : pairHtml(code, address, said('pair'))}
${standing === 'pending' ? `<p class="note">${said('waiting')} <strong>${checkDigits(address)}</strong></p>` : ''}
${logHtml(page)}
<form id="write" method="post" action="/say">
<input type="hidden" name="id" value="${text(page.newId())}">
<label for="text">${text(WORDS.write)}</label>
<textarea id="text" name="text" rows="1" autocomplete="off" required></textarea>
<button type="submit">${text(WORDS.send)}</button>
</form>
<noscript><p><a href="/">${text(WORDS['look-again'])}</a></p></noscript>
</main>
<details>
<summary>${text(WORDS['what-this-is'].heading)}</summary>
${['automated', 'not-live', 'danger'].map((card) => `<p>${said(card)}</p>`).join('\n')}
</details>
</body>`,
  )
}

/** A page for a form that could not be taken; the numbers stand on it too. */
export function refusalHtml(why: Refusal, numbers: ShownNumbers, beside: Beside): string {
  return documentHtml(
    '',
    `<body>
<main>
<h1>${text(WORDS.title)}</h1>
<p class="note">${text(beside(`page-refused-${why}`) ?? '')}</p>
<p><a href="/">${text(WORDS['look-again'])}</a></p>
${numbersHtml(numbers)}
</main>
</body>`,
  )
}

function bannerHtml(): string {
  return `<p class="banner">${text(WORDS.demo.banner)} <a href="/console">${text(WORDS.demo['other-side'])}</a></p>`
}

function numbersHtml({ emergency, line, text: texting }: ShownNumbers): string {
  const words = WORDS.numbers
  const rows: [string, readonly Part[]][] = [
    [words.emergency, emergency],
    [words.line, line],
    [words.text, texting],
  ]
  return `<ul class="numbers">\n${rows.map(([what, parts]) => `<li>${text(what)} ${partsHtml(parts)}</li>`).join('\n')}\n</ul>`
}

function pairHtml(code: string, address: string, words: string): string {
  const { heading, name, number, open } = WORDS.pair
  return `<form id="pair" method="post" action="/pair">
<h2>${text(heading)}</h2>
<p>${words}</p>
<input type="hidden" name="code" value="${text(code)}">
<label for="name">${text(name)}</label>
<input id="name" name="name" maxlength="60" autocomplete="off">
<p>${text(number)} <strong>${checkDigits(address)}</strong></p>
<button type="submit">${text(open)}</button>
</form>`
}

function logHtml({ entries, standing, beside, newId }: PageToShow): string {
  const shown = entries.filter(({ kind }) => kind !== 'gone' && kind !== 'retracted')
  const last = shown.findLast((entry) => 'buttons' in entry && entry.buttons.length > 0)
  const labels = new Map(
    shown.flatMap((entry) => ('buttons' in entry ? entry.buttons.map((b) => [b.token, b.label] as const) : [])),
  )
  const mark = entries.reduce((most, entry) => Math.max(most, entry.mark ?? 0), 0)
  const empty = beside(standing === 'nobody' ? 'page-not-linked' : 'page-empty') ?? ''
  return `<div id="log" role="log" aria-label="${text(WORDS.log)}" tabindex="0" data-mark="${mark}">
${shown.length === 0 ? `<p class="note" id="empty">${text(empty)}</p>` : ''}
${shown.map((entry) => entryHtml(entry, entry === last ? newId() : null, labels)).join('\n')}
</div>`
}

function entryHtml(entry: ShownEntry, formId: string | null, labels: ReadonlyMap<string, string>): string {
  const own = entry.kind === 'said' || entry.kind === 'tapped'
  const words = 'token' in entry ? text(labels.get(entry.token) ?? '') : 'parts' in entry ? partsHtml(entry.parts) : ''
  if (words === '') return ''
  const who = own ? `<span class="who">${text(WORDS.you)}</span> ` : ''
  const buttons = 'buttons' in entry ? entry.buttons : []
  const tokens = buttons.map(({ token, label }) => ({ token, label }))
  return `<div class="entry ${entry.kind}" data-id="${text(entry.id)}" data-mark="${entry.mark ?? ''}" data-labels="${text(JSON.stringify(tokens))}">
<p>${who}${words}</p>
${'voice' in entry && entry.voice !== undefined ? voiceHtml(entry.voice) : ''}
${formId === null ? '' : choicesHtml(tokens, formId)}
</div>`
}

/** Nothing is fetched before somebody asks for it: a voice that begins by itself startles. */
function voiceHtml(address: string): string {
  return `<audio controls preload="none" src="${text(address)}" aria-label="${text(WORDS.voice)}"></audio>`
}

function choicesHtml(buttons: readonly { token: string; label: string }[], id: string): string {
  const each = buttons.map(
    ({ token, label }) => `<button type="submit" name="token" value="${text(token)}">${text(label)}</button>`,
  )
  return `<form class="choices" method="post" action="/say" aria-label="${text(WORDS.answers)}">
<input type="hidden" name="id" value="${text(id)}">
${each.join('\n')}
</form>`
}

function partsHtml(parts: readonly Part[]): string {
  return parts
    .map((part) => (part.href === undefined ? text(part.text) : `<a href="${text(part.href)}">${text(part.text)}</a>`))
    .join('')
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Words as they may stand in HTML. */
export const escaped = (words: string): string => text(words)

function text(words: string): string {
  return words.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? '')
}
