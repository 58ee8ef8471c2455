import { html } from 'hono/html'
import { ClientId, FlowId } from '../../core/ids.ts'
import { PROFILE, STAGES } from '../../core/plan.ts'
import { isReviewOverdue } from '../../rails/local-hours.ts'
import type { ClientFile } from '../../ports/console.ts'
import { go, idOf, NotFound, Refused, type Answer, type FlowOnShelf, type Html, type Visit } from '../http/visit.ts'
import { choice, form, tick } from '../look/layout.ts'
import { higherStart, limitsFields } from './limits-form.ts'
import { personCard } from './person-form.ts'
import { safetyPlanCard } from './safety-plan-form.ts'
import { savedPlan } from './saved-plan.ts'
import { sessionsCard } from './sessions-form.ts'

const STAGE_WORDS = {
  place: 'Place alone',
  carer: 'A carer comforts',
  both: 'Carer and adult self',
  adult: 'Adult self comforts',
} as const

const PROFILE_WORDS = {
  'no-sound': 'No sounds, no recordings',
  'no-touch': 'Nothing to touch',
  'no-body': 'Nothing about the body',
  'no-food': 'No taste, water or food',
  'low-imagery': 'Few inner pictures',
  literal: 'Plain words, no figures of speech',
} as const satisfies Record<(typeof PROFILE)[number], string>

/** What a clinician permits and agreed on: practices, limits, sessions, the safety plan, and who the client is. */
export async function planCards(visit: Visit, file: ClientFile, now: Date): Promise<Html> {
  const shelf = await visit.deps.shelf()
  const practices = shelf.filter(({ kind, lang }) => kind === 'practice' && lang === file.plan.lang)
  const at = `/clients/${file.client.id}`
  return html`<div class="two wide noprint">
    <div>
      <section class="card">
        <h2>Practices</h2>
        ${overdue(file, now)} ${form(visit, `${at}/practices`, practicesFields(practices, file))}
      </section>
      ${sessionsCard(visit, file, now)} ${safetyPlanCard(visit, file)}
    </div>
    <div>
      <section class="card">
        <h2>Limits and times</h2>
        ${form(visit, `${at}/limits`, limitsFields(visit, file, now))} ${higherStart(visit, file, now)}
      </section>
      ${await personCard(visit, file, now)}
    </div>
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
    )}
    <fieldset>
      <legend>Leave out, or put in other words</legend>
      ${PROFILE.map((one) => tick('profile', PROFILE_WORDS[one], { value: one, on: plan.profile?.includes(one) ?? false }))}
    </fieldset>
    <button>Save the practices</button>`

export async function savePractices(visit: Visit): Promise<Answer> {
  const asked = visit.form.all('flow')
  const known = (await visit.deps.shelf()).filter(({ kind }) => kind === 'practice').map(({ flow }) => flow)
  const flows = [...new Set(asked)].filter((flow) => known.includes(flow)).map((flow) => FlowId.parse(flow))
  const stage = STAGES.find((one) => one === visit.form.get('stage'))
  const profile = PROFILE.filter((one) => visit.form.all('profile').includes(one))
  return savedPlan(visit, (plan) => ({ ...plan, flows, profile, ...(stage && { stage }) }))
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
