import { html } from 'hono/html'
import type { ClientId } from '../../core/ids.ts'
import type { Delivery, Entry } from '../../ports/console.ts'
import type { Html } from '../http/visit.ts'
import { CATEGORIES } from '../look/reasons.ts'
import { clock, hour } from '../look/time.ts'
import { spokenPlayer } from './spoken.ts'

/** The conversation as bubbles: the client's on the right, as on their phone. */
export const bubbles = (entries: readonly Entry[], client: ClientId, zone: string): Html =>
  html`<ol class="talk">
    ${entries.map((entry) => bubble(entry, client, zone))}
  </ol>`

function bubble(entry: Entry, client: ClientId, zone: string): Html {
  const when = html`<time datetime="${entry.at.toISOString()}">${clock(entry.at, zone)}</time>`
  if (entry.who === 'client') {
    return html`<li class="client" id="m-${entry.id}">
      <div class="bubble">${bubbleOf(entry)}</div>
      <p class="meta">
        Client${entry.tapped === null ? '' : ', tapped'}${entry.late ? ', arrived late' : ''} · ${when}${found(entry)}
      </p>
    </li>`
  }
  const sent = deliveryWords(entry, zone)
  if (entry.who === 'clinician') {
    return html`<li class="clinician" id="m-${entry.id}">
      <div class="bubble">
        ${entry.spoken ? html`${entry.name} says: ${spokenPlayer(client, entry.id)}` : html`${entry.name} writes: ${entry.words.reveal()}`}
      </div>
      <p class="meta">${when} · ${sent}</p>
    </li>`
  }
  const { flow, step, line } = entry.from
  return html`<li class="bot" id="m-${entry.id}">
    <div class="bubble">${quoted(entry.words.reveal())}</div>
    ${entry.buttons.length > 0 ? html`<p class="labels">${entry.buttons.map(({ label }) => html`<span>${label}</span>`)}</p>` : ''}
    <p class="meta">${when} · ${sent} · ${flow}, ${step}, ${line}</p>
  </li>`
}

function bubbleOf(entry: Extract<Entry, { who: 'client' }>): Html {
  if (entry.closed) return html`<span class="soft">(written for the list for the session, closed)</span>`
  return entry.tapped === null ? marked(entry) : html`[${entry.words.reveal()}]`
}

/** The words that the screen found, where they stand in the message. */
function marked(entry: Extract<Entry, { who: 'client' }>): Html {
  const text = entry.words.reveal()
  const spans = (entry.screen?.spans ?? []).toSorted(([a], [b]) => a - b)
  const parts: (Html | string)[] = []
  let from = 0
  for (const [start, end] of spans) {
    if (start < from || end > text.length) continue // within one that is marked already
    parts.push(text.slice(from, start), html`<mark>${text.slice(start, end)}</mark>`)
    from = end
  }
  parts.push(text.slice(from))
  return html`${parts}`
}

function found({ screen }: Extract<Entry, { who: 'client' }>): Html | string {
  if (!screen || screen.level === 'none') return ''
  const about = screen.categories.map((one) => CATEGORIES[one] ?? one).join(', ')
  return html` · screen: ${screen.level}${about ? `, ${about}` : ''} <span>(${screen.rules.join(', ')})</span>`
}

/** What of a line are the client's own words: they alone stand in curly quotation marks there. */
function quoted(text: string): Html {
  const parts = text.split(/(“[^”]*”)/)
  return html`${parts.map((part) => (part.startsWith('“') ? html`<span class="quoted">${part}</span>` : part))}`
}

const DELIVERED: Readonly<Record<string, string>> = {
  waiting: 'on its way',
  sending: 'on its way',
  refused: 'not delivered: refused',
  unknown: 'not known whether it arrived',
  expired: 'not sent: too late',
  overtaken: 'not sent: the client had stopped',
}

/** What became of it on each channel, and when, unless that was within the minute. The same twice is said once. */
function deliveryWords({ deliveries, at: said }: { deliveries: readonly Delivery[]; at: Date }, zone: string): string {
  const words = deliveries.map(({ state, channel, at }) => {
    const where = channel === null ? '' : ` on ${channel}`
    const what = state === 'sent' ? `delivered${where}` : `${DELIVERED[state] ?? state}${where}`
    return at && hour(at, zone) !== hour(said, zone) ? `${what}, ${clock(at, zone)}` : what
  })
  return words.length === 0 ? 'not sent' : [...new Set(words)].join('; ')
}
