import type { types } from '@slack/bolt'
import type { Button } from '../../src/core/message.ts'
import type { Beside } from '../../src/ports/channel.ts'
import { split } from '../../src/core/split.ts'
import { WORDS } from './words.ts'

type Block = types.KnownBlock

/** Slack's limit for the text of one section, in UTF-16 units. */
export const SECTION_LENGTH = 3000
/** Slack's limits for a button: its label, and what it carries. */
export const LABEL_LENGTH = 75
const IN_A_ROW = 5
/** Buttons that answer have ids that begin so; their number keeps them apart. */
export const ANSWER = 'answer.'
/** One of them whose press leaves the others where they are. */
export const STAYS = `${ANSWER}stays.`
export const LIST = 'list'
export const REVIEW = 'open-review'
const RATING = /^(?:\d|10)$/
/** 0-10 as 0 1 2 3 / 4 5 6 7 / 8 9 10: wide enough for an unsteady thumb, and one block each for a screen reader. */
const RATING_ROWS = [4, 8, 11]

const plain = (text: string) => ({ type: 'plain_text', text, emoji: false }) as const

/** A button that opens a page. */
export interface Link {
  readonly label: string
  readonly url: string
}

/** Plain text in every block: a name with `<!channel>` in it calls nobody. */
export function blocksOf(text: string, buttons: readonly Button[], link: Link | null): Block[] {
  const sections = split(text, SECTION_LENGTH).map((part): Block => ({ type: 'section', text: plain(part) }))
  const numbered = buttons.map((button, n) => ({ ...button, id: `${button.stays ? STAYS : ANSWER}${n}` }))
  const rating = numbered.filter(({ label }) => RATING.test(label))
  const isScale = rating.length === 11
  const others = numbered.filter((button) => !isScale || !rating.includes(button))
  const rows = isScale ? [...scaleRows(rating), [FROM_A_LIST, ...others.map(asButton)]] : chunks(others.map(asButton))
  const review = link === null ? [] : [linkButton(link)]
  return [...sections, ...[...rows, review].filter((row) => row.length > 0).map(actions)]
}

type Element = types.Button
interface Numbered extends Button {
  readonly id: string
}

function asButton({ token, label, id }: Numbered): Element {
  return { type: 'button', action_id: id, value: token, text: plain(label.slice(0, LABEL_LENGTH)) }
}

function scaleRows(rating: readonly Numbered[]): Element[][] {
  const keys = rating.map((button) => ({ ...asButton(button), accessibility_label: `${button.label} of 10` }))
  return RATING_ROWS.map((end, n) => keys.slice(RATING_ROWS[n - 1] ?? 0, end))
}

const FROM_A_LIST: Element = { type: 'button', action_id: LIST, value: LIST, text: plain(WORDS['from-a-list']) }

function linkButton({ label, url }: Link): Element {
  return { type: 'button', action_id: REVIEW, url, text: plain(label) }
}

const actions = (elements: Element[]): Block => ({ type: 'actions', elements })

function chunks(elements: readonly Element[]): Element[][] {
  return Array.from({ length: Math.ceil(elements.length / IN_A_ROW) }, (_, n) =>
    elements.slice(n * IN_A_ROW, (n + 1) * IN_A_ROW),
  )
}

/** The notification's text; Slack reads markup in it, so its three signs are escaped. */
export function fallbackOf(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** The answers of a message's scale as a list in a window of its own, for whom eleven buttons are too many. */
export function listView(answers: readonly Button[], place: string): types.View {
  return {
    type: 'modal',
    callback_id: LIST,
    private_metadata: place,
    title: plain(WORDS.list.title),
    submit: plain(WORDS.list.send),
    close: plain(WORDS.list.close),
    blocks: [
      {
        type: 'input',
        block_id: 'answer',
        label: plain(WORDS.list.label),
        element: {
          type: 'static_select',
          action_id: 'answer',
          options: answers.map(({ token, label }) => ({ text: plain(label), value: token })),
        },
      },
    ],
  }
}

/** A clinician's home: counts and a link. Nobody's name, nobody's words (P11). Anybody else's: what this is, once it is signed. */
export function homeView(
  lines: readonly string[] | null,
  { consoleUrl, beside }: { readonly consoleUrl: string | null; readonly beside: Beside },
): types.View {
  if (lines === null) {
    const said = beside('slack-home')
    return { type: 'home', blocks: said === null ? [] : [{ type: 'section', text: plain(said) }] }
  }
  const said = lines.length === 0 ? [WORDS.home.nothing] : lines
  const link: Element | null =
    consoleUrl === null ? null : linkButton({ label: WORDS.home['open-queue'], url: consoleUrl })
  return {
    type: 'home',
    blocks: [
      { type: 'header', text: plain(WORDS.home.clinician) },
      ...said.map((line): Block => ({ type: 'section', text: plain(line) })),
      ...(link ? [actions([link])] : []),
    ],
  }
}
