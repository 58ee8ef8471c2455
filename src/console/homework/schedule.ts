import { html } from 'hono/html'
import type { Assignment } from '../../core/plan.ts'
import type { PromptRow } from '../../ports/care.ts'
import { isAssignableCare } from '../../care/schedule/assignable.ts'
import { ruleInWords } from '../../care/schedule/rule-words.ts'
import { clientSeen } from '../client/client-seen.ts'
import { page, type Answer, type Html, type Visit } from '../http/visit.ts'
import { choice, field, form } from '../look/layout.ts'
import { clock } from '../look/time.ts'
import { commanded } from './asked.ts'
import { dayTicks, programmeCard } from './programme.ts'

/** As `care.assignments` answers. */
interface Listed {
  readonly zone: string
  readonly sessionReminders: boolean
  readonly assignments: readonly (Assignment & { readonly next: string | null })[]
  readonly reminders: readonly PromptRow[]
}

/** When the client is reminded of what, and what became of each reminder. */
export async function schedulePage(visit: Visit): Promise<Answer> {
  const { client, plan } = await clientSeen(visit)
  const listed = (await commanded(visit, 'care.assignments')) as Listed
  const at = `/clients/${client}/homework`
  const shelf = (await visit.deps.shelf()).filter(({ lang }) => lang === 'en')
  const titles = new Map(shelf.map(({ flow, title }) => [flow, title]))
  const assignable = shelf.filter(({ flow }) => isAssignableCare(flow) || plan.flows.some((one) => one === flow))
  const title = (flow: string) => titles.get(flow) ?? flow
  return page(
    'Reminders',
    html`<p><a href="/console/clients/${client}">Back to the plan</a></p>
      <p class="soft">
        At most one reminder and one nudge a day, never in the quiet hours, in the client’s own time (${listed.zone}).
        Most people do about half of what they set out to do: a day without practice is no news.
      </p>
      <div class="two wide">
        <section class="card">
          <h2>On a schedule</h2>
          ${listed.assignments.length === 0 ? html`<p class="soft">Nothing yet.</p>` : ''}
          ${listed.assignments.map((one) => assignmentShown(visit, at, one, { title, zone: listed.zone }))}
        </section>
        <section class="card">
          <h2>Another one</h2>
          ${form(
            visit,
            `${at}/assign`,
            html`${choice(
                { name: 'flow', label: 'What', value: '' },
                assignable.map(({ flow, title: words }) => [flow, words] as const),
              )}
              ${field({ name: 'at', label: 'At', type: 'time', value: '18:30', required: true })} ${dayTicks()}
              <button>Assign</button>`,
          )}
        </section>
      </div>
      ${programmeCard(visit, at, listed.assignments)} ${saidCard(visit, at, listed.sessionReminders)}
      ${reminders(listed.reminders, plan.zone, title)}`,
  )
}

/** The words on the lock screen, chosen together (care C21), and the two short flows around a session (care C28). */
const saidCard = (visit: Visit, at: string, aboutSessions: boolean): Html =>
  html`<section class="card">
    <h2>How it is said</h2>
    ${form(
      visit,
      `${at}/words`,
      html`${field({ name: 'words', label: 'On the lock screen', required: true, hint: 'Chosen together. The default names no clinic and no therapy.' })}<button
          class="second"
        >
          Save
        </button>`,
      'line',
    )}
    ${form(
      visit,
      `${at}/sessions`,
      html`<input type="hidden" name="state" value="${aboutSessions ? 'off' : 'on'}" /><button class="second">
          ${aboutSessions ? 'No word before and after sessions' : 'A word before and after sessions'}
        </button>`,
    )}
  </section>`

function assignmentShown(
  visit: Visit,
  at: string,
  { id, flow, rule, windowMinutes, paused, programme, next }: Listed['assignments'][number],
  { title, zone }: { title: (flow: string) => string; zone: string },
): Html {
  const one = html`<input type="hidden" name="id" value="${id}" />`
  return html`<h3>${title(flow)}</h3>
    <p class="soft">
      ${programme ? 'Day programme: ' : ''}${ruleInWords(rule)}, open for ${windowMinutes} minutes.
      ${paused ? 'Paused.' : next ? html`Next: ${clock(new Date(next), zone)}.` : 'No time to come.'}
    </p>
    <div class="row">
      ${form(visit, `${at}/${paused ? 'resume' : 'pause'}`, html`${one}<button class="second">${paused ? 'Go on' : 'Pause'}</button>`)}
      ${form(visit, `${at}/end`, html`${one}<button class="second">End</button>`)}
    </div>`
}

/** Why a reminder was not sent, for whoever reads the table. */
const WHY_NOT: Readonly<Record<NonNullable<PromptRow['whyNot']>, string>> = {
  paused: 'paused',
  'window-closed': 'its window had closed',
  'quiet-hours': 'quiet hours',
  'one-a-day': 'one a day is enough',
  'session-day': 'a session that day',
  fewer: 'fewer, after days without an answer',
  ending: 'fewer, because the treatment ends',
  practice: 'a practice was under way',
  'with-person': 'somebody was with them',
  crisis: 'a crisis message stood',
  latch: 'imagery was closed',
  'not-welcomed': 'not welcomed yet',
  'not-open': 'not open in the plan',
  'not-signed': 'nobody signed it',
  waiting: 'on its way',
  expired: 'not sent: too late',
  overtaken: 'not sent: the client had stopped',
  refused: 'not delivered: refused',
  unknown: 'not known whether it arrived',
}

function reminders(rows: readonly PromptRow[], zone: string, title: (flow: string) => string): Html {
  if (rows.length === 0)
    return html`<section class="card">
      <h2>What became of them</h2>
      <p class="soft">None was due yet.</p>
    </section>`
  const when = (at: Date | null) => (at ? clock(new Date(at), zone) : '–')
  return html`<section class="card">
    <h2>What became of them</h2>
    <div class="scroll" tabindex="0" role="region" aria-label="Reminders">
      <table>
        <thead>
          <tr>
            ${['What', 'Meant for', 'Sent', 'Seen', 'Answered', ''].map((one) => html`<th scope="col">${one}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (row) =>
              html`<tr>
                <th scope="row">${title(row.flow)}${row.nudge ? ', nudge' : ''}</th>
                <td>${when(row.intended)}</td>
                <td>${when(row.sent)}</td>
                <td>${when(row.seen)}</td>
                <td>${when(row.answered)}${row.late ? ', late' : ''}</td>
                <td>${row.answer ?? (row.whyNot ? WHY_NOT[row.whyNot] : '')}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    <p class="hint">No channel tells us yet what was seen.</p>
  </section>`
}
