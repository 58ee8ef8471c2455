import { html } from 'hono/html'
import { ClientId, FlowId } from '../../core/ids.ts'
import { Plan, STAGES } from '../../core/plan.ts'
import { countries } from '../../rails/crisis-directory.ts'
import { limitsOf } from '../../rails/limits-of.ts'
import { isReviewOverdue } from '../../rails/local-hours.ts'
import { RATINGS } from '../../rails/reviewed.ts'
import type { ClientFile } from '../../ports/console.ts'
import { go, idOf, NotFound, Refused, type Answer, type FlowOnShelf, type Html, type Visit } from '../http/visit.ts'
import { choice, field, form, tick } from '../look/layout.ts'

const STAGE_WORDS = {
  place: 'Place alone',
  carer: 'A carer comforts',
  both: 'Carer and adult self',
  adult: 'Adult self comforts',
} as const

/** What a clinician permits, in two forms: the practices, and the limits. */
export async function planCards(visit: Visit, file: ClientFile, now: Date): Promise<Html> {
  const shelf = await visit.deps.shelf()
  const practices = shelf.filter(({ kind, lang }) => kind === 'practice' && lang === file.plan.lang)
  const at = `/clients/${file.client.id}`
  return html`<div class="two noprint">
    <section class="card">
      <h2>Practices</h2>
      ${overdue(file, now)} ${form(visit, `${at}/practices`, practicesFields(practices, file))}
    </section>
    <section class="card">
      <h2>Limits and times</h2>
      ${form(visit, `${at}/limits`, limitsFields(visit, file, now))}
    </section>
  </div>`
}

const overdue = ({ plan }: ClientFile, now: Date): Html | string =>
  isReviewOverdue(plan, now)
    ? html`<p class="notice warm">The review was due on ${plan.reviewOn}. Until it is done, amber practices rest.</p>`
    : ''

const practicesFields = (practices: readonly FlowOnShelf[], { plan }: ClientFile): Html =>
  html`${(['green', 'amber'] as const).map(
      (color) =>
        html`<fieldset>
          <legend>${color === 'green' ? 'Green: settling' : 'Amber: imagery, by your word'}</legend>
          ${practices
            .filter((flow) => (flow.class ?? 'green') === color)
            .map(({ flow, title }) => tick('flow', title, { value: flow, on: plan.flows.some((one) => one === flow) }))}
        </fieldset>`,
    )}
    ${choice(
      { name: 'stage', label: 'Stage', value: plan.stage ?? STAGES[0] },
      STAGES.map((stage) => [stage, STAGE_WORDS[stage]] as const),
    )} <button>Save the practices</button>`

function limitsFields(visit: Visit, { plan }: ClientFile, now: Date): Html {
  const { distress } = RATINGS
  const most = plan.minor ? distress.startAtMinor : distress.startAt
  const { startAt, raisedAt } = limitsOf(plan, visit.settings, now)
  return html`<div class="two">
      ${field({ name: 'start', label: 'Lowest distress at which no practice starts', type: 'number', min: 0, max: most, value: plan.tighter.startAt ?? '', hint: `Now ${startAt}; at most ${most}` })}
      ${field({ name: 'leave', label: 'Lowest distress at which imagery is left', type: 'number', min: 0, max: distress.raisedAt, value: plan.tighter.raisedAt ?? '', hint: `Now ${raisedAt}; at most ${distress.raisedAt}` })}
      ${field({ name: 'here', label: 'How here, ordinarily', type: 'number', min: 0, max: 10, value: plan.hereOrdinary ?? '' })}
      ${field({ name: 'review', label: 'Review on', type: 'date', value: plan.reviewOn ?? '' })}
      ${field({ name: 'opens', label: 'Amber hours begin', type: 'time', value: plan.amberHours?.from ?? '' })}
      ${field({ name: 'shuts', label: 'and end', type: 'time', value: plan.amberHours?.to ?? '' })}
      ${choice(
        { name: 'country', label: 'Country', value: plan.country },
        countries().map((code) => [code, code] as const),
      )}
      ${field({ name: 'zone', label: 'Time zone', value: plan.zone, required: true })}
    </div>
    <p class="field">
      <label for="contacts">Whom you may ring, as agreed</label>
      <textarea id="contacts" name="contacts" maxlength="600">${plan.contacts ?? ''}</textarea>
    </p>
    <p>${tick('minor', 'Under age', { on: plan.minor })}</p>
    <button>Save the limits</button>`
}

export async function savePractices(visit: Visit): Promise<Answer> {
  const asked = visit.form.all('flow')
  const known = (await visit.deps.shelf()).filter(({ kind }) => kind === 'practice').map(({ flow }) => flow)
  const flows = [...new Set(asked)].filter((flow) => known.includes(flow)).map((flow) => FlowId.parse(flow))
  const stage = STAGES.find((one) => one === visit.form.get('stage'))
  return saved(visit, (plan) => ({ ...plan, flows, ...(stage && { stage }) }))
}

/** Tighter limits only: what is left empty is as reviewed (care C6). */
export async function saveLimits(visit: Visit): Promise<Answer> {
  const { form: sent } = visit
  const [start, leave, here] = ['start', 'leave', 'here'].map((name) => scoreIn(sent.get(name)))
  const [from, to] = [sent.get('opens'), sent.get('shuts')]
  if ((from === '') !== (to === '')) throw new Refused('Give both ends of the amber hours, or neither.')
  return saved(visit, (plan) => {
    const minor = sent.get('minor') === 'yes'
    const { distress } = RATINGS
    const most = minor ? distress.startAtMinor : distress.startAt
    if ((start ?? 0) > most) throw new Refused(`A practice starts below ${most} at most; a plan can only tighten it.`)
    if ((leave ?? 0) > distress.raisedAt)
      throw new Refused(`Imagery is left at ${distress.raisedAt} at most; a plan can only tighten it.`)
    const { startAt: _start, raisedAt: _leave, ...tighter } = plan.tighter
    return {
      ...plan,
      minor,
      country: countries().find((code) => code === sent.get('country')) ?? plan.country,
      zone: sent.get('zone'),
      tighter: {
        ...tighter,
        ...(start !== undefined && { startAt: start }),
        ...(leave !== undefined && { raisedAt: leave }),
      },
      hereOrdinary: here,
      amberHours: from === '' ? undefined : { from, to },
      reviewOn: sent.get('review') || undefined,
      contacts: sent.get('contacts') || undefined,
    }
  })
}

function scoreIn(text: string): number | undefined {
  if (text === '') return undefined
  if (!/^(10|\d)$/.test(text)) throw new Refused('A limit is a whole number from 0 to 10.')
  return Number(text)
}

async function saved(visit: Visit, change: (plan: Plan) => Plan): Promise<Answer> {
  const client = idOf(ClientId, visit.param('client'))
  const checked = (plan: Plan) => {
    const read = Plan.safeParse(change(plan))
    if (read.success) return read.data
    throw new Refused(read.error.issues.map(({ path, message }) => `${path.join(' ')} ${message}`).join('. '))
  }
  // Looked at before the change is under the client's lock, so that what is wrong is told and not an accident of the store.
  const plan = await visit.people.plan(visit.clinic, client)
  if (!plan) throw new NotFound()
  checked(plan)
  if (!(await visit.people.savePlan(visit.clinic, client, checked, visit.who.clinician))) throw new NotFound()
  return go(`/clients/${client}`)
}

export async function releaseFlow(visit: Visit): Promise<Answer> {
  const client = idOf(ClientId, visit.param('client'))
  const flow = idOf(FlowId, visit.param('flow'))
  const reason = visit.form.get('reason').slice(0, 500)
  if (reason.length < 3) throw new Refused('Please say why, in a few words.')
  const done = await visit.people.releaseFlow({ clinic: visit.clinic, client, flow, reason, by: visit.who.clinician })
  if (done === 'not-held') throw new NotFound()
  return go(`/clients/${client}`)
}
