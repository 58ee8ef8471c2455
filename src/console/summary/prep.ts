import { html } from 'hono/html'
import type { ClientFile } from '../../ports/console.ts'
import type { Html } from '../http/visit.ts'
import { counted } from '../look/time.ts'

const WEEK_MS = 7 * 24 * 60 * 60_000

/** What of the last two weeks belongs into the session: what helped, what was left in the middle, what made it worse. */
export function prep(
  { practices, ratings, held, flags }: ClientFile,
  now: Date,
  title: (flow: string) => string,
): Html {
  const since = now.getTime() - 2 * WEEK_MS
  const lately = practices.filter(({ startedAt }) => startedAt.getTime() >= since)
  const flows = [...new Set(lately.map(({ flow }) => flow))]
  const worse = flags.filter(({ at }) => at.getTime() >= since).length
  return html`<section class="card">
    <h2>The last two weeks</h2>
    ${
      lately.length === 0
        ? html`<p class="soft">No practice.</p>`
        : html`<div class="scroll" tabindex="0" role="region" aria-label="The last two weeks">
            <table>
              <thead>
                <tr>
                  ${['Practice', 'Times', 'To the end', 'Stopped or left', 'Distress, on average', 'Helped'].map((one) => html`<th scope="col">${one}</th>`)}
                </tr>
              </thead>
              <tbody>
                ${flows.map((flow) => practiceRow(flow, { lately, ratings, title }))}
              </tbody>
            </table>
          </div>`
    }
    <p class="soft">
      ${counted(worse, 'flag')} in this time.
      ${held.length === 0 ? 'No practice is held.' : html`Held, because they left the client worse: ${held.map(({ flow }) => title(flow)).join(', ')}.`}
    </p>
  </section>`
}

function practiceRow(
  flow: string,
  {
    lately,
    ratings,
    title,
  }: { lately: ClientFile['practices']; ratings: ClientFile['ratings']; title: (flow: string) => string },
): Html {
  const runs = lately.filter((one) => one.flow === flow)
  const ids = new Set<string>(runs.map(({ id }) => id))
  const own = ratings.filter(({ practice }) => practice !== null && ids.has(practice))
  const mean = (scale: string, moment?: string) => {
    const values = own
      .filter((one) => one.scale === scale && (!moment || one.moment === moment))
      .map(({ value }) => value)
    return values.length === 0 ? '–' : (values.reduce((sum, one) => sum + one, 0) / values.length).toFixed(1)
  }
  return html`<tr>
    <th scope="row">${title(flow)}</th>
    <td>${runs.length}</td>
    <td>${runs.filter(({ outcome }) => outcome === 'done').length}</td>
    <td>${runs.filter(({ outcome }) => outcome !== null && outcome !== 'done').length}</td>
    <td>${mean('distress', 'before')} before, ${mean('distress', 'after')} after</td>
    <td>${mean('helped')}</td>
  </tr>`
}
