import { html } from 'hono/html'
import { RowId } from '../../core/ids.ts'
import { LIMITS } from '../../core/limits.ts'
import { RECORDINGS } from '../../core/message.ts'
import { clientSeen } from '../client/client-seen.ts'
import { go, idOf, NotFound, page, Refused, type Answer, type Visit } from '../http/visit.ts'
import { form } from '../look/layout.ts'
import { player, soundSent } from '../look/sound.ts'
import { placesOf } from './heard-in.ts'
import { MOMENTS, recordingsPage } from './recordings.ts'

const GONE = 'That recording was kept or thrown away already, or another one stands in its place.'

/** Keeps it as a draft: the client hears what they heard before. */
export async function draft(visit: Visit): Promise<Answer> {
  const { client } = await clientSeen(visit)
  const name = RECORDINGS.find((one) => one === visit.param('name'))
  if (name === undefined) throw new NotFound()
  const sent = soundSent(visit.form, LIMITS.recordingBytes)
  if ('problem' in sent) return recordingsPage(visit, { name, words: sent.problem })
  const id = RowId.parse(visit.deps.world.newId())
  await visit.care.draftRecording({ clinic: visit.clinic, client, id, name, ...sent, by: visit.who.clinician })
  return go(`/clients/${client}/recordings#${name}`)
}

export async function hearRecording(visit: Visit): Promise<Answer> {
  const found = await visit.care.recording(await whichOf(visit))
  if (!found) throw new NotFound()
  return { kind: 'sound', ...found }
}

/** The draft that was heard, by its own id: another in its place is not kept unheard. */
export async function keep(visit: Visit): Promise<Answer> {
  const which = await whichOf(visit)
  if ((await visit.care.keepDraft({ ...which, by: visit.who.clinician })) === 'none') throw new Refused(GONE)
  return go(`/clients/${which.client}/recordings`)
}

export async function drop(visit: Visit): Promise<Answer> {
  const which = await whichOf(visit)
  if ((await visit.care.dropDraft({ ...which, by: visit.who.clinician })) === 'none') throw new Refused(GONE)
  return go(`/clients/${which.client}/recordings`)
}

/** What the client has in its place, before it goes. */
export async function removePage(visit: Visit): Promise<Answer> {
  const { plan } = await clientSeen(visit)
  const { client, id, clinic } = await whichOf(visit)
  const row = (await visit.care.recordings(clinic, client)).find((one) => one.kept && one.id === id)
  if (!row) throw new NotFound()
  const places = (await placesOf(visit, plan)).filter(({ name }) => name === row.name)
  const own = `/clients/${client}/recordings`
  return page(
    `Remove “${MOMENTS[row.name]}”`,
    html`<section class="card">
      <p>${player(`${own}/${id}/sound`)}</p>
      <h2>What they have instead</h2>
      ${places.length === 0 ? html`<p>Nothing that clients of this clinic hear now plays it: nothing changes for them.</p>` : ''}
      <ul class="reasons">
        ${places.map(({ title, instead }) => instead.map((sentence) => html`<li>${title}: ${sentence}</li>`))}
        ${places.length === 0 ? '' : html`<li>A practice that runs now, and was about to play it, says its line alone.</li>`}
      </ul>
      <p class="soft">What was played before stays in their chat. They are not told.</p>
      ${form(visit, `${own}/${id}/remove`, html`<button>Remove it</button> <a class="button second" href="/console${own}">Back</a>`)}
    </section>`,
  )
}

export async function remove(visit: Visit): Promise<Answer> {
  const { clinic, client, id } = await whichOf(visit)
  const by = visit.who.clinician
  if ((await visit.care.removeRecording({ clinic, client, which: { id }, by })) === 'none') throw new Refused(GONE)
  return go(`/clients/${client}/recordings`)
}

async function whichOf(visit: Visit) {
  const { client } = await clientSeen(visit)
  return { clinic: visit.clinic, client, id: idOf(RowId, visit.param('recording')) }
}
