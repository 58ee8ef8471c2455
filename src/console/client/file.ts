import { html } from 'hono/html'
import { OUTCOME_LABELS } from '../../core/duty.ts'
import type { ClientFile } from '../../ports/console.ts'
import { titleOf } from '../conversation/conversation.ts'
import { page, type Answer, type Html, type Visit } from '../http/visit.ts'
import { field, form } from '../look/layout.ts'
import { levelWords } from '../look/reasons.ts'
import { clock, counted } from '../look/time.ts'
import { fileOf } from './client-seen.ts'
import { dischargeCard } from '../ending/discharge.ts'
import { pictures } from '../summary/pictures.ts'
import { planCards } from './plan-form.ts'
import { keepsakeCard } from './keepsakes.ts'
import { adaptedCard } from '../flows/adapted.ts'
import { namesOf, titlesOf } from './names.ts'

/** The plan of one client, their own words, their accounts, and how it has been going. */
export async function filePage(visit: Visit): Promise<Answer> {
  const file = await fileOf(visit)
  const now = await visit.reads.time(visit.clinic)
  const { client } = file
  const title = await titlesOf(visit)
  return page(
    titleOf(file, visit),
    html`<p class="noprint">
        <a href="/console/clients/${client.id}/conversation">Conversation</a> ·
        <a href="/console/clients/${client.id}/readiness">Readiness</a> ·
        <a href="/console/clients/${client.id}/homework">Reminders</a> ·
        <a href="/console/clients/${client.id}/measures">Questionnaires</a> ·
        <a href="/console/clients/${client.id}/recordings">Recordings</a> ·
        <a href="/console/clients/${client.id}/summary">One page to print</a>
      </p>
      ${openings(file, await namesOf(visit))}
      <h2>How it has been going</h2>
      ${pictures(file, now, title)} ${forSession(file)}
      <h2>Plan</h2>
      ${await planCards(visit, file, now)} ${keepsakeCard(visit, file)} ${await adaptedCard(visit, client.id)}
      ${heldCard(visit, file, title)} ${linksCard(visit, file)} ${pastFlags(file)} ${dischargeCard(visit, file)}`,
  )
}

const openings = ({ openings: all, plan }: ClientFile, names: ReadonlyMap<string, string>): Html =>
  html`${all.map(
    ({ by, at, reason }) =>
      html`<p class="notice warm">
        ${names.get(by) ?? by} opened this on ${clock(at, plan.zone)}, because: ${reason.reveal()}
      </p>`,
  )}`

/** What they wrote for their therapist, and the list for the session once they have opened it: what they wrote within a practice stands in the conversation. */
export function forSession({ notes: all, plan }: ClientFile): Html {
  const written = all.filter(({ about }) => about === 'for-my-session' || about === 'for-my-therapist')
  const open = written.flatMap(({ words, at, changed }) => (words === null ? [] : [{ words, at, changed }]))
  const closed = written.length - open.length
  return html`<section class="card">
    <h2>Written for the session</h2>
    ${open.length === 0 && closed === 0 ? html`<p class="soft">Nothing on the list.</p>` : ''}
    ${
      open.length === 0
        ? ''
        : html`<ul class="reasons">
            ${open.map(({ words, at, changed }) => html`<li><q>${words.reveal()}</q> <span class="soft">${changed ? 'changed ' : ''}${clock(at, plan.zone)}</span></li>`)}
          </ul>`
    }
    ${closed === 0 ? '' : html`<p class="soft">${counted(closed, 'thing')} on the list, closed until your client opens it.</p>`}
  </section>`
}

const heldCard = (visit: Visit, { held, client, plan }: ClientFile, title: (flow: string) => string): Html | string =>
  held.length === 0
    ? ''
    : html`<section class="card">
        <h2>Held practices</h2>
        <p class="soft">They left the client worse, so they rest until you open them again.</p>
        ${held.map(
          ({ flow, at }) =>
            html`<h3>${title(flow)}, since ${clock(at, plan.zone)}</h3>
              ${form(
                visit,
                `/clients/${client.id}/held/${flow}/release`,
                html`${field({ name: 'reason', id: `held-${flow}`, label: 'Why it may open again', required: true })}<button
                    class="second"
                  >
                    Open it again
                  </button>`,
                'line',
              )}`,
        )}
      </section>`

const linksCard = (visit: Visit, { links, client, plan }: ClientFile): Html =>
  html`<section class="card">
    <h2>Accounts</h2>
    ${links.length === 0 ? html`<p class="soft">No account yet.</p>` : ''}
    ${links.map(
      ({ id, channel, state, display, openedAt }) =>
        html`<div class="row apart">
          <p>
            ${channel}, “${display?.reveal() ?? 'without a name'}”, since ${clock(openedAt, plan.zone)}:
            ${state === 'confirmed' ? 'confirmed' : 'waits for your word'}
          </p>
          ${state === 'pending' ? form(visit, `/links/${id}/confirm`, html`<button>That is them</button>`) : ''}
        </div>`,
    )}
    ${form(visit, `/clients/${client.id}/pair`, html`<button class="second">Another pairing code</button>`)}
  </section>`

export const pastFlags = ({ flags, plan }: ClientFile): Html =>
  html`<section class="card">
    <h2>Flags of before</h2>
    ${
      flags.length === 0
        ? html`<p class="soft">None.</p>`
        : html`<ul class="reasons">
            ${flags.map((flag) => html`<li>${levelWords(flag.level)}, ${clock(flag.at, plan.zone)}: ${endOf(flag)}</li>`)}
          </ul>`
    }
  </section>`

/** How a flag ended, with the line that the person added; or where it stands. */
function endOf({ ended, outcome, state }: ClientFile['flags'][number]): string {
  if (ended === null) return state
  return outcome === null ? OUTCOME_LABELS[ended] : `${OUTCOME_LABELS[ended].replace(/,.*/, '')}: ${outcome.reveal()}`
}
