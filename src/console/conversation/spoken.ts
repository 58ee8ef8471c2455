import { html } from 'hono/html'
import { fromClinician } from '../../core/from-clinician.ts'
import { ClientId, RowId } from '../../core/ids.ts'
import { LIMITS } from '../../core/limits.ts'
import { go, idOf, NotFound, Refused, type Answer, type Html, type Visit } from '../http/visit.ts'
import { form } from '../look/layout.ts'
import { player, soundForm, soundSent } from '../look/sound.ts'

/* A signed-in clinician's own voice (care C25): recorded by their phone, heard by them, then sent by them. */

const NOT_YOURS = 'Take the conversation first: one person at a time writes in it.'
const NO_LINK = 'No chat of this client is known yet.'
const NO_SOUND = 'This client’s chat plays no recordings: Telegram and the web page do. Please write, or ring.'

const clientOf = (visit: Visit) => idOf(ClientId, visit.param('client'))
const whoseOf = (visit: Visit) => ({ clinic: visit.clinic, client: clientOf(visit), by: visit.who.clinician })

/** Keeps it as a draft; nothing is sent. */
export async function record(visit: Visit): Promise<Answer> {
  const sent = soundSent(visit.form, LIMITS.spokenBytes)
  if ('problem' in sent) throw new Refused(sent.problem)
  const whose = whoseOf(visit)
  const id = RowId.parse(visit.deps.world.newId())
  const done = await visit.reads.keepSpoken({ ...whose, id, ...sent })
  if (done === 'unknown') throw new NotFound()
  if (done === 'not-yours') throw new Refused(NOT_YOURS)
  if (done === 'no-link') throw new Refused(NO_LINK)
  if (done === 'no-sound') throw new Refused(NO_SOUND)
  return go(`/clients/${whose.client}/conversation#spoken`)
}

export async function hear(visit: Visit): Promise<Answer> {
  const found = await visit.reads.spoken(visit.clinic, clientOf(visit), idOf(RowId, visit.param('message')))
  if (!found) throw new NotFound()
  return { kind: 'sound', ...found }
}

/** The draft that was heard, by its own id: a newer one in its place is not sent unheard, and none is sent twice. */
export async function sendSpoken(visit: Visit): Promise<Answer> {
  const whose = whoseOf(visit)
  const done = await visit.people.writeToClient({
    ...whose,
    id: idOf(RowId, visit.param('message')),
    message: fromClinician({ kind: 'from-clinician', name: visit.who.name, words: '', spoken: true }),
  })
  if (done === 'unknown') throw new NotFound()
  if (done === 'not-yours') throw new Refused(NOT_YOURS)
  if (done === 'no-link') throw new Refused(NO_LINK)
  if (done === 'no-sound') throw new Refused(NO_SOUND)
  if (done === 'no-draft') throw new Refused('That recording was sent already, or another one stands in its place.')
  return go(`/clients/${whose.client}/conversation`)
}

export async function dropSpoken(visit: Visit): Promise<Answer> {
  const whose = whoseOf(visit)
  if (!(await visit.people.plan(whose.clinic, whose.client))) throw new NotFound()
  await visit.reads.dropSpoken(whose)
  return go(`/clients/${whose.client}/conversation`)
}

export const speakForm = (visit: Visit, client: ClientId): Html =>
  html`<details id="spoken">
    <summary>Say it instead</summary>
    ${soundForm(visit, {
      action: `/clients/${client}/spoken`,
      id: 'sound',
      label: `A recording. The client reads “${visit.who.name} says:” and hears it`,
      hint: 'You hear it before it goes.',
      most: LIMITS.spokenBytes,
      button: 'Keep, and listen',
    })}
  </details>`

/** What was recorded and not sent. It goes when its maker presses, and never by itself. */
export const draftForm = (visit: Visit, client: ClientId, id: RowId): Html =>
  html`<section id="spoken" aria-labelledby="draft">
    <h3 id="draft">Your recording, not sent yet</h3>
    <p>${spokenPlayer(client, id)}</p>
    ${form(visit, `/clients/${client}/spoken/${id}/send`, html`<button>Send the recording</button>`)}
    ${form(visit, `/clients/${client}/spoken/drop`, html`<button class="quiet">Throw it away</button>`)}
  </section>`

export const spokenPlayer = (client: ClientId, id: RowId): Html => player(`/clients/${client}/spoken/${id}`)
