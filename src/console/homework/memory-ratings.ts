import { html } from 'hono/html'
import { MEMORY_RATINGS, type MemoryRating } from '../../care/measures/memory-ratings.ts'
import type { Html, Visit } from '../http/visit.ts'
import { curve } from '../look/chart.ts'
import { field, form } from '../look/layout.ts'
import { day } from '../look/time.ts'
import { commanded } from './asked.ts'

/** As `care.memoryRatings` answers. */
type Rated = Readonly<Record<MemoryRating, number>> & { readonly takenAt: Date }

const TITLES: Readonly<Record<MemoryRating, string>> = {
  attachment: 'Attachment to the memory',
  intensity: 'How intense it is',
  fright: 'How frightening it is',
}

export async function memoryRatingsOf(visit: Visit): Promise<readonly Rated[]> {
  const { ratings } = (await commanded(visit, 'care.memoryRatings')) as { ratings: Rated[] }
  return ratings
}

/** What was rated together in session (care C17): numbers and a day, and no field for a word. */
export const memoryForm = (visit: Visit, at: string): Html =>
  html`<section class="card noprint">
    <h2>A memory, as you rated it together in session</h2>
    ${form(
      visit,
      `${at}/memory`,
      html`<div class="two tight">
          ${MEMORY_RATINGS.map((name) => field({ name, label: TITLES[name], type: 'number', min: 0, max: 10, required: true }))}
          ${field({ name: 'on', label: 'Day of the session', type: 'date', hint: 'Empty: today' })}
        </div>
        <button>Keep the numbers</button>`,
    )}
    <p class="hint">
      0 not at all, 10 as much as can be. What the memory is about is not asked, and has no place here.
    </p>
  </section>`

export const memoryCourse = (all: readonly Rated[], zone: string): Html | string =>
  all.length === 0
    ? ''
    : html`<section class="card">
        <h2>Rated in session</h2>
        ${MEMORY_RATINGS.map(
          (name) =>
            html`<h3>${TITLES[name]}</h3>
              ${curve(
                all.map((one) => ({ label: dayOf(one, zone), value: one[name] })),
                `${TITLES[name]}, rated ${all.length} times in session, from 0 to 10`,
              )}`,
        )}
        <div class="scroll" tabindex="0" role="region" aria-label="Rated in session, the numbers">
          <table>
            <thead>
              <tr>
                ${['When', ...MEMORY_RATINGS.map((name) => TITLES[name])].map((one) => html`<th scope="col">${one}</th>`)}
              </tr>
            </thead>
            <tbody>
              ${all.map(
                (one) =>
                  html`<tr>
                    <th scope="row">${dayOf(one, zone)}</th>
                    ${MEMORY_RATINGS.map((name) => html`<td>${one[name]}</td>`)}
                  </tr>`,
              )}
            </tbody>
          </table>
        </div>
      </section>`

const dayOf = ({ takenAt }: Rated, zone: string) => day(new Date(takenAt), zone)
