import { html } from 'hono/html'
import { ClinicianId } from '../../core/ids.ts'
import { ClinicSettings } from '../../core/plan.ts'
import { go, idOf, NotFound, page, Refused, type Answer, type Html, type Visit } from '../http/visit.ts'
import { choice, field, form, tick } from '../look/layout.ts'

/** What the clinic decided, and who works here. */
export async function clinicPage(visit: Visit): Promise<Answer> {
  const people = await visit.people.clinicians(visit.clinic)
  return page('Clinic', html`${settingsCard(visit)} ${peopleCard(visit, people)}`)
}

const settingsCard = (visit: Visit): Html =>
  html`<section class="card">
    <h2>Settings</h2>
    ${form(
      visit,
      '/clinic',
      html`${field({ name: 'name', label: 'Name', value: visit.settings.name, required: true })}
        ${field({ name: 'zone', label: 'Time zone', value: visit.settings.zone, required: true })}
        ${field({ name: 'phone', label: 'Telephone, as clients read it after discharge', type: 'tel', value: visit.settings.phone ?? '' })}
        <p>
          ${tick('higher', 'Therapists may move one client’s start limit up', { on: visit.settings.higherStartAllowed ?? false })}
        </p>
        ${field({ name: 'keep-years', label: 'Records are kept so many years after discharge', type: 'number', min: 1, max: 100, value: visit.settings.retention?.years ?? '', hint: 'The number of your law. Empty: until somebody erases them. Nothing is erased by itself; “Is it all right?” names who is past it' })}
        ${field({ name: 'keep-age', label: 'Who was under age then: at least until this birthday', type: 'number', min: 18, max: 100, value: visit.settings.retention?.minorsUntilAge ?? '' })}
        <button>Save</button>`,
    )}
  </section>`

const peopleCard = (visit: Visit, people: Awaited<ReturnType<Visit['people']['clinicians']>>): Html =>
  html`<section class="card">
    <h2>People</h2>
    ${people.map(
      ({ id, name, role, linked }) =>
        html`<div class="row apart step">
          <p><strong>${name}</strong>, ${role} <span class="soft">${linked.join(', ') || 'no channel yet'}</span></p>
          ${form(visit, `/clinic/people/${id}/invite`, html`<button class="second">New sign-in link<span class="soft"> for ${name}</span></button>`)}
        </div>`,
    )}
    <h3>Add somebody</h3>
    ${form(
      visit,
      '/clinic/people',
      html`${field({ name: 'name', id: 'new-name', label: 'Name, as clients know them', required: true })}
        ${choice({ name: 'role', label: 'Role', value: 'therapist' }, [
          ['therapist', 'Therapist: own clients'],
          ['lead', 'Lead: the whole clinic'],
          ['admin', 'Admin: no conversations'],
        ])} <button>Add</button>`,
      'line',
    )}
  </section>`

export async function saveClinic(visit: Visit): Promise<Answer> {
  const { form: sent, settings } = visit
  const read = ClinicSettings.safeParse({
    ...settings,
    name: sent.get('name'),
    zone: sent.get('zone'),
    phone: sent.get('phone') || undefined,
    higherStartAllowed: sent.get('higher') === 'yes',
    retention: retentionIn(sent),
  })
  if (!read.success || sent.get('name') === '')
    throw new Refused(
      read.error?.issues.map(({ path, message }) => `${path.join(' ')} ${message}`).join('. ') ??
        'The clinic needs a name.',
    )
  await visit.people.saveSettings(visit.clinic, read.data, visit.who.clinician)
  return go('/clinic')
}

function retentionIn(sent: Visit['form']) {
  const [years, age] = [sent.get('keep-years'), sent.get('keep-age')]
  if (years === '' && age !== '')
    throw new Refused('Please say as well for how many years records are kept after discharge.')
  return years === '' ? undefined : { years: Number(years), ...(age !== '' && { minorsUntilAge: Number(age) }) }
}

export async function addPerson(visit: Visit): Promise<Answer> {
  const { form: sent, who } = visit
  const commands = visit.deps.commandsAs(who.clinician)
  await commands['people.addClinician']?.({ name: sent.get('name'), role: sent.get('role'), by: who.clinician })
  return go('/clinic')
}

/** A link that opens once: for the first sign-in, or after password and phone were lost. */
export async function invite(visit: Visit): Promise<Answer> {
  const id = idOf(ClinicianId, visit.param('clinician'))
  const person = (await visit.people.clinicians(visit.clinic)).find((one) => one.id === id)
  if (!person) throw new NotFound()
  // Otherwise an admin, who reads no conversation, could sign in as somebody who does.
  if (
    visit.who.role === 'admin' &&
    person.role !== 'admin' &&
    (await visit.deps.access.account(visit.clinic, id)) !== null
  )
    throw new Refused(`${person.name} has an account already. A lead makes them a new link.`)
  const commands = visit.deps.commandsAs(visit.who.clinician)
  const made = await commands['people.inviteClinician']?.({ clinician: id, by: visit.who.clinician })
  const { link } = made as { link: string }
  return page(
    `A link for ${person.name}`,
    html`<p>
        Hand it over in person. It is shown once, works once, and for two days. An older link of theirs has stopped
        working.
      </p>
      <p><code class="code">${link}</code></p>
      <p><a href="/console/clinic">Back to the clinic</a></p>`,
  )
}
