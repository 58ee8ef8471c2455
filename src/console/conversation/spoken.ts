import { html } from 'hono/html'
import { fromClinician } from '../../core/from-clinician.ts'
import { ClientId, RowId } from '../../core/ids.ts'
import { LIMITS } from '../../core/limits.ts'
import { formatOf } from '../../core/sound/format.ts'
import { go, idOf, NotFound, Refused, type Answer, type Html, type Visit } from '../http/visit.ts'
import { form } from '../look/layout.ts'

/* A signed-in clinician's own voice (care C25): recorded by their phone, heard by them, then sent by them. */

const NOT_YOURS = 'Take the conversation first: one person at a time writes in it.'
const NO_LINK = 'No chat of this client is known yet.'
const NO_SOUND = 'This client’s chat plays no recordings: Telegram and the web page do. Please write, or ring.'

const clientOf = (visit: Visit) => idOf(ClientId, visit.param('client'))
const whoseOf = (visit: Visit) => ({ clinic: visit.clinic, client: clientOf(visit), by: visit.who.clinician })

/** Keeps it as a draft; nothing is sent. */
export async function record(visit: Visit): Promise<Answer> {
  const sound = visit.form.file('sound')
  if (sound === null || sound.length === 0) throw new Refused('There was no recording in it.')
  if (sound.length > LIMITS.spokenBytes)
    throw new Refused(`A message has ${LIMITS.spokenBytes / 1024 / 1024} MB at most. Please record a shorter one.`)
  const format = formatOf(sound)
  if (format === null)
    throw new Refused('That is no OGG, MP3 or M4A recording. Please record it as one of these: every phone plays them.')
  const whose = whoseOf(visit)
  const id = RowId.parse(visit.deps.world.newId())
  const done = await visit.reads.keepSpoken({ ...whose, id, format, sound })
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

/** On a phone the field opens its recorder. It needs no script. */
export const speakForm = (visit: Visit, client: ClientId): Html =>
  html`<details id="spoken">
    <summary>Say it instead</summary>
    <form method="post" action="/console/clients/${client}/spoken" enctype="multipart/form-data">
      <input type="hidden" name="csrf" value="${visit.csrf}" />
      <p class="field">
        <label for="sound">A recording. The client reads “${visit.who.name} says:” and hears it</label>
        <input id="sound" name="sound" type="file" accept="audio/*" capture required aria-describedby="sound-hint" />
        <span class="hint" id="sound-hint"
          >OGG, MP3 or M4A, ${LIMITS.spokenBytes / 1024 / 1024} MB at most. You hear it before it goes. Nothing checks
          whether spoken words lead.</span
        >
      </p>
      <button class="second">Keep, and listen</button>
    </form>
  </details>`

/** What was recorded and not sent. It goes when its maker presses, and never by itself. */
export const draftForm = (visit: Visit, client: ClientId, id: RowId): Html =>
  html`<section id="spoken" aria-labelledby="draft">
    <h3 id="draft">Your recording, not sent yet</h3>
    <p>${player(client, id)}</p>
    ${form(visit, `/clients/${client}/spoken/${id}/send`, html`<button>Send the recording</button>`)}
    ${form(visit, `/clients/${client}/spoken/drop`, html`<button class="quiet">Throw it away</button>`)}
  </section>`

export const player = (client: ClientId, id: RowId): Html =>
  html`<audio controls preload="none" src="/console/clients/${client}/spoken/${id}" aria-label="Recording"></audio>`
