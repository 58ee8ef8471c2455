import { html } from 'hono/html'
import { nextHours } from '../../care/cover.ts'
import { onDuty } from '../../care/round.ts'
import type { Absence } from '../../core/duty.ts'
import { ClinicianId } from '../../core/ids.ts'
import { idOf, Refused, type Answer, type Html, type Visit } from '../http/visit.ts'
import { field, form } from '../look/layout.ts'
import { clock } from '../look/time.ts'
import { mayChange, minutesIn, saved, whoField, type People } from './page-parts.ts'
import { nameIn, unconfirmedNow, type Seen } from './standing.ts'

const HOUR_MS = 60 * 60_000
/** A night, when no hours are declared that could end it. */
const NIGHT_HOURS = 10
const LONGEST_REASON = 500

/** Who is away, who stands for them, and who is on now. Everybody speaks for themselves, the house for all. */
export function awayCard(visit: Visit, seen: Seen, people: People): Html {
  const { settings, names, now } = seen
  const mine = mayChange(visit) ? people : people.filter(({ id }) => id === visit.who.clinician)
  const away = (settings.absences ?? []).filter(({ to }) => Date.parse(to) > now.getTime())
  return html`<section class="card" id="away">
    <h2>Leave and deputies</h2>
    ${away.length === 0 ? html`<p class="soft">Nobody is away.</p>` : ''}
    <ul class="plain">
      ${away.map((one) => absenceRow(visit, one, { names, zone: settings.zone }))}
    </ul>
    ${form(
      visit,
      '/cover/away',
      html`${whoField(mine, { name: 'clinician', id: 'away-who', label: 'Who is away', value: visit.who.clinician })}
        <div class="two tight">
          ${field({ name: 'first', id: 'away-first', label: 'First day', type: 'date', required: true })}
          ${field({ name: 'last', id: 'away-last', label: 'Last day', type: 'date', required: true })}
        </div>
        ${whoField(people, { name: 'deputy', id: 'away-deputy', label: 'Who stands for them', value: '', nobody: 'nobody: the next step of the chain' })}
        <button>Save the leave</button>`,
    )}
    ${onDuty(settings, now).includes(visit.who.clinician) ? cannot(visit) : ''}
  </section>`
}

const cannot = (visit: Visit): Html =>
  html`<h3>You are on</h3>
    ${form(visit, '/cover/cannot', html`<button class="second">I cannot cover until the clinic next opens</button>`)}`

function absenceRow(visit: Visit, one: Absence, { names, zone }: { names: Seen['names']; zone: string }): Html {
  const name = nameIn(names, one.clinician)
  return html`<li class="row apart step">
    <span
      ><strong>${name}</strong> ${one.why === 'leave' ? 'on leave' : 'cannot cover'}
      <span class="soft"
        >${clock(new Date(one.from), zone)} to ${clock(new Date(one.to), zone)},
        ${one.deputy ? `${nameIn(names, one.deputy)} instead` : 'nobody instead'}</span
      ></span
    >
    ${
      speaksFor(visit, one.clinician)
        ? form(
            visit,
            '/cover/back',
            html`<input type="hidden" name="clinician" value="${one.clinician}" /><button class="quiet">
                Is back<span class="soft">: ${name}</span>
              </button>`,
          )
        : ''
    }
  </li>`
}

const speaksFor = (visit: Visit, clinician: string) => mayChange(visit) || clinician === visit.who.clinician

/** Leave by days, the last day included. */
export async function saveAway(visit: Visit): Promise<Answer> {
  const { form: sent, settings } = visit
  const [first, last] = [dayIn(sent.get('first')), dayIn(sent.get('last'))]
  if (Temporal.PlainDate.compare(last, first) < 0) throw new Refused('The leave ends before it begins.')
  const startOf = (day: Temporal.PlainDate) =>
    new Date(day.toZonedDateTime(settings.zone).epochMilliseconds).toISOString()
  const people = await visit.people.clinicians(visit.clinic)
  const clinician = someoneOf(visit, people)
  const deputy = sent.get('deputy')
  const stands = people.find(({ id }) => id === deputy)
  if (deputy !== '' && !stands) throw new Refused('That deputy does not work here any more. Reload the page.')
  if (stands?.id === clinician) throw new Refused('Nobody can stand for themselves. Choose somebody else.')
  if (stands?.linked.length === 0)
    throw new Refused(`No channel reaches ${stands.name} yet, so they cannot stand for anybody. Choose somebody else.`)
  return added(visit, {
    clinician,
    from: startOf(first),
    to: startOf(last.add({ days: 1 })),
    why: 'leave',
    ...(stands && { deputy: stands.id }),
  })
}

/** Until the clinic next opens after this night: whoever is on says so themselves. */
export function cannotCover(visit: Visit): Promise<Answer> {
  const { settings, who, deps } = visit
  const now = deps.world.now()
  if (!onDuty(settings, now).includes(who.clinician))
    throw new Refused('You are not in the chain now, so there is nothing to hand over.')
  const later = new Date(now.getTime() + NIGHT_HOURS * HOUR_MS)
  return added(visit, {
    clinician: who.clinician,
    from: now.toISOString(),
    to: (nextHours(settings, later) ?? later).toISOString(),
    why: 'cannot-cover',
  })
}

function added(visit: Visit, absence: Absence): Promise<Answer> {
  const now = visit.deps.world.now().getTime()
  return saved(visit, (settings) => ({
    ...settings,
    // What is over tells nobody anything any more; the audit keeps it.
    absences: [...(settings.absences ?? []).filter(({ to }) => Date.parse(to) > now), absence],
  }))
}

export async function isBack(visit: Visit): Promise<Answer> {
  const clinician = someoneOf(visit, await visit.people.clinicians(visit.clinic))
  return saved(visit, (settings) => ({
    ...settings,
    absences: (settings.absences ?? []).filter((one) => one.clinician !== clinician),
  }))
}

/** Somebody of the chain says that they are there: what clients read changes back at once. */
export function sayOn(visit: Visit): Promise<Answer> {
  const { settings, who, deps } = visit
  const now = deps.world.now()
  if (!unconfirmedNow(settings, now)) throw new Refused('The round is confirmed already.')
  if (!onDuty(settings, now).includes(who.clinician))
    throw new Refused('Only somebody who stands in the chain now can say that they are on.')
  return saved(visit, (before) => ({
    ...before,
    unconfirmed: (before.unconfirmed ?? []).filter(
      ({ from, to }) => now.getTime() < Date.parse(from) || now.getTime() >= Date.parse(to),
    ),
  }))
}

export async function saveOnCall(visit: Visit): Promise<Answer> {
  const { form: sent, deps } = visit
  if (sent.get('clinician') === '') return saved(visit, ({ onCall: _nobody, ...settings }) => settings)
  const person = (await visit.people.clinicians(visit.clinic)).find(({ id }) => id === sent.get('clinician'))
  if (!person) throw new Refused('That person does not work here any more. Reload the page.')
  // Their own device confirmed the link, so a link is what shows that they can be told at night (care C1).
  if (person.linked.length === 0)
    throw new Refused(`${person.name} has confirmed no channel yet, so nothing could reach them at night.`)
  if (sent.get('agreed') !== 'yes') throw new Refused(`Please say that ${person.name} agreed.`)
  const onCall = {
    clinician: person.id,
    minutes: minutesIn(sent.get('minutes'), person.name),
    agreedOn: deps.world.now().toISOString().slice(0, 10),
  }
  return saved(visit, (settings) => ({ ...settings, onCall }))
}

/** A lead signs that more than 72 hours may pass without a covered minute (care C1). */
export function signLongGap(visit: Visit): Promise<Answer> {
  const reason = visit.form.get('reason').slice(0, LONGEST_REASON)
  if (reason.length < 3) throw new Refused('Please say why, in a few words.')
  const on = visit.deps.world.now().toISOString().slice(0, 10)
  return saved(visit, (settings) => ({ ...settings, longGap: { by: visit.who.name, on, reason } }))
}

function someoneOf(visit: Visit, people: People): ClinicianId {
  const clinician = idOf(ClinicianId, visit.form.get('clinician') || visit.who.clinician)
  if (!people.some(({ id }) => id === clinician)) throw new Refused('That person does not work here any more.')
  if (!speaksFor(visit, clinician)) throw new Refused('A lead or an admin decides that for somebody else.')
  return clinician
}

function dayIn(text: string): Temporal.PlainDate {
  if (/^\d{4}-\d\d-\d\d$/.test(text)) {
    try {
      return Temporal.PlainDate.from(text, { overflow: 'reject' })
    } catch {
      // told below, with every other text that is no day
    }
  }
  throw new Refused('Please give the first and the last day.')
}
