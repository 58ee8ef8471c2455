import { html } from 'hono/html'
import { countries } from '../../rails/crisis-directory.ts'
import { mayEnrol } from '../../rails/directory-standing.ts'
import { ClientId } from '../../core/ids.ts'
import { idOf, NotFound, page, Refused, type Answer, type Html, type Visit } from '../http/visit.ts'
import { choice, field, form, tick } from '../look/layout.ts'

/** A new client and their pairing code. What is not permitted here is permitted on their plan. */
export async function newClientPage(visit: Visit): Promise<Answer> {
  return page(
    'Add a client',
    html`${form(
      visit,
      '/clients/new',
      html`<div class="two">
          ${field({ name: 'name', label: 'Name, as the clinic knows them', required: true })}
          ${field({ name: 'therapist', label: 'Your name, as they know it', value: visit.who.name, required: true })}
          ${choice(
            { name: 'country', label: 'Country, for the crisis numbers', value: 'AU' },
            countries().map((code) => [code, code] as const),
          )}
          ${field({ name: 'zone', label: 'Time zone', value: visit.settings.zone, required: true, hint: 'Such as Australia/Sydney' })}
        </div>
        <p>${tick('minor', 'Under age: tighter limits, youth lines first')}</p>
        <button>Add and make the pairing code</button>`,
      'card',
    )}`,
  )
}

export async function addClient(visit: Visit): Promise<Answer> {
  const { form: sent, who, deps, settings } = visit
  const country = sent.get('country').toUpperCase()
  // A client whose country has no checked numbers cannot be helped in the worst hour.
  if (mayEnrol(country, deps.world.now(), settings.confirmedNumbers) !== 'yes')
    throw new Refused(
      `Nobody has lately checked the crisis numbers of “${country.slice(0, 20)}”. A lead or an admin rings or reads its emergency numbers and one line, and says so under Crisis numbers. Then add the client.`,
    )
  const made = await deps.commandsAs(who.clinician)['people.addClient']?.({
    name: sent.get('name'),
    therapist: sent.get('therapist'),
    country,
    zone: sent.get('zone'),
    minor: sent.get('minor') === 'yes',
    owner: who.clinician,
    by: who.clinician,
  })
  return page('The pairing code', pairingShown(made as Pairing))
}

interface Pairing {
  readonly clientId: string
  readonly pairingCode: string
  readonly telegramLink: string | null
  readonly webLink: string | null
}

const pairingShown = ({ clientId, pairingCode, telegramLink, webLink }: Pairing): Html =>
  html`<section class="card">
    <p>Hand this over in the room. It is shown once, opens once, and is good for one day.</p>
    <p><code class="code">${pairingCode}</code></p>
    ${telegramLink ? html`<p>Telegram: <code>${telegramLink}</code></p>` : ''}
    ${webLink ? html`<p>Web page: <code>${webLink}</code></p>` : ''}
    <p>When they have opened it, the account waits on <a href="/console/clients">Clients</a> for “That is them”.</p>
    <p><a class="button second" href="/console/clients/${clientId}">To their plan</a></p>
  </section>`

export async function pairAgain(visit: Visit): Promise<Answer> {
  const client = idOf(ClientId, visit.param('client'))
  if (!(await visit.people.plan(visit.clinic, client))) throw new NotFound()
  const made = await visit.deps.commandsAs(visit.who.clinician)['people.pairClient']?.({ client })
  return page('A pairing code', pairingShown(made as Pairing))
}
