import { html } from 'hono/html'
import type { ClientFile } from '../../ports/console.ts'
import { titleOf } from '../conversation/conversation.ts'
import { go, NotFound, page, Refused, type Answer, type Html, type Visit } from '../http/visit.ts'
import { ENDINGS } from '../../core/plan.ts'
import { choice, field, form, tick } from '../look/layout.ts'
import { clientSeen, fileOf } from '../client/client-seen.ts'

export const dischargeCard = (visit: Visit, { client, plan }: ClientFile): Html =>
  client.status === 'discharged'
    ? html`<section class="card noprint">
        <h2>Discharged</h2>
        <p class="soft">Nothing is sent. Their words and their plan are as they were.</p>
        ${form(visit, `/clients/${client.id}/readmit`, html`<button class="second">Readmit</button>`)}
        <p><a href="/console/clients/${client.id}/records">Export or erase the record</a></p>
      </section>`
    : html`<p class="noprint">
        ${plan.endsOn === undefined ? '' : html`The ending is planned for ${plan.endsOn}; reminders fade until then. Complete it on the day:`}
        <a href="/console/clients/${client.id}/discharge">End of treatment</a> ·
        <a href="/console/clients/${client.id}/records">Records</a>
      </p>`

const KIND_WORDS: Readonly<Record<(typeof ENDINGS)[number], string>> = {
  planned: 'As planned',
  transfer: 'Goes on elsewhere',
  paused: 'Paused',
  'dropped-out': 'Stayed away',
  died: 'Died: nothing is ever sent again, from this moment',
  moved: 'Ended by order of a court or the clinic',
}
const KINDS = ENDINGS.map((kind) => [kind, KIND_WORDS[kind]] as const)

/** What a discharge does, before it is done (care C27). */
export async function dischargePage(visit: Visit): Promise<Answer> {
  const file = await fileOf(visit)
  const { id, status } = file.client
  if (status === 'discharged') return go(`/clients/${id}`)
  const urgent = file.flags.some(({ level, state }) => state !== 'closed' && (level === 'red' || level === 'black'))
  return page(
    `Discharge ${titleOf(file, visit)}`,
    html`<section class="card">
      <ul class="reasons">
        <li>Whatever runs ends silently, and nothing more is sent: no practice, no reminder.</li>
        <li>
          Who writes afterwards reads that this chat is no longer read, the crisis
          numbers${visit.settings.phone ? html`, and the clinic’s telephone: ${visit.settings.phone}` : ''}.
          ${visit.settings.phone ? '' : html`<strong>The clinic has given no telephone.</strong>`}
        </li>
        <li>Their words, their plan and their accounts stay, for the record and if they come back.</li>
      </ul>
      ${
        urgent
          ? html`<p class="notice warm">
              An urgent flag is open. Take it and end it first:
              <a href="/console/clients/${id}/conversation">Conversation</a>.
            </p>`
          : form(
              visit,
              `/clients/${id}/discharge`,
              html`${choice({ name: 'kind', label: 'How it ends', value: 'planned' }, KINDS)}
                ${field({ name: 'on', label: 'Planned for a day to come', type: 'date', hint: 'Empty: it ends now. With a day, reminders fade until then, and you complete it here on the day' })}
                <p>${tick('after', 'Duty may see what is written afterwards', { value: 'duty' })}</p>
                <p>${tick('sure', 'We have talked about the ending, or it cannot be talked about')}</p>
                <button>Discharge</button> <a class="button second" href="/console/clients/${id}">Back</a>`,
            )
      }
    </section>`,
  )
}

/** Never while a red flag stands. */
export async function discharge(visit: Visit): Promise<Answer> {
  const { client } = await clientSeen(visit)
  if (visit.form.get('sure') !== 'yes') throw new Refused('Please tick that the ending was talked about, or cannot be.')
  const kind = ENDINGS.find((one) => one === visit.form.get('kind')) ?? 'planned'
  const on = visit.form.get('on')
  if (on !== '') {
    const commands = visit.deps.commandsAs(visit.who.clinician)
    await commands['people.discharge']?.({ client, kind, on, by: visit.who.clinician })
    return go(`/clients/${client}`)
  }
  const done = await visit.people.discharge({
    clinic: visit.clinic,
    client,
    afterDischarge: visit.form.get('after') === 'duty' ? 'duty' : 'nobody',
    ended: kind,
    by: visit.who.clinician,
  })
  if (done === 'unknown') throw new NotFound()
  if (done === 'flag-open') throw new Refused('An urgent flag of this client is open. Close it first, then discharge.')
  return go(`/clients/${client}`)
}

export async function readmit(visit: Visit): Promise<Answer> {
  const { client } = await clientSeen(visit)
  if ((await visit.people.readmit(visit.clinic, client, visit.who.clinician)) === 'not-discharged')
    throw new Refused('That client is not discharged.')
  return go(`/clients/${client}`)
}
