import { html } from 'hono/html'
import type { Assignment } from '../../core/plan.ts'
import { ruleOf } from '../../care/schedule/rule.ts'
import { type Html, type Visit } from '../http/visit.ts'
import { field, form, tick } from '../look/layout.ts'

/** Days of a rule by their number, 1 Monday … 7 Sunday. */
const DAYS = [
  ['MO', 'Mon'],
  ['TU', 'Tue'],
  ['WE', 'Wed'],
  ['TH', 'Thu'],
  ['FR', 'Fri'],
  ['SA', 'Sat'],
  ['SU', 'Sun'],
] as const

/** Days to tick; none ticked means every day. `on`: those that are ticked already. */
export const dayTicks = (on: readonly number[] = []): Html =>
  html`<fieldset>
    <legend>On these days; none ticked: every day</legend>
    ${DAYS.map(([value, label], index) => tick('days', label, { value, on: on.includes(index + 1) }))}
  </fieldset>`

/** The check-in of a day programme (care C22): one for a client, to be set, changed and, as every assignment, ended. */
export function programmeCard(visit: Visit, at: string, assignments: readonly Assignment[]): Html {
  const held = assignments.find(({ programme }) => programme)
  const { opens, closes, days } = held ? timesOf(held) : { opens: '09:00', closes: '15:00', days: [] }
  return html`<section class="card">
    <h2>${held ? 'Change the day programme' : 'A day programme'}</h2>
    <p class="soft">
      Three questions at most, once on each of its days, in their private chat. It is the one reminder of its days. A
      missed one is information, three in a row are amber.
    </p>
    ${form(
      visit,
      `${at}/programme`,
      html`${held ? html`<input type="hidden" name="replaces" value="${held.id}" />` : ''}
        ${field({ name: 'at', label: 'Opens at', type: 'time', value: opens, required: true })}
        ${field({ name: 'until', label: 'Closes at', type: 'time', value: closes, required: true })} ${dayTicks(days)}
        <button>${held ? 'Change' : 'Set'}</button>`,
    )}
  </section>`
}

function timesOf({ rule, windowMinutes }: Assignment) {
  const { times, days } = ruleOf(rule)
  const opens = Temporal.PlainTime.from(times[0] ?? { hour: 9, minute: 0 })
  const shown = (time: Temporal.PlainTime) => time.toString({ smallestUnit: 'minute' })
  return { opens: shown(opens), closes: shown(opens.add({ minutes: windowMinutes })), days }
}
