import { html } from 'hono/html'
import { alarmBudget, BUDGET, type AlarmBudget, type AlarmCounts, type Measured } from '../../care/budget.ts'
import { page, type Answer, type Html, type Visit } from '../http/visit.ts'
import { numbers } from '../look/chart.ts'
import { ruleWords } from '../look/reasons.ts'
import { day } from '../look/time.ts'
import { dayColumns, ruleBars } from './budget-chart.ts'
import { nameIn } from './standing.ts'

const DAY_MS = 24 * 60 * 60_000

/** What the alarms cost and what they were good for, rule by rule (care C24). It changes nothing. */
export async function budgetPage(visit: Visit): Promise<Answer> {
  const [counts, people, now] = await Promise.all([
    visit.deps.duty.alarmCounts(visit.clinic, BUDGET.days),
    visit.people.clinicians(visit.clinic),
    visit.reads.time(visit.clinic),
  ])
  const names = new Map(people.map(({ id, name }) => [id as string, name]))
  const found = alarmBudget(counts, visit.settings)
  return page(
    'What the alarms cost',
    html`<p><a href="/console/cover">Escalations and cover</a></p>
      <p class="soft">
        The last ${found.days} days, ${found.clientWeeks.toFixed(1)} client-weeks. A rule over its budget is here to be
        talked about: nothing is switched off by itself.
      </p>
      ${rulesCard(found)}
      ${daysCard(found, interruptedDays(counts, visit.settings.zone), { names, now, zone: visit.settings.zone })}`,
  )
}

function rulesCard({ rules }: AlarmBudget): Html {
  if (rules.length === 0)
    return html`<section class="card">
      <h2>By rule</h2>
      <p class="soft">No rule has raised a flag in these days.</p>
    </section>`
  const limit = BUDGET.ambersPerTenClientWeeks
  return html`<section class="card">
    <h2>By rule</h2>
    ${ruleBars(
      rules.map(({ rule, ambersPerTenClientWeeks: { is, over } }) => ({ label: ruleWords(rule), value: is, over })),
      limit,
      `“Soon” flags per 10 client-weeks by rule; the budget is ${limit}`,
    )}
    <p class="hint">“Soon” flags per 10 client-weeks. Dashed: the budget, ${limit}.</p>
    <div class="scroll" tabindex="0" role="region" aria-label="Figures by rule">
      <table>
        <thead>
          <tr>
            <th scope="col">Rule</th>
            <th scope="col">Flags</th>
            <th scope="col">“Soon” per 10 client-weeks</th>
            <th scope="col">Judged useful</th>
            <th scope="col">Judged not</th>
            <th scope="col">Share useful</th>
          </tr>
        </thead>
        <tbody>
          ${rules.map(ruleRow)}
        </tbody>
      </table>
    </div>
    <p class="hint">
      Useful: it ended with anything but “No concern”. At least ${BUDGET.usefulShare * 10} of 10 should be.
    </p>
  </section>`
}

const ruleRow = ({
  rule,
  flags,
  judged,
  useful,
  ambersPerTenClientWeeks,
  usefulShare,
}: AlarmBudget['rules'][number]): Html =>
  html`<tr>
    <th scope="row">${ruleWords(rule)}</th>
    <td>${flags}</td>
    <td>${figure(ambersPerTenClientWeeks)}</td>
    <td>${useful}</td>
    <td>${judged - useful}</td>
    <td>${figure(usefulShare, 'too few')}</td>
  </tr>`

interface Around {
  readonly names: ReadonlyMap<string, string>
  readonly now: Date
  readonly zone: string
}

function daysCard(found: AlarmBudget, days: readonly ClinicianDay[], { names, now, zone }: Around): Html {
  const limit = BUDGET.interruptionsPerClinicianDay
  const all = Array.from({ length: found.days }, (_none, index) =>
    day(new Date(now.getTime() - (found.days - 1 - index) * DAY_MS), zone),
  )
  const most = (one: string) => Math.max(0, ...days.filter((each) => each.day === one).map(({ count }) => count))
  return html`<section class="card">
    <h2>Interruptions</h2>
    <dl>
      <dt>On a clinician’s worst day</dt>
      <dd>${figure(found.interruptionsPerClinicianDay)} (at most ${limit})</dd>
      <dt>In uncovered hours, per 100 client-weeks</dt>
      <dd>${figure(found.nightPagesPerHundredClientWeeks)} (at most ${BUDGET.nightPagesPerHundredClientWeeks})</dd>
    </dl>
    ${dayColumns(
      all.map((one) => ({ day: one, most: most(one) })),
      limit,
      `Interruptions on each of the last ${found.days} days, of whoever had the most; the budget is ${limit}`,
    )}
    <p class="hint">Each column is a day and whoever was told most on it; today is the last.</p>
    ${numbers(
      'By clinician and day',
      ['Day', 'Who', 'Times told'],
      days.map(({ day: one, clinician, count }) => [one, nameIn(names, clinician), count]),
    )}
  </section>`
}

interface ClinicianDay {
  readonly day: string
  readonly clinician: string
  readonly count: number
}

/** Newest first. One notice over several channels interrupts once. */
function interruptedDays({ interruptions }: AlarmCounts, zone: string): ClinicianDay[] {
  const notices = [...new Map(interruptions.map((one) => [`${one.notice} ${one.clinician}`, one])).values()]
  const groups = Map.groupBy(notices, ({ clinician, at }) => `${day(at, zone)} ${clinician}`)
  return [...groups]
    .map(([key, all]) => ({ day: key.slice(0, 10), clinician: key.slice(11), count: all.length }))
    .toSorted((a, b) => b.day.localeCompare(a.day) || b.count - a.count)
}

function figure({ is, over }: Measured, beyond = 'over'): Html {
  if (is === null) return html`<span class="soft">not known yet</span>`
  return over ? html`<strong>${is.toFixed(2)}, ${beyond}</strong>` : html`${is.toFixed(2)}`
}
