import { html } from 'hono/html'
import type { Plan, Readiness } from '../../core/plan.ts'
import { READINESS } from '../../rails/permission/readiness.ts'
import { clientSeen } from '../client/client-seen.ts'
import { page, type Answer, type Html, type Visit } from '../http/visit.ts'
import { field, form, tick } from '../look/layout.ts'
import { clock } from '../look/time.ts'
import { commanded } from './asked.ts'

/** As `care.readiness` answers. */
interface Shown {
  readonly standing: string
  readonly readiness: Readiness | null
  readonly alone: readonly { readonly flow: string }[]
  readonly together: Plan['together'] | null
  readonly practices: readonly { readonly flow: string; readonly class: string | null; readonly mayStart: string }[]
}

const ANSWERS = [
  ['yes', 'yes'],
  ['no', 'no'],
  ['not-yet', 'not yet'],
] as const

/** What must be settled before an amber practice, and who is there the first time (care C15). */
export async function readinessPage(visit: Visit): Promise<Answer> {
  const { client, plan } = await clientSeen(visit)
  const shown = (await commanded(visit, 'care.readiness')) as Shown
  const at = `/clients/${client}/readiness`
  const titles = new Map((await visit.deps.shelf()).map(({ flow, title }) => [flow, title]))
  return page(
    'Readiness',
    html`<p><a href="/console/clients/${client}">Back to the plan</a></p>
      ${standing(shown, plan.zone)}
      <div class="two wide">
        <section class="card">
          <h2>Before amber practices</h2>
          ${form(visit, `${at}/sign`, items(shown.readiness, visit.who.name))}
        </section>
        <section class="card">
          <h2>The first time</h2>
          <p class="soft">
            The first time of each practice is together, unless you sign that this client may do it alone.
          </p>
          ${shown.practices.length === 0 ? html`<p class="soft">The plan permits no practice yet.</p>` : ''}
          ${shown.practices.map((one) => firstTime(visit, at, one, { shown, title: titles.get(one.flow) ?? one.flow }))}
        </section>
      </div>`,
  )
}

function standing({ standing: is, readiness }: Shown, zone: string): Html {
  if (!readiness) return html`<p class="notice warm">Nothing is signed yet, so amber practices are closed.</p>`
  const signed = `Signed ${clock(new Date(readiness.at), zone)}, holds to the end of ${readiness.until}.`
  return is === 'ready'
    ? html`<p class="notice">${signed}</p>`
    : html`<p class="notice warm">${signed} Amber practices are closed: ${is.replaceAll('-', ' ')}.</p>`
}

const items = (before: Readiness | null, name: string): Html =>
  html`${READINESS.items.map(
      ({ id, asks }) =>
        html`<fieldset class="row">
          <legend>${asks}</legend>
          ${ANSWERS.map(
            ([value, label]) =>
              html`<label class="tick"
                ><input
                  type="radio"
                  name="item-${id}"
                  value="${value}"
                  required
                  ${before?.answers[id] === value ? html`checked` : ''}
                />${label}</label
              >`,
          )}
        </fieldset>`,
    )}
    <fieldset>
      <legend>Against it</legend>
      ${READINESS.against.map(({ id, says }) => tick('against', says, { value: id, on: before?.against.includes(id) ?? false }))}
    </fieldset>
    ${tick('complex', 'Complex trauma: setting aside is practised first', { on: before?.complexTrauma ?? false })}
    ${field({ name: 'until', label: 'Holds until', type: 'date', hint: `At most ${READINESS.validDays} days` })}
    <button>Sign as ${name}</button>`

function firstTime(
  visit: Visit,
  at: string,
  { flow, mayStart }: Shown['practices'][number],
  { shown, title }: { shown: Shown; title: string },
): Html {
  const isAlone = shown.alone.some((one) => one.flow === flow)
  const one = html`<input type="hidden" name="flow" value="${flow}" />`
  return html`<h3>${title}</h3>
    <p class="soft">${mayStart === 'yes' ? 'May start.' : `Closed now: ${mayStart.replaceAll('-', ' ')}.`}</p>
    <div class="row">
      ${form(visit, `${at}/together`, html`${one}<button>Together, now</button>`)}
      ${form(
        visit,
        `${at}/alone`,
        html`${one}<input type="hidden" name="withdraw" value="${isAlone ? 'yes' : ''}" /><button class="second">
            ${isAlone ? 'Not alone the first time' : 'May do it alone the first time'}
          </button>`,
      )}
    </div>`
}

/** Each item's answer, as the command takes them. */
export function answersSent({ form: sent }: Visit): Record<string, unknown> {
  const answered = (value: string) =>
    READINESS.items.map(({ id }) => id).filter((id) => sent.get(`item-${id}`) === value)
  return {
    yes: answered('yes'),
    no: answered('no'),
    notYet: answered('not-yet'),
    against: sent.all('against'),
    complexTrauma: sent.get('complex') === 'yes',
    ...(sent.get('until') && { until: sent.get('until') }),
  }
}
