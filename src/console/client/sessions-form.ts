import { html } from 'hono/html'
import type { Plan } from '../../core/plan.ts'
import type { ClientFile } from '../../ports/console.ts'
import { go, Refused, type Answer, type Html, type Visit } from '../http/visit.ts'
import { field, form } from '../look/layout.ts'
import { savedPlan } from './saved-plan.ts'

/** Empty fields for new ones. */
const MORE = 2
const MOST_WEEKS = 26
const MOST_SESSIONS = 200
/** What is longer ago is kept and not shown. */
const SHOWN_DAYS = 7
const DAY_MS = 24 * 60 * 60_000

/** The sessions, on the client's clock (care C28). */
export function sessionsCard(visit: Visit, { client, plan }: ClientFile, now: Date): Html {
  const shown = (plan.sessions ?? []).filter((at) => isShown(at, now)).map((at) => localOf(at, plan.zone))
  return html`<section class="card">
    <h2>Sessions</h2>
    <p class="soft">On the client’s clock: ${plan.zone}. For 48 hours after one, a rise is marked “after session”.</p>
    ${form(
      visit,
      `/clients/${client.id}/sessions`,
      html`<div class="two tight">
          ${[...shown, ...Array.from({ length: MORE }, () => '')].map((at, place) =>
            field({
              name: 'at',
              id: `session-${place}`,
              label: at === '' ? 'Another session' : `Session ${place + 1}`,
              type: 'datetime-local',
              value: at,
            }),
          )}
          ${field({ name: 'weekly', label: 'Weekly after the last, so many more', type: 'number', min: 0, max: MOST_WEEKS, value: 0 })}
        </div>
        <p class="hint">An emptied field takes its session out.</p>
        <button>Save the sessions</button>`,
    )}
    <details>
      <summary>Out of a calendar</summary>
      ${form(
        visit,
        `/clients/${client.id}/calendar`,
        html`<p class="field">
            <label for="calendar">The text of a calendar file (.ics)</label>
            <textarea id="calendar" name="calendar" rows="4" required aria-describedby="calendar-hint"></textarea>
            <span class="hint" id="calendar-hint"
              >Only titles with ${client.pseudonym} count. What is to come is replaced; nothing of the file is
              kept.</span
            >
          </p>
          <button class="second">Take its dates</button>`,
      )}
    </details>
  </section>`
}

const isShown = (at: string, now: Date) => Date.parse(at) > now.getTime() - SHOWN_DAYS * DAY_MS

const localOf = (at: string, zone: string) =>
  Temporal.Instant.from(at).toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: 'minute' })

export async function saveSessions(visit: Visit): Promise<Answer> {
  const typed = visit.form.all('at').filter((at) => at !== '')
  const weekly = Number(visit.form.get('weekly') || '0')
  if (!Number.isInteger(weekly) || weekly < 0 || weekly > MOST_WEEKS)
    throw new Refused(`Give a whole number of weeks, up to ${MOST_WEEKS}.`)
  const now = await visit.reads.time(visit.clinic)
  return savedPlan(visit, (plan) => ({ ...plan, sessions: sessionsOf(plan, { typed, weekly, now }) }))
}

/** By the same command as the command line's. */
export async function readCalendar(visit: Visit): Promise<Answer> {
  const client = visit.param('client')
  const calendar = visit.form.get('calendar')
  const by = visit.who.clinician
  await visit.deps.commandsAs(by)['care.readCalendar']?.({ client, calendar, by })
  return go(`/clients/${client}`)
}

interface Typed {
  readonly typed: readonly string[]
  readonly weekly: number
  readonly now: Date
}

/** Those that were typed and those that are past, each once and in order. A weekly one keeps its hour over a change of the clocks. */
function sessionsOf({ sessions = [], zone }: Plan, { typed, weekly, now }: Typed): string[] {
  const own = typed.map((at) => zonedIn(at, zone)).toSorted((a, b) => Temporal.ZonedDateTime.compare(a, b))
  const last = own.at(-1)
  const more = last ? Array.from({ length: weekly }, (_none, week) => last.add({ weeks: week + 1 })) : []
  const written = [...own, ...more].map((at) => at.toString({ timeZoneName: 'never', smallestUnit: 'second' }))
  const past = sessions.filter((at) => !isShown(at, now))
  const all = [...new Map([...past, ...written].map((at) => [Date.parse(at), at])).entries()]
  if (all.length > MOST_SESSIONS) throw new Refused(`A plan holds ${MOST_SESSIONS} sessions at most.`)
  return all.toSorted(([a], [b]) => a - b).map(([, at]) => at)
}

function zonedIn(at: string, zone: string): Temporal.ZonedDateTime {
  try {
    return Temporal.PlainDateTime.from(at, { overflow: 'reject' }).toZonedDateTime(zone)
  } catch {
    throw new Refused('One of these sessions is no date and time. Please correct it.')
  }
}
