import { html } from 'hono/html'
import { ClientId, RowId } from '../../core/ids.ts'
import { STAGES } from '../../core/plan.ts'
import { limitsOf } from '../../rails/limits-of.ts'
import type { ConversationView, RatingRow } from '../../ports/console.ts'
import { idOf, NotFound, page, type Answer, type Html, type Visit } from '../http/visit.ts'
import { curve, numbers } from '../look/chart.ts'
import { field, form } from '../look/layout.ts'
import { CATEGORIES, levelWords, reasonWords } from '../look/reasons.ts'
import { clock } from '../look/time.ts'
import { decide } from '../queue/queue.ts'
import { bubbles } from './bubbles.ts'
import { draftForm, speakForm } from './spoken.ts'

/** How many of the newest ratings are drawn. */
const RATINGS_DRAWN = 24

/** What the client saw, why it was flagged, and what can be done about it. */
export async function conversationPage(visit: Visit): Promise<Answer> {
  const view = await viewOf(visit)
  return page(titleOf(view, visit), await conversationBody(visit, view))
}

export async function viewOf(visit: Visit): Promise<ConversationView> {
  const client = idOf(ClientId, visit.param('client'))
  const before = visit.query('before')
  const view = await visit.reads.conversation(
    visit.clinic,
    client,
    before === undefined ? undefined : idOf(RowId, before),
  )
  if (!view) throw new NotFound()
  return view
}

export const titleOf = ({ client }: Pick<ConversationView, 'client'>, { who }: Pick<Visit, 'who'>) =>
  client.owner === who.clinician ? `${client.name.reveal()} · ${client.pseudonym}` : client.pseudonym

export async function conversationBody(visit: Visit, view: ConversationView, draft?: Html): Promise<Html> {
  const { client } = view
  const now = await visit.reads.time(visit.clinic)
  const names = new Map((await visit.people.clinicians(visit.clinic)).map(({ id, name }) => [id as string, name]))
  const zone = view.plan.zone
  return html`<p><a href="/console">Queue</a> · <a href="/console/clients/${client.id}">Plan and file</a></p>
    ${openedBy(view, names, zone)}
    <div class="split">
      <aside>
        ${view.flag ? whyCard(visit, view, view.flag) : html`<section class="card"><h2>No open flag</h2></section>`}
        ${ratingsCard(view, visit, now)} ${imageryCard(visit, view)}
      </aside>
      <section aria-label="Conversation">
        <p><a href="#newest">To the newest</a></p>
        ${view.more ? html`<p><a href="/console/clients/${client.id}/conversation?before=${view.entries[0]?.id ?? ''}">Earlier messages</a></p>` : ''}
        ${view.entries.length === 0 ? html`<p class="soft">Nothing was written yet.</p>` : bubbles(view.entries, client.id, zone)}
        <p class="soft" id="newest">Times are the client’s: ${zone}.</p>
        ${draft ?? ''} ${hands(visit, view, names)}
      </section>
    </div>`
}

const openedBy = ({ openings }: ConversationView, names: ReadonlyMap<string, string>, zone: string): Html =>
  html`${openings.map(
    ({ by, at, reason }) =>
      html`<p class="notice warm">
        ${names.get(by) ?? by} opened this on ${clock(at, zone)}, because: ${reason.reveal()}
      </p>`,
  )}`

function whyCard(visit: Visit, view: ConversationView, flag: NonNullable<ConversationView['flag']>): Html {
  const zone = view.plan.zone
  return html`<section class="card flag ${flag.level}">
    <h2>Why <span class="level ${flag.level}">${levelWords(flag.level)}</span></h2>
    <ul class="reasons">
      ${flag.reasons.toReversed().map(
        (reason) =>
          html`<li>
            ${reasonWords(reason)}
            <span class="soft">${clock(new Date(reason.at), zone)}</span>
            ${reason.detail && reason.detail.length > 0 ? html`<br /><span class="soft">rules: ${reason.detail.map((one) => CATEGORIES[one] ?? one).join(', ')}</span>` : ''}
          </li>`,
      )}
    </ul>
    ${foundIn(view)} ${decide(flag, { visit }, true)}
  </section>`
}

/** The messages on this page in which the screen found something. */
function foundIn({ entries, plan }: ConversationView): Html | string {
  const found = entries.filter(
    (entry) => entry.who === 'client' && entry.screen !== null && entry.screen.level !== 'none',
  )
  if (found.length === 0) return ''
  return html`<p>Found in: ${found.map(({ id, at }) => html`<a href="#m-${id}">${clock(at, plan.zone)}</a> `)}</p>`
}

function ratingsCard(view: ConversationView, visit: Visit, now: Date): Html {
  const distress = view.ratings.filter(({ scale }) => scale === 'distress').slice(-RATINGS_DRAWN)
  if (distress.length === 0)
    return html`<section class="card">
      <h2>Distress</h2>
      <p class="soft">No rating yet.</p>
    </section>`
  const { raisedAt } = limitsOf(view.plan, visit.settings, now)
  const last = distress.at(-1)?.value
  return html`<section class="card">
    <h2>Distress</h2>
    ${curve(
      distress.map(({ value, moment }) => ({ value, label: moment })),
      `Distress over the last ${distress.length} ratings; the last is ${last} of 10`,
      raisedAt,
    )}
    <p class="hint">The dashed line is ${raisedAt}, where imagery is left.</p>
    ${ratingTable(distress, view.plan.zone)}
  </section>`
}

const ratingTable = (ratings: readonly RatingRow[], zone: string) =>
  numbers(
    'The numbers',
    ['When', 'Moment', 'Distress'],
    ratings.map(({ at, moment, value }) => [clock(at, zone), moment, value]),
  )

/** Whoever has the conversation writes in it as themselves (care C25). */
function hands(visit: Visit, { client, handedTo, draft }: ConversationView, names: ReadonlyMap<string, string>): Html {
  const at = `/clients/${client.id}`
  if (client.status === 'discharged') return html`<p class="soft">Discharged: nothing is sent.</p>`
  if (handedTo === visit.who.clinician) {
    return html`<section class="card">
      <h2>Write as ${visit.who.name}</h2>
      ${writeForm(visit, client.id)}
      ${draft === null ? speakForm(visit, client.id) : draftForm(visit, client.id, draft)}
      ${form(visit, `${at}/give-back`, html`<button class="quiet">Give the conversation back</button>`)}
    </section>`
  }
  if (handedTo !== null) return html`<p class="notice">${names.get(handedTo) ?? handedTo} has this conversation.</p>`
  return html`<section class="card">
    <h2>Write yourself</h2>
    <p class="soft">The client is told that you are there. Practices rest until you give the conversation back.</p>
    ${form(visit, `${at}/take`, html`<button class="second">Take the conversation</button>`)}
  </section>`
}

export const writeForm = (visit: Visit, client: ClientId, words = '', confirm = false): Html =>
  form(
    visit,
    `/clients/${client}/write`,
    html`<p class="field">
        <label for="words">Your message. The client reads: “${visit.who.name} writes: …”</label>
        <textarea id="words" name="words" maxlength="3500" required>${words}</textarea>
      </p>
      ${confirm ? html`<label class="tick"><input type="checkbox" name="meant" value="yes" required />I mean it as it stands</label>` : ''}
      <button>Send</button>`,
  )

function imageryCard(visit: Visit, { client, plan }: ConversationView): Html {
  const reason = (label: string, id: string) => field({ name: 'reason', id, label, required: true })
  const paused =
    client.pausedUntil === null
      ? ''
      : html`<p>Paused until ${clock(client.pausedUntil, plan.zone)}.</p>
          ${form(visit, `/clients/${client.id}/pause/end`, html`<button class="second">End the pause</button>`)}`
  return html`<section class="card">
    <h2>Imagery</h2>
    <p>${client.latched ? 'Closed. Only a clinician opens it again.' : `Open. Stage: ${plan.stage ?? STAGES[0]}.`}</p>
    ${paused}
    ${
      client.latched
        ? form(
            visit,
            `/clients/${client.id}/latch/lower`,
            html`${reason('Why it may open again', 'lower')}<button class="second">Open imagery again</button>`,
          )
        : form(
            visit,
            `/clients/${client.id}/latch/raise`,
            html`${reason('Why it should close', 'raise')}<button class="second">Close imagery</button>`,
          )
    }
  </section>`
}
