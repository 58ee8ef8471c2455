import { html } from 'hono/html'
import { fromClinician } from '../../core/from-clinician.ts'
import { RowId } from '../../core/ids.ts'
import { go, page, Refused, type Answer, type Visit } from '../http/visit.ts'
import { conversationBody, titleOf, viewOf, writeForm } from './conversation.ts'

/** As one message may be on Telegram, less the name. */
const MOST = 3_500

/**
 * A signed-in clinician's own words (care C25). What may lead is shown with why, and sent once they say that it is meant.
 */
export async function write(visit: Visit): Promise<Answer> {
  const view = await viewOf(visit)
  const { client, plan } = view
  const words = visit.form.get('words')
  if (words === '' || words.length > MOST) throw new Refused(`A message has 1 to ${MOST} characters.`)
  const advice = visit.deps.advise(words, plan.lang)
  if (advice.length > 0 && visit.form.get('meant') !== 'yes') {
    const draft = html`<section class="card" aria-labelledby="leads">
      <h2 id="leads">This may lead</h2>
      <ul class="reasons">
        ${advice.map((one) => html`<li>${one}</li>`)}
      </ul>
      ${writeForm(visit, client.id, words, true)}
    </section>`
    // One form is enough: the one under the conversation is left out.
    const body = await conversationBody(visit, { ...view, handedTo: null }, draft)
    return page(titleOf(view, visit), body, 409)
  }
  const done = await visit.people.writeToClient({
    clinic: visit.clinic,
    client: client.id,
    by: visit.who.clinician,
    id: RowId.parse(visit.deps.world.newId()),
    message: fromClinician({ kind: 'from-clinician', name: visit.who.name, words }),
  })
  if (done === 'not-yours') throw new Refused('Take the conversation first: one person at a time writes in it.')
  if (done === 'no-link') throw new Refused('No chat of this client is known yet.')
  return go(`/clients/${client.id}/conversation`)
}
