import { html } from 'hono/html'
import { countries, rowsOf } from '../../rails/crisis-directory.ts'
import { standingOf } from '../../rails/directory-standing.ts'
import { go, HOUSE, NotFound, page, type Answer, type Html, type Visit } from '../http/visit.ts'
import { form } from '../look/layout.ts'

const STATES = { verified: 'checked', unverified: 'never checked', expired: 'checked too long ago' } as const

/** The crisis numbers that clients read, and when somebody last rang or read each. */
export async function numbersPage(visit: Visit): Promise<Answer> {
  const country = countries().find((one) => one === (visit.query('country') ?? 'AU')) ?? countries()[0] ?? ''
  return page(
    'Crisis numbers',
    html`<p class="soft">
        Clients always read these, whatever stands here. Nobody new is enrolled in a country until its emergency numbers
        and one line were checked.
      </p>
      <form method="get" action="/console/numbers" class="line">
        <p class="field">
          <label for="country">Country</label
          ><select id="country" name="country">
            ${countries().map((one) => html`<option ${one === country ? html`selected` : ''}>${one}</option>`)}
          </select>
        </p>
        <button class="second">Show</button>
      </form>
      <div class="card scroll" tabindex="0" role="region" aria-label="Numbers of ${country}">
        <table>
          <thead>
            <tr>
              <th scope="col">What</th>
              <th scope="col">Number</th>
              <th scope="col">Hours</th>
              <th scope="col">Checked</th>
              <th scope="col">Source</th>
              ${mayConfirm(visit) ? html`<th scope="col">Today</th>` : ''}
            </tr>
          </thead>
          <tbody>
            ${rowsOf(country).map((row) => numberRow(visit, country, row))}
          </tbody>
        </table>
      </div>`,
  )
}

const mayConfirm = ({ who }: Visit) => HOUSE.includes(who.role)

function numberRow(visit: Visit, country: string, row: ReturnType<typeof rowsOf>[number]): Html {
  const { state, verifiedOn } = standingOf(row, visit.deps.world.now(), visit.settings.confirmedNumbers)
  return html`<tr>
    <td>${row.name}</td>
    <td><code>${row.number}</code></td>
    <td>${row.hours}</td>
    <td>${STATES[state]}${verifiedOn ? `, ${verifiedOn}` : ''}</td>
    <td>${row.source}</td>
    ${
      mayConfirm(visit)
        ? html`<td>
            ${form(visit, '/numbers/confirm', html`<input type="hidden" name="country" value="${country}" /><input type="hidden" name="number" value="${row.number}" /><button class="second">I rang or read it</button>`)}
          </td>`
        : ''
    }
  </tr>`
}

export async function confirmNumber(visit: Visit): Promise<Answer> {
  const { form: sent, who } = visit
  const country = countries().find((one) => one === sent.get('country'))
  if (country === undefined) throw new NotFound()
  const commands = visit.deps.commandsAs(who.clinician)
  await commands['people.confirmNumber']?.({ country, number: sent.get('number'), by: who.clinician })
  return go(`/numbers?country=${country}`)
}
