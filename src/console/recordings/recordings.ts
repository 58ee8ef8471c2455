import { html } from 'hono/html'
import { LIMITS } from '../../core/limits.ts'
import { PLAYS_SOUND, RECORDINGS, type RecordingName } from '../../core/message.ts'
import type { RecordingRow } from '../../ports/care.ts'
import { fileOf } from '../client/client-seen.ts'
import { namesOf } from '../client/names.ts'
import { page, type Answer, type Html, type Visit } from '../http/visit.ts'
import { form } from '../look/layout.ts'
import { player, sizeOf, soundForm } from '../look/sound.ts'
import { day } from '../look/time.ts'
import { placesOf, type Place } from './heard-in.ts'

export const MOMENTS: Readonly<Record<RecordingName, string>> = {
  settle: 'For settling',
  place: 'Their place',
  sentence: 'A comforting sentence',
}

/** What was wrong with the last upload, and for which moment. */
interface Problem {
  readonly name: RecordingName
  readonly words: string
}

/** The voice that a client may hear beside a line: what there is, and how to record it anew. */
export async function recordingsPage(visit: Visit, problem?: Problem): Promise<Answer> {
  const { client, plan, links } = await fileOf(visit)
  const [rows, names, places] = await Promise.all([
    visit.care.recordings(visit.clinic, client.id),
    namesOf(visit),
    placesOf(visit, plan),
  ])
  const hears = links.some(({ channel, state }) => state === 'confirmed' && PLAYS_SOUND.includes(channel))
  const seen = { client: client.id, zone: plan.zone, rows, names, places }
  return page(
    'Recordings',
    html`<p><a href="/console/clients/${client.id}">Back to the plan</a></p>
      <p class="soft">
        A voice they know, for the moments below: yours, or their own. It is kept sealed, as everything about them is.
        Please name nobody in it: where they use Telegram, it lies on Telegram’s servers once it was played there.
      </p>
      ${plan.profile?.includes('no-sound') ? html`<p class="notice">Their plan says no sounds: none of these is played.</p>` : ''}
      ${hears ? '' : html`<p class="notice">None of their accounts plays recordings yet: Telegram and the web page do. Elsewhere they read the line alone.</p>`}
      ${RECORDINGS.map((name) => momentCard(visit, name, { ...seen, problem: problem?.name === name ? problem.words : null }))}`,
    problem ? 409 : 200,
  )
}

interface Seen {
  readonly client: string
  readonly zone: string
  readonly rows: readonly RecordingRow[]
  readonly names: ReadonlyMap<string, string>
  readonly places: readonly Place[]
  readonly problem: string | null
}

function momentCard(visit: Visit, name: RecordingName, { problem, rows, places, ...seen }: Seen): Html {
  const own = rows.filter((row) => row.name === name)
  const kept = own.find((row) => row.kept)
  const draft = own.find((row) => !row.kept)
  return html`<section class="card" id="${name}" aria-labelledby="${name}-title">
    <h2 id="${name}-title">${MOMENTS[name]}</h2>
    ${kept ? keptShown(kept, seen) : html`<p>Nothing is recorded.</p>`}
    ${heardIn(places.filter((place) => place.name === name))}
    ${draft ? draftShown(visit, draft, { ...seen, replaces: kept !== undefined }) : recordForm(visit, name, { ...seen, problem, another: kept !== undefined })}
  </section>`
}

const at = ({ client }: Pick<Seen, 'client'>, { id }: RecordingRow) => `/clients/${client}/recordings/${id}`

const keptShown = (row: RecordingRow, seen: Pick<Seen, 'client' | 'zone' | 'names'>): Html =>
  html`<p>
      Kept on ${day(row.at, seen.zone)} by ${seen.names.get(row.by) ?? row.by}
      <span class="soft">(${row.format.toUpperCase()}, ${sizeOf(row.bytes)})</span>
    </p>
    <p>${player(`${at(seen, row)}/sound`, `${MOMENTS[row.name]}, as they hear it`)}</p>
    <p><a href="/console${at(seen, row)}/remove">Remove it</a></p>`

const heardIn = (places: readonly Place[]): Html =>
  places.length === 0
    ? html`<p class="hint">Nothing that clients of this clinic hear now plays it.</p>`
    : html`<p class="hint">
        Heard in ${places.map(({ title, text }, index) => html`${index > 0 ? '; ' : ''}${title}, beside “${text}”`)}
      </p>`

/** It is kept when its maker presses, and never by itself. */
const draftShown = (
  visit: Visit,
  row: RecordingRow,
  { replaces, ...seen }: Pick<Seen, 'client'> & { readonly replaces: boolean },
): Html =>
  html`<h3>Your recording, not kept yet</h3>
    <p>${player(`${at(seen, row)}/sound`, `${MOMENTS[row.name]}, not kept yet`)}</p>
    ${form(visit, `${at(seen, row)}/keep`, html`<button>${replaces ? 'Keep it in place of the other' : 'Keep it'}</button>`)}
    ${form(visit, `${at(seen, row)}/drop`, html`<button class="quiet">Throw it away</button>`)}`

function recordForm(
  visit: Visit,
  name: RecordingName,
  { client, problem, another }: Pick<Seen, 'client' | 'problem'> & { readonly another: boolean },
): Html {
  return html`${problem === null ? '' : html`<p class="notice warm" role="alert">${problem}</p>`}
    <details ${problem === null ? '' : html`open`}>
      <summary>${another ? 'Record another' : 'Record one'}</summary>
      ${soundForm(visit, {
        action: `/clients/${client}/recordings/${name}`,
        id: `sound-${name}`,
        label: 'Record it now: a phone opens its recorder',
        hint: 'You hear it before it is kept.',
        most: LIMITS.recordingBytes,
        button: 'Hear it first',
        file: true,
      })}
    </details>`
}
