import { html } from 'hono/html'
import type { Opinion } from '../../core/event.ts'
import type { ClientFile } from '../../ports/console.ts'
import type { Html } from '../http/visit.ts'
import { calendar, curve, numbers, pairs, smallWeek, type Pair } from '../look/chart.ts'
import { clock, counted, day } from '../look/time.ts'

const DAY_MS = 24 * 60 * 60_000
const WEEKS = 6
const PAIRS_SHOWN = 12

/** Pictures, each with its numbers beside it (care C29: no verdict, the numbers as they are). */
export function pictures(file: ClientFile, now: Date, title: (flow: string) => string): Html {
  if (file.practices.length === 0) return html`<section class="card"><p class="soft">No practice yet.</p></section>`
  return html`<div class="two">${beforeAfter(file, title)} ${adherence(file, now)}</div>
    ${weeks(file, now)} ${confidence(file, title)}`
}

function beforeAfter({ practices, ratings, plan }: ClientFile, title: (flow: string) => string): Html {
  const all = practices
    .flatMap(({ id, flow, startedAt }): (Pair & { at: Date; flow: string })[] => {
      const own = ratings.filter(({ practice, scale }) => practice === id && scale === 'distress')
      const [before, after] = [
        own.find(({ moment }) => moment === 'before'),
        own.findLast(({ moment }) => moment === 'after'),
      ]
      return before && after
        ? [{ label: title(flow), before: before.value, after: after.value, at: startedAt, flow }]
        : []
    })
    .slice(-PAIRS_SHOWN)
  if (all.length === 0)
    return html`<section class="card">
      <h2>Before and after</h2>
      <p class="soft">No practice with both ratings yet.</p>
    </section>`
  return html`<section class="card">
    <h2>Before and after</h2>
    ${pairs(all, `Distress before (open) and after (filled) the last ${all.length} practices`)}
    <p class="hint">Open: before. Filled: after. Dashed: it rose.</p>
    ${numbers(
      'The numbers',
      ['When', 'Practice', 'Before', 'After'],
      all.map(({ at, flow, before, after }) => [clock(at, plan.zone), title(flow), before, after]),
    )}
  </section>`
}

function adherence({ practices, plan }: ClientFile, now: Date): Html {
  const days = Array.from({ length: WEEKS * 7 }, (_, index) =>
    day(new Date(now.getTime() - (WEEKS * 7 - 1 - index) * DAY_MS), plan.zone),
  )
  const counts = days.map((label) => ({
    label,
    count: practices.filter(({ startedAt }) => day(startedAt, plan.zone) === label).length,
  }))
  const did = counts.filter(({ count }) => count > 0)
  return html`<section class="card">
    <h2>Days with practice</h2>
    ${calendar(counts, `${counted(did.length, 'day')} with practice in ${WEEKS} weeks`)}
    <p class="hint">${counted(did.length, 'day')} in ${WEEKS} weeks. A column is a week; today is the last square.</p>
    ${numbers(
      'The days',
      ['Day', 'Practices'],
      did.map(({ label, count }) => [label, count]),
    )}
  </section>`
}

/** Distress by day, one small picture per week on one scale. */
function weeks({ ratings, plan }: ClientFile, now: Date): Html {
  const distress = ratings.filter(({ scale }) => scale === 'distress')
  const all = Array.from({ length: WEEKS }, (_, index) => {
    const first = now.getTime() - ((WEEKS - index) * 7 - 1) * DAY_MS
    const days = Array.from({ length: 7 }, (_one, at) => day(new Date(first + at * DAY_MS), plan.zone))
    return {
      from: days[0] ?? '',
      days: days.map((label) => distress.filter(({ at }) => day(at, plan.zone) === label).map(({ value }) => value)),
    }
  })
  return html`<section class="card">
    <h2>Distress by week</h2>
    <ul class="weeks">
      ${all.map(({ from, days }) => html`<li>${smallWeek(days, `Week from ${from}: ${counted(days.flat().length, 'rating')}`)}from ${from}</li>`)}
    </ul>
    ${numbers(
      'The numbers',
      ['Week of', 'Ratings', 'Lowest', 'Highest'],
      all.map(({ from, days }) => {
        const values = days.flat()
        return values.length === 0
          ? [from, 0, 'none', 'none']
          : [from, values.length, Math.min(...values), Math.max(...values)]
      }),
    )}
  </section>`
}

/** What a practice asks for in turn, in the words of the console (care C14, C18). */
const OPINION_WORDS: readonly (readonly [Opinion, string])[] = [
  ['could-tell', 'I could tell what was needed'],
  ['belief', 'Belief in their own sentence'],
  ['vividness', 'How clear the place was'],
]

/** Growing confidence: one of these is asked after a practice, so each has its own course. */
function confidence({ ratings, practices, plan }: ClientFile, title: (flow: string) => string): Html | string {
  const courses = OPINION_WORDS.flatMap(([scale, asked]) => {
    const own = ratings.filter((one) => one.scale === scale)
    return own.length === 0 ? [] : [{ asked, own }]
  })
  if (courses.length === 0) return ''
  const flowOf = new Map(practices.map(({ id, flow }) => [id, title(flow)]))
  return html`<section class="card">
    <h2>Growing confidence</h2>
    <p class="hint">
      One of these is asked after a practice, in turn: 0 not at all, 10 very much. The numbers as they are.
    </p>
    ${courses.map(
      ({ asked, own }) =>
        html`<h3>${asked}</h3>
          ${curve(
            own.map(({ at, value }) => ({ label: day(at, plan.zone), value })),
            `${asked}: ${counted(own.length, 'rating')}, from 0 to 10`,
          )}
          ${numbers(
            `${asked}, the numbers`,
            ['When', 'Practice', '0 to 10'],
            own.map(({ at, practice, value }) => [clock(at, plan.zone), flowOf.get(practice ?? '') ?? '–', value]),
          )}`,
    )}
  </section>`
}
