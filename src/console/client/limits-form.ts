import { html } from 'hono/html'
import type { Plan } from '../../core/plan.ts'
import { limitsOf } from '../../rails/limits-of.ts'
import { RATINGS } from '../../rails/reviewed.ts'
import type { ClientFile } from '../../ports/console.ts'
import { Refused, type Answer, type Html, type Visit } from '../http/visit.ts'
import { field, form } from '../look/layout.ts'
import { day } from '../look/time.ts'
import { savedPlan } from './saved-plan.ts'

const LONGEST_REASON = 500

/** When a practice does not start and when imagery is left, tighter than reviewed; and the hours for it (care C6, C8, C16). */
export function limitsFields(visit: Visit, { plan }: ClientFile, now: Date): Html {
  const { distress, here } = RATINGS
  const most = mostStart(plan)
  const { startAt, raisedAt, riseRaised, notHereAt } = limitsOf(plan, visit.settings, now)
  return html`<div class="two tight">
      ${field({ name: 'start', label: 'Lowest distress at which no practice starts', type: 'number', min: 0, max: most, value: plan.tighter.startAt ?? '', hint: `Now ${startAt}; at most ${most}` })}
      ${field({ name: 'leave', label: 'Lowest distress at which imagery is left', type: 'number', min: 0, max: distress.raisedAt, value: plan.tighter.raisedAt ?? '', hint: `Now ${raisedAt}; at most ${distress.raisedAt}` })}
      ${field({ name: 'rise', label: 'Rise at which imagery is left', type: 'number', min: 1, max: distress.riseRaised, value: plan.tighter.riseRaised ?? '', hint: `Now ${riseRaised}; at most ${distress.riseRaised}` })}
      ${field({ name: 'away', label: 'How here, at most, for “far away”', type: 'number', min: here.notHereAt, max: 10, value: plan.tighter.hereAt ?? '', hint: `Now ${notHereAt}; at least ${here.notHereAt}` })}
      ${field({ name: 'here', label: 'How here, ordinarily', type: 'number', min: 0, max: 10, value: plan.hereOrdinary ?? '', hint: 'As you agreed in session' })}
      ${field({ name: 'review', label: 'Review on', type: 'date', value: plan.reviewOn ?? '', hint: 'After it, amber rests' })}
      ${field({ name: 'opens', label: 'Amber hours begin', type: 'time', value: plan.amberHours?.from ?? '' })}
      ${field({ name: 'shuts', label: 'and end', type: 'time', value: plan.amberHours?.to ?? '' })}
    </div>
    <button>Save the limits</button>`
}

const mostStart = ({ minor }: Pick<Plan, 'minor'>) => (minor ? RATINGS.distress.startAtMinor : RATINGS.distress.startAt)

/** Tighter limits only: what is left empty is as reviewed (care C6). */
export async function saveLimits(visit: Visit): Promise<Answer> {
  const { form: sent } = visit
  const { distress, here } = RATINGS
  const [start, leave, rise, away, ordinary] = ['start', 'leave', 'rise', 'away', 'here'].map((name) =>
    scoreIn(sent.get(name)),
  )
  const [from, to] = [sent.get('opens'), sent.get('shuts')]
  if ((from === '') !== (to === '')) throw new Refused('Give both ends of the amber hours, or neither.')
  return savedPlan(visit, (plan) => {
    const most = mostStart(plan)
    if ((start ?? 0) > most) throw new Refused(`A practice starts below ${most} at most; a plan can only tighten it.`)
    if ((leave ?? 0) > distress.raisedAt)
      throw new Refused(`Imagery is left at ${distress.raisedAt} at most; a plan can only tighten it.`)
    if (rise !== undefined && (rise < 1 || rise > distress.riseRaised))
      throw new Refused(`A rise counts from 1 to ${distress.riseRaised}; a plan can only tighten it.`)
    if (away !== undefined && away < here.notHereAt)
      throw new Refused(`“Far away” counts up to ${here.notHereAt} at least; a plan can only tighten it.`)
    return {
      ...plan,
      tighter: {
        ...(start !== undefined && { startAt: start }),
        ...(leave !== undefined && { raisedAt: leave }),
        ...(rise !== undefined && { riseRaised: rise }),
        ...(away !== undefined && { hereAt: away }),
      },
      hereOrdinary: ordinary,
      amberHours: from === '' ? undefined : { from, to },
      reviewOn: sent.get('review') || undefined,
    }
  })
}

function scoreIn(text: string): number | undefined {
  if (text === '') return undefined
  if (!/^(10|\d)$/.test(text)) throw new Refused('A limit is a whole number from 0 to 10.')
  return Number(text)
}

/** The one loosening (care C6): with a reason and an end, where the clinic allows it, never for a minor. */
export function higherStart(visit: Visit, { client, plan }: ClientFile, now: Date): Html {
  const { startAtMost } = RATINGS.distress
  const stands = plan.higherStart && Date.parse(plan.higherStart.until) > now.getTime() ? plan.higherStart : null
  const at = `/clients/${client.id}/higher-start`
  const why = !visit.settings.higherStartAllowed
    ? 'The clinic does not allow it. A lead or an admin decides that under Clinic.'
    : plan.minor
      ? 'Never for somebody under age.'
      : null
  return html`<details>
    <summary>A higher start, for a client whose ordinary level is high</summary>
    ${stands ? html`<p>Up to ${stands.startAt} until ${day(new Date(Date.parse(stands.until) - 1), plan.zone)}, because: ${stands.reason}</p>` : ''}
    ${
      why !== null
        ? html`<p class="soft">${why}</p>`
        : form(
            visit,
            at,
            html`<div class="two tight">
                ${field({ name: 'higher', label: 'No practice starts at this distress or more', type: 'number', min: mostStart(plan), max: startAtMost, value: stands?.startAt ?? startAtMost })}
                ${field({ name: 'until', id: 'higher-until', label: 'Until, this day included', type: 'date', required: true })}
              </div>
              ${field({ name: 'reason', id: 'higher-reason', label: 'Why', required: true })}
              <button class="second">Move the start up</button>`,
          )
    }
    ${stands ? form(visit, at, html`<input type="hidden" name="end" value="yes" /><button class="quiet">End it now</button>`) : ''}
  </details>`
}

export async function saveHigherStart(visit: Visit): Promise<Answer> {
  const { form: sent, settings, who, deps } = visit
  if (sent.get('end') === 'yes') return savedPlan(visit, ({ higherStart: _ended, ...plan }) => plan)
  const { startAtMost } = RATINGS.distress
  const startAt = scoreIn(sent.get('higher'))
  const reason = sent.get('reason').slice(0, LONGEST_REASON)
  return savedPlan(visit, (plan) => {
    if (!settings.higherStartAllowed) throw new Refused('The clinic does not allow a higher start.')
    if (plan.minor) throw new Refused('The start of somebody under age is never moved up.')
    if (startAt === undefined || startAt < mostStart(plan) || startAt > startAtMost)
      throw new Refused(`The start may be moved up to ${startAtMost} and no further.`)
    if (reason.length < 3) throw new Refused('A higher start needs a reason, in a few words.')
    const until = endOf(sent.get('until'), plan.zone)
    if (until === null || Date.parse(until) <= deps.world.now().getTime())
      throw new Refused('A higher start needs an end: a day that is not over yet.')
    return { ...plan, higherStart: { startAt, until, by: who.clinician, reason } }
  })
}

/** The midnight after a day, where the client lives; null: that is no day. */
function endOf(text: string, zone: string): string | null {
  if (!/^\d{4}-\d\d-\d\d$/.test(text) || Number.isNaN(Date.parse(text))) return null
  return Temporal.PlainDate.from(text).add({ days: 1 }).toZonedDateTime(zone).toInstant().toString()
}
