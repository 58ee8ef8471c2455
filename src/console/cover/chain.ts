import { html } from 'hono/html'
import { standsFor } from '../../care/absence.ts'
import { LEVELS, usualMinutes } from '../../care/levels.ts'
import { ClinicianId } from '../../core/ids.ts'
import type { ClinicSettings } from '../../core/plan.ts'
import { idOf, page, Refused, type Answer, type Html, type Visit } from '../http/visit.ts'
import { field, form } from '../look/layout.ts'
import { ago } from '../look/time.ts'
import { mayChange, minutesIn, saved, whoField, type People } from './page-parts.ts'
import { nameIn, type Seen } from './standing.ts'

/** Steps that are offered beyond those that there are. */
const MORE_STEPS = 2

/** Who is told, in order, and how long each has before the next is told as well. */
export function chainCard(visit: Visit, seen: Seen, people: People): Html {
  return html`<section class="card" id="chain">
    <h2>Who is told, in order</h2>
    ${mayChange(visit) ? chainForm(visit, seen, people) : chainList(seen)}
    <h3>How they are reached</h3>
    <ul class="plain">
      ${people.map(({ id, name }) => reachRow(visit, seen, { id, name }))}
    </ul>
  </section>`
}

function chainForm(visit: Visit, { settings }: Seen, people: People): Html {
  const steps = [...settings.chain, ...Array.from({ length: MORE_STEPS }, () => null)]
  const last = settings.chain.length - 1
  return form(
    visit,
    '/cover/chain',
    html`<ol class="steps">
        ${steps.map(
          (step, place) =>
            html`<li>
              ${whoField(people, { name: 'who', id: `who-${place}`, label: `Step ${place + 1}`, value: step?.clinician ?? '', nobody: 'nobody' })}
              ${field({ name: 'minutes', id: `minutes-${place}`, label: 'Minutes', type: 'number', min: 1, max: 1_440, value: step?.minutes ?? usualMinutes(place) })}
              ${place > 0 && place <= last ? html`<button class="second" name="up" value="${place}" aria-label="Move step ${place + 1} up">Up</button>` : ''}
            </li>`,
        )}
      </ol>
      <p class="hint">After these minutes without an answer the next is told as well. “Nobody” takes a step out.</p>
      <h3>How many must say “I have it”</h3>
      <div class="two tight">
        ${(['red', 'black'] as const).map((level) =>
          field({
            name: level,
            label: level === 'red' ? 'Urgent' : 'Emergency',
            type: 'number',
            min: 1,
            max: 3,
            value: settings.acknowledgers?.[level] ?? LEVELS[level].acknowledgers,
          }),
        )}
      </div>
      <button>Save the chain</button>`,
  )
}

const chainList = ({ settings, names, now }: Seen): Html =>
  html`<ol class="reasons">
    ${settings.chain.map(({ clinician, minutes }) => {
      const stands = standsFor(settings, clinician, now)
      const instead =
        stands === clinician ? '' : stands === null ? ', away and nobody instead' : `, ${nameIn(names, stands)} instead`
      return html`<li>${nameIn(names, clinician)}${instead}, ${minutes} minutes</li>`
    })}
  </ol>`

function reachRow(visit: Visit, { people, now }: Seen, { id, name }: { id: ClinicianId; name: string }): Html {
  const links = people.find(({ clinician }) => clinician === id)?.links ?? []
  return html`<li class="row apart step">
    <span
      ><strong>${name}</strong>
      <span class="soft"
        >${
          links.length === 0
            ? 'no channel yet'
            : links
                .map(
                  ({ channel, answeredAt }) =>
                    `${channel}, ${answeredAt ? `answered ${ago(answeredAt, now)}` : 'never answered'}`,
                )
                .join('; ')
        }</span
      ></span
    >
    ${
      links.length > 0 && mayChange(visit)
        ? form(
            visit,
            `/cover/people/${id}/test`,
            html`<button class="quiet">Send a test notice<span class="soft"> to ${name}</span></button>`,
          )
        : ''
    }
  </li>`
}

export async function saveChain(visit: Visit): Promise<Answer> {
  const { form: sent } = visit
  const minutes = sent.all('minutes')
  const steps = sent.all('who').map((who, place) => ({ who, minutes: minutes[place] }))
  const up = Number(sent.get('up'))
  const [above, moved] = [steps[up - 1], steps[up]]
  if (above && moved) steps.splice(up - 1, 2, moved, above)
  const taken = steps.filter(({ who }) => who !== '')
  const known = await visit.people.clinicians(visit.clinic)
  const chain = taken.map(({ who, minutes: each }) => {
    const clinician = idOf(ClinicianId, who)
    const person = known.find(({ id }) => id === clinician)
    if (!person) throw new Refused('Somebody of that chain does not work here any more. Reload the page.')
    if (taken.filter((one) => one.who === who).length > 1)
      throw new Refused(`${person.name} stands in the chain twice. The second time would tell nobody new.`)
    return { clinician, minutes: minutesIn(each, person.name) }
  })
  if (chain.length === 0) throw new Refused('The chain needs at least one person, or nobody is told.')
  return saved(visit, (settings) => ({ ...settings, chain, acknowledgers: acknowledgersOf(visit, settings) }))
}

function acknowledgersOf({ form: sent }: Visit, { acknowledgers }: ClinicSettings) {
  const count = (level: 'red' | 'black') => {
    const text = sent.get(level)
    if (text === '') return acknowledgers?.[level] ?? LEVELS[level].acknowledgers
    if (!/^[123]$/.test(text)) throw new Refused('One, two or three people must say “I have it”.')
    return Number(text)
  }
  return { red: count('red'), black: count('black') }
}

/** A notice that proves the channel once it is answered. */
export async function sendTest(visit: Visit): Promise<Answer> {
  const clinician = idOf(ClinicianId, visit.param('clinician'))
  const person = (await visit.deps.duty.people(visit.clinic)).find((one) => one.clinician === clinician)
  if (!person || person.links.length === 0) throw new Refused('No channel reaches them yet.')
  await visit.deps.commandsAs(visit.who.clinician)['duty.test']?.({ clinician })
  return page(
    'Sent',
    html`<p class="notice" role="status">
        The test notice is on its way. When they press its button, the channel counts as proven.
      </p>
      <p><a href="/console/cover#chain">Back to cover</a></p>`,
  )
}
