import { html } from 'hono/html'
import { page, type Answer, type Html, type Visit } from '../http/visit.ts'
import { field, form, tick } from '../look/layout.ts'
import { awayCard } from './away.ts'
import { chainCard } from './chain.ts'
import { hoursCard } from './hours.ts'
import { mayChange, whoField, type People } from './page-parts.ts'
import { previewCard } from './preview.ts'
import { findings, nameIn, unconfirmedNow, type Finding, type Seen } from './standing.ts'

/** Who comes when a client is in danger: now, and in every hour of the next 30 days. */
export async function coverPage(visit: Visit): Promise<Answer> {
  const [people, duty] = await Promise.all([
    visit.people.clinicians(visit.clinic),
    visit.deps.duty.people(visit.clinic),
  ])
  const names = new Map(people.map(({ id, name }) => [id as string, name]))
  const seen: Seen = { settings: visit.settings, people: duty, names, now: visit.deps.world.now() }
  return page(
    'Escalations and cover',
    html`${unconfirmedNow(visit.settings, seen.now) ? onForm(visit) : ''}
      <section class="card" aria-labelledby="ahead">
        <div class="row apart">
          <h2 id="ahead">The next 30 days</h2>
          ${mayChange(visit) ? html`<a href="/console/cover/budget">What the alarms cost</a>` : ''}
        </div>
        <ul class="findings">
          ${findings(seen).map(findingRow)}
        </ul>
      </section>
      ${await previewCard(visit)}
      <div class="two wide">
        <div>${chainCard(visit, seen, people)} ${onCallCard(visit, seen, people)}</div>
        <div>${hoursCard(visit)} ${awayCard(visit, seen, people)} ${longGapCard(visit)}</div>
      </div>`,
  )
}

const onForm = (visit: Visit): Html =>
  form(visit, '/cover/on', html`<p>Do you stand in the chain, and are you there? <button>I am on</button></p>`, 'card')

const LIGHTS = { ok: 'Good', warn: 'Look at this', bad: 'Wrong' } as const

const findingRow = ({ light, says, cure }: Finding): Html =>
  html`<li class="${light}">
    <strong>${LIGHTS[light]}:</strong> ${says} ${cure ? html`<a href="#${cure.at}">${cure.says}</a>` : ''}
  </li>`

function onCallCard(visit: Visit, { settings, names }: Seen, people: People): Html {
  const { onCall } = settings
  return html`<section class="card" id="on-call">
    <h2>Outside covered hours</h2>
    <p>
      ${
        onCall
          ? `${nameIn(names, onCall.clinician)} agreed on ${onCall.agreedOn} to be told, and has ${onCall.minutes} minutes.`
          : 'Nobody is called. What comes opens at once, and its time begins with the next covered hour.'
      }
    </p>
    ${
      mayChange(visit)
        ? form(
            visit,
            '/cover/on-call',
            html`${whoField(people, { name: 'clinician', id: 'on-call-who', label: 'Who is told', value: onCall?.clinician ?? '', nobody: 'nobody' })}
              ${field({ name: 'minutes', id: 'on-call-minutes', label: 'Minutes they have', type: 'number', min: 1, max: 1_440, value: onCall?.minutes ?? 15 })}
              <p>${tick('agreed', 'They agreed to it')}</p>
              <button class="second">Save</button>`,
          )
        : ''
    }
  </section>`
}

function longGapCard(visit: Visit): Html {
  const { longGap } = visit.settings
  return html`<section class="card" id="long-gap">
    <h2>More than 72 hours without cover</h2>
    <p>
      ${longGap ? html`${longGap.by} signed on ${longGap.on}: ${longGap.reason}` : 'Not signed. No obligation waits longer than 72 hours, and a longer gap is shown as wrong.'}
    </p>
    ${
      visit.who.role === 'lead'
        ? form(
            visit,
            '/cover/long-gap',
            html`${field({ name: 'reason', id: 'long-gap-reason', label: 'Why it may be longer', required: true })}<button
                class="second"
              >
                Sign
              </button>`,
            'line',
          )
        : ''
    }
  </section>`
}
