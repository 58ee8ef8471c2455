import { html } from 'hono/html'
import { STAGES } from '../../core/plan.ts'
import { titleOf } from '../conversation/conversation.ts'
import { page, type Answer, type Visit } from '../http/visit.ts'
import { clock } from '../look/time.ts'
import { fileOf } from '../client/client-seen.ts'
import { forSession, pastFlags } from '../client/file.ts'
import { titlesOf } from '../client/names.ts'
import { memoryCourse, memoryRatingsOf } from '../homework/memory-ratings.ts'
import { courses, measuredOf } from '../homework/measures.ts'
import { pictures } from './pictures.ts'
import { prep } from './prep.ts'

/** One page for the session, made for paper. */
export async function summaryPage(visit: Visit): Promise<Answer> {
  const file = await fileOf(visit)
  const now = await visit.reads.time(visit.clinic)
  const { plan, client } = file
  const title = await titlesOf(visit)
  return page(
    `Summary of ${titleOf(file, visit)}`,
    html`<p class="noprint">
        <a href="/console/clients/${client.id}">Back to the plan</a>.
        <span class="soft">Print with the browser; the rest of the page stays behind.</span>
      </p>
      <dl>
        <dt>As of</dt>
        <dd>${clock(now, plan.zone)} (${plan.zone})</dd>
        <dt>Stage</dt>
        <dd>${plan.stage ?? STAGES[0]}</dd>
        <dt>Practices</dt>
        <dd>${plan.flows.map(title).join(', ') || 'none'}</dd>
        <dt>Imagery</dt>
        <dd>${client.latched ? 'closed by the latch' : 'open'}</dd>
        ${
          plan.reviewOn
            ? html`<dt>Review on</dt>
                <dd>${plan.reviewOn}</dd>`
            : ''
        }
      </dl>
      ${forSession(file)} ${prep(file, now, title)} ${pictures(file, now, title)}
      ${courses(await measuredOf(visit), plan.zone)} ${memoryCourse(await memoryRatingsOf(visit), plan.zone)}
      ${pastFlags(file)}`,
  )
}
