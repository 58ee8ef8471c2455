import { html } from 'hono/html'
import { amberDeadline } from '../../care/amber.ts'
import { FLAG_LEVELS, FlagId } from '../../core/ids.ts'
import type { ClinicSettings } from '../../core/plan.ts'
import type { QueueRow } from '../../ports/console.ts'
import { go, idOf, NotFound, page, Refused, type Answer, type Html, type Visit } from '../http/visit.ts'
import { field, form } from '../look/layout.ts'
import { LEVELS, levelWords, reasonWords } from '../look/reasons.ts'
import { ago, clock, left } from '../look/time.ts'
import { OUTCOME_LABELS, OUTCOMES } from '../../core/duty.ts'
import { outcomeOf } from './outcomes.ts'

/** Of the reasons of one flag, the newest: the conversation has them all. */
const REASONS_SHOWN = 3

/** What is urgent and why, most urgent first. */
export async function queuePage(visit: Visit): Promise<Answer> {
  const [rows, now, roster] = await Promise.all([
    visit.reads.queue(visit.clinic),
    visit.reads.time(visit.clinic),
    visit.reads.roster(visit.clinic),
  ])
  const names = new Map((await visit.people.clinicians(visit.clinic)).map(({ id, name }) => [id as string, name]))
  const urgent = nearestFirst(
    rows.filter(({ level }) => level !== 'info'),
    visit.settings,
  )
  const info = rows.filter(({ level }) => level === 'info')
  const pending = roster.reduce((sum, row) => sum + row.pending, 0)
  const shown = { now, names, visit }
  return page(
    'Queue',
    html`<p class="notice" data-told hidden>Something changed while you were writing. <a href="/console">Show it</a></p>
      <div
        data-live
        id="live"
        hx-get="/console"
        hx-trigger="changed"
        hx-select="#live"
        hx-target="#live"
        hx-swap="outerHTML"
      >
        ${pending > 0 ? html`<p class="notice">A new account waits for “That is them”: <a href="/console/clients">Clients</a></p>` : ''}
        ${
          urgent.length === 0
            ? nothingUrgent()
            : html`<ul class="cards">
                ${urgent.map((row) => flagCard(row, shown))}
              </ul>`
        }
        ${info.length === 0 ? '' : infoList(info, shown)}
      </div>
      ${breakGlass(visit)}`,
  )
}

/** Of the same level what nobody has, then the nearest deadline; an amber has one too (care C24). */
function nearestFirst(rows: readonly QueueRow[], settings: ClinicSettings): QueueRow[] {
  const rank = ({ level, state }: QueueRow) => FLAG_LEVELS.indexOf(level) * 2 + (state === 'open' ? 1 : 0)
  const due = ({ deadlineAt }: QueueRow) => deadlineAt?.getTime() ?? Number.MAX_SAFE_INTEGER
  return rows
    .map((row) => ({ ...row, deadlineAt: row.deadlineAt ?? amberDeadline(row, settings) }))
    .toSorted((one, other) => rank(other) - rank(one) || due(one) - due(other))
}

interface Shown {
  readonly now: Date
  readonly names: ReadonlyMap<string, string>
  readonly visit: Visit
}

const nothingUrgent = () =>
  html`<section class="card">
    <h2>Nothing waits for you</h2>
    <p class="soft">New flags appear here by themselves, the most urgent first.</p>
  </section>`

export function flagCard(row: QueueRow, shown: Shown): Html {
  const { visit } = shown
  return html`<li class="card flag ${row.level}">
    <div class="row apart">
      <div class="row">
        <a class="who" href="/console/clients/${row.client}/conversation">${clientName(row, visit)}</a>
        <span class="level ${row.level}">${levelWords(row.level)}</span>
        ${deadlineOf(row, shown)}
      </div>
      <span class="soft"><time datetime="${row.raisedAt.toISOString()}">${ago(row.raisedAt, shown.now)}</time></span>
    </div>
    ${reasonList(row, shown)} ${decide(row, shown)}
  </li>`
}

/** A pseudonym for everybody, the name for one's own. */
const clientName = (row: QueueRow, { who }: Visit) =>
  row.owner === who.clinician ? `${row.name.reveal()} · ${row.pseudonym}` : row.pseudonym

function deadlineOf({ deadlineAt, level, state, takenBy }: QueueRow, { now, names }: Shown): Html | string {
  if (state === 'taken') return html`<span class="soft">taken by ${names.get(takenBy ?? '') ?? takenBy ?? ''}</span>`
  if (deadlineAt === null || level === 'info') return ''
  const { text, over } = left(deadlineAt, now)
  return html`<span class="deadline ${over ? 'over' : ''}">${text}</span>`
}

function reasonList({ reasons }: QueueRow, { visit }: Shown): Html {
  const newest = reasons.toReversed()
  const more = newest.length - REASONS_SHOWN
  return html`<ul class="reasons">
    ${newest.slice(0, REASONS_SHOWN).map((reason) => html`<li>${reasonWords(reason)} <span class="soft">${clock(new Date(reason.at), visit.settings.zone)}</span></li>`)}
    ${more > 0 ? html`<li class="soft">and ${more} earlier</li>` : ''}
  </ul>`
}

/** Red and black are taken first, then end with an outcome (P8); amber ends with an outcome at once. */
export function decide(row: QueueRow, { visit }: Pick<Shown, 'visit'>, isOpen = false): Html {
  const mustTake = (row.level === 'red' || row.level === 'black') && row.state === 'open'
  if (mustTake) {
    return html`<div class="row">
      ${form(visit, `/flags/${row.id}/take`, html`<button>Take</button>`)}
      ${isOpen ? '' : html`<a class="button second" href="/console/clients/${row.client}/conversation">Read the conversation</a>`}
    </div>`
  }
  return html`${form(
    visit,
    `/flags/${row.id}/close`,
    html`${field({ name: 'line', id: `line-${row.id}`, label: 'One line for the record (needed for “no concern”)' })}
      <div class="row" role="group" aria-label="How it ended">
        ${OUTCOMES.map(
          (kind) => html`<button class="second" name="outcome" value="${kind}">${OUTCOME_LABELS[kind]}</button>`,
        )}
      </div>`,
  )}
  ${row.state === 'open' ? form(visit, `/flags/${row.id}/take`, html`<button class="quiet">Take it, decide later</button>`) : ''}`
}

function infoList(rows: readonly QueueRow[], shown: Shown): Html {
  const { visit } = shown
  return html`<section class="card">
    <h2>${LEVELS.info}</h2>
    <ul class="reasons">
      ${rows.map(
        (row) =>
          html`<li>
            <a href="/console/clients/${row.client}/conversation">${clientName(row, visit)}</a>:
            ${row.reasons.map(reasonWords).join('; ')} <span class="soft">${ago(row.raisedAt, shown.now)}</span>
          </li>`,
      )}
    </ul>
    ${form(
      visit,
      '/flags/clear',
      html`${rows.map(({ id }) => html`<input type="hidden" name="flag" value="${id}" />`)}<button class="second">
          Seen, clear the list
        </button>`,
    )}
  </section>`
}

const breakGlass = (visit: Visit): Html =>
  html`<details class="card">
    <summary>Open a client who is not yours</summary>
    <p class="soft">For an emergency or cover. It lasts four hours. Their therapist sees that you did, and why.</p>
    ${form(
      visit,
      '/open',
      html`${field({ name: 'pseudonym', label: 'Pseudonym', required: true })}
        ${field({ name: 'reason', label: 'Why', required: true })}<button class="second">Open</button>`,
    )}
  </details>`

export async function takeFlag(visit: Visit): Promise<Answer> {
  const flag = await flagOf(visit)
  const done = await visit.people.takeFlag(visit.clinic, flag.id, visit.who.clinician)
  if (done === 'unknown') throw new NotFound()
  if (done === 'already') throw new Refused('Somebody has taken that flag already. The queue says who.')
  return go(`/clients/${flag.client}/conversation`)
}

export async function closeFlag(visit: Visit): Promise<Answer> {
  const flag = await flagOf(visit)
  const outcome = outcomeOf(visit.form.get('outcome'), visit.form.get('line').slice(0, 500))
  if (outcome === null) throw new Refused('“No concern” needs the reason in one line. Go back and add it.')
  const done = await visit.people.closeFlag(visit.clinic, flag.id, outcome, visit.who.clinician)
  if (done === 'unknown') throw new NotFound()
  if (done === 'unacknowledged') throw new Refused('Take it first: somebody must have it before it ends.')
  return go('')
}

const SEEN = { kind: 'no-concern', words: 'seen in the list' } as const

/** Information is cleared as a list; whatever rose meanwhile stays. */
export async function clearInfo(visit: Visit): Promise<Answer> {
  const listed = new Set(visit.form.all('flag'))
  const rows = await visit.people.flags(visit.clinic)
  for (const { id, level, state } of rows) {
    if (level === 'info' && state !== 'closed' && listed.has(id))
      await visit.people.closeFlag(visit.clinic, id, SEEN, visit.who.clinician)
  }
  return go('')
}

async function flagOf(visit: Visit) {
  const id = idOf(FlagId, visit.param('flag'))
  const found = (await visit.people.flags(visit.clinic)).find((flag) => flag.id === id)
  if (!found) throw new NotFound()
  return found
}

export async function openOther(visit: Visit): Promise<Answer> {
  const reason = visit.form.get('reason').slice(0, 500)
  if (reason.length < 3) throw new Refused('Please say why, in a few words: their therapist reads it.')
  const client = await visit.reads.openFor({
    clinic: visit.clinic,
    id: visit.deps.world.newId(),
    pseudonym: visit.form.get('pseudonym'),
    reason,
    by: visit.who.clinician,
  })
  if (client === null) throw new Refused('There is no client of that pseudonym.')
  return go(`/clients/${client}/conversation`)
}
