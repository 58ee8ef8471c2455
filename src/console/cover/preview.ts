import { html } from 'hono/html'
import { countries } from '../../rails/crisis-directory.ts'
import type { Html, Visit } from '../http/visit.ts'
import { levelWords } from '../look/reasons.ts'
import { choice, field } from '../look/layout.ts'
import type { FlagLevel } from '../../core/ids.ts'

/** What the command `route` answers; the console asks the same command. */
interface Routed {
  readonly zone: string
  readonly covered: boolean
  readonly level: FlagLevel | null
  readonly steps: readonly {
    readonly local: string
    readonly what: 'next' | 'waits' | 'all hands' | 'nobody'
    readonly who: readonly { readonly name: string; readonly channels: readonly string[] }[]
    readonly passedOver: readonly string[]
  }[]
  readonly round: { readonly morning: string; readonly evening: string } | null
  readonly reads: readonly { readonly text: string; readonly buttons: readonly string[] }[] | null
}

const EVENTS = [
  ['distress=9', 'A client rates distress 9'],
  ['sos', 'A client presses SOS'],
  ['red', 'A client writes words that the screen calls urgent'],
  ['black', 'A client writes words that the screen calls an emergency'],
  ['stop', 'A client says STOP'],
  ['help', 'A client asks for help'],
] as const

/** Who would be told, how and when, and what the client would read; asked again on every change, or by the button. */
export async function previewCard(visit: Visit): Promise<Html> {
  const event = EVENTS.find(([name]) => name === visit.query('event'))?.[0] ?? EVENTS[0][0]
  const zone = zoneIn(visit.query('zone')) ?? visit.settings.zone
  const country = countries().find((one) => one === visit.query('country'))
  const at = momentIn(visit.query('at')) ?? localNow(visit.deps.world.now(), zone)
  const asked = { event, at, zone, ...(country && { country }) }
  const found = (await visit.deps.commandsAs(visit.who.clinician)['duty.route']?.(asked)) as Routed
  return html`<section class="card" id="preview">
    <h2>What would happen</h2>
    <p class="soft">As it stands now, by the same rules. Nobody is told.</p>
    <form
      method="get"
      action="/console/cover#preview"
      hx-get="/console/cover"
      hx-trigger="change"
      hx-select="#route"
      hx-target="#route"
      hx-swap="outerHTML"
    >
      <div class="two">
        ${choice({ name: 'event', label: 'What happens', value: event }, EVENTS)}
        ${field({ name: 'at', label: 'When, on that clock', type: 'datetime-local', value: at })}
        ${field({ name: 'zone', id: 'preview-zone', label: 'Time zone', value: zone })}
        ${choice({ name: 'country', id: 'preview-country', label: 'The client lives in', value: country ?? '' }, [['', 'where the clinic’s clients live'], ...countries().map((one) => [one, one] as const)])}
      </div>
      <button class="second">Show</button>
    </form>
    ${routeShown(found)}
  </section>`
}

const routeShown = ({ covered, level, steps, round, reads, zone }: Routed): Html =>
  html`<div id="route" aria-live="polite">
    <p>
      <span class="level ${level ?? ''}">${level ? levelWords(level) : 'Nobody is told'}</span>
      ${covered ? 'Covered hours.' : 'Uncovered hours.'}
    </p>
    <div class="two">
      <div>
        <h3>Who is told, if nobody answers</h3>
        ${
          steps.length === 0
            ? html`<p class="soft">
                ${round ? `Nobody now; it waits for the rounds at ${round.morning} and ${round.evening}.` : 'Nobody.'}
              </p>`
            : html`<ol class="reasons">
                  ${steps.map(stepShown)}
                </ol>
                <p class="hint">Times in ${zone}.</p>`
        }
      </div>
      <div>
        <h3>What the client reads at once</h3>
        ${
          reads === null
            ? html`<p class="notice warm">Nothing: the scripts are not signed. A clinician signs them under Flows.</p>`
            : html`<ol class="talk phone">
                ${reads.map(
                  ({ text, buttons }) =>
                    html`<li class="bot">
                      <div class="bubble">${text}</div>
                      ${buttons.length > 0 ? html`<p class="labels">${buttons.map((label) => html`<span>${label}</span>`)}</p>` : ''}
                    </li>`,
                )}
              </ol>`
        }
      </div>
    </div>
  </div>`

function stepShown({ local, what, who, passedOver }: Routed['steps'][number]): Html {
  const over = passedOver.map(
    (name) => html`<li class="soft">${local}: ${name} is passed over; nobody stands there who can be reached</li>`,
  )
  if (what === 'waits')
    return html`${over}
      <li>${local}: nobody before the next covered hour</li>`
  if (what === 'nobody')
    return html`${over}
      <li><strong>${local}: nobody can be reached; the server itself raises its alarm</strong></li>`
  return html`${over}
    <li>
      ${local}: <strong>${who.map(({ name }) => name).join(', ')}</strong>${what === 'all hands' ? ', all hands' : ''}
      <span class="soft">${[...new Set(who.flatMap(({ channels }) => channels))].join(', then ')}</span>
    </li>`
}

function zoneIn(text: string | undefined): string | null {
  try {
    return text ? Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone : null
  } catch {
    return null
  }
}

const momentIn = (text: string | undefined) => {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(text ?? '')) return null
  return Number.isNaN(Date.parse(`${text}Z`)) ? null : (text ?? null)
}

const localNow = (now: Date, zone: string) =>
  now.toTemporalInstant().toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: 'minute' })
