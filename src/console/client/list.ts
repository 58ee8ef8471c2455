import { html } from 'hono/html'
import type { RosterRow } from '../../ports/console.ts'
import { LinkId } from '../../core/ids.ts'
import { go, idOf, page, Refused, type Answer, type Html, type Visit } from '../http/visit.ts'
import { form } from '../look/layout.ts'
import { levelWords } from '../look/reasons.ts'
import { ago } from '../look/time.ts'

/** One's own clients; for a lead, everybody's by pseudonym. */
export async function clientsPage(visit: Visit): Promise<Answer> {
  const [rows, now, pending] = await Promise.all([
    visit.reads.roster(visit.clinic),
    visit.reads.time(visit.clinic),
    visit.people.pendingLinks(visit.clinic),
  ])
  return page(
    'Clients',
    html`<p><a class="button" href="/console/clients/new">Add a client</a></p>
      ${pending.map(
        ({ link, pseudonym, channel, display }) =>
          html`<section class="card row apart">
            <p>
              A ${channel} account, “${display?.reveal() ?? 'without a name'}”, opened the link of
              <strong>${pseudonym}</strong>.
            </p>
            ${form(visit, `/links/${link}/confirm`, html`<button>That is them</button>`)}
          </section>`,
      )}
      ${rows.length === 0 ? html`<p class="soft">No client yet.</p>` : roster(rows, visit, now)}`,
  )
}

const roster = (rows: readonly RosterRow[], { who }: Visit, now: Date): Html =>
  html`<div class="card scroll" tabindex="0" role="region" aria-label="Clients">
    <table>
      <thead>
        <tr>
          <th scope="col">Client</th>
          <th scope="col">Now</th>
          <th scope="col">Last wrote</th>
          <th scope="col">Open</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              <td>
                ${row.owner === who.clinician ? html`<strong>${row.name.reveal()}</strong> ${row.pseudonym}` : row.pseudonym}
              </td>
              <td>${standing(row)}</td>
              <td>${row.lastWroteAt ? ago(row.lastWroteAt, now) : 'not yet'}</td>
              <td>
                <a href="/console/clients/${row.id}">Plan<span class="soft"> of ${row.pseudonym}</span></a> ·
                <a href="/console/clients/${row.id}/conversation">Conversation</a>
              </td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`

function standing({ status, level, latched, pausedUntil }: RosterRow): Html | string {
  const words = [
    ...(status === 'active' ? [] : [status]),
    ...(latched ? ['imagery closed'] : pausedUntil === null ? [] : ['imagery paused']),
  ].join(', ')
  return level === null
    ? words || 'nothing open'
    : html`<span class="level ${level}">${levelWords(level)}</span> ${words}`
}

export async function confirmLink(visit: Visit): Promise<Answer> {
  const link = idOf(LinkId, visit.param('link'))
  const waits = (await visit.people.pendingLinks(visit.clinic)).some((one) => one.link === link)
  if (!waits || (await visit.people.confirmLink(visit.clinic, link, visit.who.clinician)) === 'not-pending')
    throw new Refused('No such account waits any more.')
  return go('/clients')
}
