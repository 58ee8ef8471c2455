import { html } from 'hono/html'
import { titleOf } from '../conversation/conversation.ts'
import { page, Refused, type Answer, type Visit } from '../http/visit.ts'
import { field, form } from '../look/layout.ts'
import { clock } from '../look/time.ts'
import { clientSeen, fileOf } from '../client/client-seen.ts'

/** What a client may ask for: everything that is kept, or to be erased (P12). */
export async function recordsPage(visit: Visit): Promise<Answer> {
  const file = await fileOf(visit)
  const { id, pseudonym, status } = file.client
  return page(
    `Records of ${titleOf(file, visit)}`,
    html`<p><a href="/console/clients/${id}">Back to the plan</a></p>
      <section class="card">
        <h2>Everything that is kept</h2>
        <p class="soft">
          One file with what they wrote and were told, their ratings, plan, flags and who looked at them, in plain text.
          Hand it over as you would a file of notes, and delete your copy.
        </p>
        ${form(visit, `/clients/${id}/export`, html`<button>Save the file</button>`)}
      </section>
      <section class="card">
        <h2>Erase</h2>
        <p class="soft">
          Their rows, their accounts and the key that sealed them go, and nobody can bring them back. The audit keeps
          that it was done, with ids only. What Telegram, Slack or their phone keep is not ours to erase.
        </p>
        ${
          status === 'discharged'
            ? form(
                visit,
                `/clients/${id}/erase`,
                html`${field({ name: 'again', label: `To be sure, type ${pseudonym}`, required: true })}<button>
                    Erase for good
                  </button>`,
                'line',
              )
            : html`<p class="notice">
                Discharge them first: <a href="/console/clients/${id}/discharge">End of treatment</a>.
              </p>`
        }
      </section>`,
  )
}

export async function exportRecord(visit: Visit): Promise<Answer> {
  const { client } = await clientSeen(visit)
  const record = await commandOf(visit, 'records.export', { client })
  return {
    kind: 'file',
    type: 'application/json',
    text: `${JSON.stringify(record, null, 2)}\n`,
    name: `${client}.json`,
  }
}

export async function eraseRecord(visit: Visit): Promise<Answer> {
  const { client, plan } = await clientSeen(visit)
  const again = visit.form.get('again').trim().toUpperCase()
  const known = (await visit.reads.roster(visit.clinic)).find(({ id }) => id === client)
  if (known?.pseudonym !== again) throw new Refused('Nothing was erased: that is not the pseudonym of this client.')
  const done = (await commandOf(visit, 'records.erase', { client, again })) as {
    erasedAt: Date
    backupsUnreadableBy: Date
  }
  return page(
    'Erased',
    html`<section class="card">
      <p>Erased and unreadable here since ${clock(done.erasedAt, plan.zone)}.</p>
      <p>Unreadable in every backup from ${clock(done.backupsUnreadableBy, plan.zone)} on.</p>
      <p class="soft">Print this page or write it down: it is the receipt, and it is not kept.</p>
      <p><a href="/console/clients">Clients</a></p>
    </section>`,
  )
}

const commandOf = (visit: Visit, command: string, args: Record<string, unknown>) =>
  visit.deps.commandsAs(visit.who.clinician)[command]?.({ ...args, by: visit.who.clinician })
