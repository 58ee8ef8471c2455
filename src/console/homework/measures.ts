import { html } from 'hono/html'
import { INSTRUMENTS } from '../../rails/instruments/instruments.ts'
import { clientSeen } from '../client/client-seen.ts'
import { page, type Answer, type Html, type Visit } from '../http/visit.ts'
import { trend } from '../look/chart.ts'
import { choice, field, form } from '../look/layout.ts'
import { clock, day } from '../look/time.ts'
import { commanded } from './asked.ts'
import { memoryCourse, memoryForm, memoryRatingsOf } from './memory-ratings.ts'

/** As `care.measures` answers. */
export interface Measured {
  readonly instrument: string
  readonly takenAt: Date
  readonly by: string
  readonly reviewedBy: string | null
  readonly total: number
  readonly most: number
  readonly band: string
  readonly risk: number | null
  readonly sinceFirst: string | null
}

export async function measuredOf(visit: Visit): Promise<readonly Measured[]> {
  const { measures } = (await commanded(visit, 'care.measures')) as { measures: Measured[] }
  return measures
}

/** Questionnaires: their course with the band of what is more than noise, and one to open. No verdict goes to the client. */
export async function measuresPage(visit: Visit): Promise<Answer> {
  const { client, plan } = await clientSeen(visit)
  const all = await measuredOf(visit)
  const at = `/clients/${client}/measures`
  const waits = all.filter(({ reviewedBy }) => reviewedBy === null).length
  return page(
    'Questionnaires',
    html`<p><a href="/console/clients/${client}">Back to the plan</a></p>
      ${
        waits === 0
          ? ''
          : html`<section class="card">
              <p>${waits} of these nobody has looked at yet.</p>
              ${form(visit, `${at}/review`, html`<button>I have looked at them</button>`)}
            </section>`
      }
      ${all.length === 0 ? html`<p class="soft">None was filled in yet.</p>` : ''} ${courses(all, plan.zone)}
      ${memoryCourse(await memoryRatingsOf(visit), plan.zone)} ${memoryForm(visit, at)}
      <section class="card noprint">
        <h2>Type in one from the session</h2>
        ${form(
          visit,
          `${at}/record`,
          html`${choice(
              { name: 'instrument', label: 'Which', value: '' },
              INSTRUMENTS.map(({ id, itemCount }) => [id, `${id} (${itemCount} items)`] as const),
            )}
            ${field({ name: 'answers', label: 'The answers, in order', required: true, hint: 'Numbers with commas between: 1,0,2,…' })}<button>
              Keep it
            </button>`,
        )}
        <p class="hint">
          One to be filled in by chat is put on the schedule under Reminders. A client fills in one a day at most.
        </p>
      </section>`,
  )
}

/** A picture and a table for each questionnaire. */
export const courses = (all: readonly Measured[], zone: string): Html =>
  html`${INSTRUMENTS.flatMap(({ id, reliableChange }) => {
    const own = all.filter(({ instrument }) => instrument === id)
    return own.length === 0 ? [] : [course(id, own, { zone, reliableChange })]
  })}`

function course(
  id: string,
  own: readonly Measured[],
  { zone, reliableChange }: { zone: string; reliableChange: number | null },
): Html {
  const points = own.map(({ takenAt, total }) => ({ label: day(new Date(takenAt), zone), value: total }))
  const most = own[0]?.most ?? 1
  return html`<section class="card">
    <h2>${id}</h2>
    ${trend(points, { title: `${id}, ${own.length} times, from 0 to ${most}`, most, noise: reliableChange })}
    ${reliableChange === null ? '' : html`<p class="hint">The band is the noise around the first time: ${reliableChange} points either way.</p>`}
    <div class="scroll" tabindex="0" role="region" aria-label="${id}, the numbers">
      <table>
        <thead>
          <tr>
            ${['When', 'Total', 'Band', 'Since the first', 'Risk item', 'Looked at'].map((one) => html`<th scope="col">${one}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${own.map(
            (one) =>
              html`<tr>
                <th scope="row">${clock(new Date(one.takenAt), zone)}</th>
                <td>${one.total} of ${one.most}</td>
                <td>${one.band}</td>
                <td>${one.sinceFirst ?? '–'}</td>
                <td>${one.risk ?? '–'}</td>
                <td>${one.reviewedBy === null ? 'not yet' : 'yes'}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`
}
