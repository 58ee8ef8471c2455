import { html } from 'hono/html'
import type { AdaptationRow } from '../../ports/console.ts'
import type { ClientId } from '../../core/ids.ts'
import { namesOf } from '../client/names.ts'
import type { Html, Visit } from '../http/visit.ts'
import { field, form } from '../look/layout.ts'
import { clock } from '../look/time.ts'

/** What stands or waits in other words: of one client, or of the whole clinic. Empty where there is nothing. */
export async function adaptedCard(visit: Visit, client: ClientId | null): Promise<Html | string> {
  const rows = await visit.deps.adaptationsAs(visit.who.clinician).adaptations(visit.clinic, client)
  const mine = rows.filter((row) => row.client === client)
  if (mine.length === 0) return ''
  const [names, signed] = await Promise.all([namesOf(visit), visit.people.signatures(visit.clinic)])
  const isCurrent = ({ flow, lang, base }: AdaptationRow) =>
    signed.findLast((one) => one.flow === flow && one.lang === lang)?.hash === base
  return html`<section class="card">
    <h2>Lines in other words</h2>
    ${mine.map((row) => adapted(visit, row, { by: names.get(row.madeBy) ?? row.madeBy, isCurrent: isCurrent(row) }))}
  </section>`
}

function adapted(visit: Visit, row: AdaptationRow, { by, isCurrent }: { by: string; isCurrent: boolean }): Html {
  return html`<h3>${row.flow}, ${row.lang}</h3>
    <ul class="reasons">
      ${row.lines.map(({ line, text }) => html`<li><q>${text}</q> <span class="soft">${line}</span></li>`)}
      ${row.passed.map(({ message, reasons }) => html`<li class="soft">${message} Passed: ${reasons.map(({ reason }) => reason).join(' · ')}</li>`)}
    </ul>
    <p class="soft">By ${by}, ${clock(row.madeAt, visit.settings.zone)}. ${standing(row, isCurrent)}</p>
    ${row.signedAt === null && row.madeBy !== visit.who.clinician ? second(visit, row) : ''}
    ${form(visit, `/adaptations/${row.id}/end`, html`<button class="second">Back to the signed words</button>`)}`
}

function standing({ signedAt }: AdaptationRow, isCurrent: boolean): string {
  if (!isCurrent) return 'The practice was signed anew since: clients hear the new words until this is made again.'
  return signedAt === null ? 'It waits for a second clinician, and nobody hears it yet.' : ''
}

const second = (visit: Visit, { id }: AdaptationRow): Html =>
  form(
    visit,
    `/adaptations/${id}/countersign`,
    html`${field({ name: 'reason', id: `second-${id}`, label: 'Why it may pass', required: true })}<button>
        Sign as the second, ${visit.who.name}
      </button>`,
    'line',
  )
