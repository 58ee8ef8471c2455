import { html } from 'hono/html'
import { Private } from '../../core/private.ts'
import { PLAN_PART_SHOWN, type KeepsakeKind, type SESSION_WORDS } from '../../core/render.ts'
import type { ClientFile } from '../../ports/console.ts'
import { go, NotFound, Refused, type Answer, type Html, type Visit } from '../http/visit.ts'
import { form } from '../look/layout.ts'
import { clientSeen } from './client-seen.ts'

const PARTS = {
  'plan-signs': 'How I notice it coming',
  'plan-alone': 'What I can do alone',
  'plan-company': 'People and places that take my mind off it',
  'plan-helpers': 'Whom I can ask for help',
  'plan-professionals': 'Professionals and lines',
  'plan-means': 'How it stays safe around me',
} as const satisfies Partial<Record<KeepsakeKind, string>>
/** What else is written down with the client, and shown to them as it stands. */
const SESSION = {
  'card-one': 'First card',
  'card-two': 'Second card',
  'card-three': 'Third card',
  'new-dream': 'The new dream, as you both approved it',
} as const satisfies Record<(typeof SESSION_WORDS)[number], string>
type Part = keyof typeof PARTS | keyof typeof SESSION

/** The safety plan as it was written in session: a tap opens a part, a second saves it. The client reads it as it stands. */
export const safetyPlanCard = (visit: Visit, file: ClientFile): Html =>
  html`${wordsCard(visit, file, { heading: 'Safety plan', parts: PARTS })}
  ${wordsCard(visit, file, { heading: 'Cards and the new dream', parts: SESSION })}`

interface Written {
  readonly heading: string
  readonly parts: Readonly<Record<string, string>>
}

const wordsCard = (visit: Visit, { client, keepsakes }: ClientFile, { heading, parts }: Written): Html =>
  html`<section class="card">
    <h2>${heading}</h2>
    <p class="soft">Written together, in the client’s words. They read it as it stands.</p>
    ${Object.entries(parts).map(([part, title]) => {
      const words = keepsakes.find(({ kind }) => kind === part)?.words.reveal() ?? ''
      return html`<details class="step">
        <summary>${title}${words === '' ? html` <span class="soft">(empty)</span>` : ''}</summary>
        ${form(
          visit,
          `/clients/${client.id}/safety-plan`,
          html`<input type="hidden" name="part" value="${part}" />
            <p class="field">
              <label for="${part}">${title}</label>
              <textarea id="${part}" name="words" maxlength="${PLAN_PART_SHOWN}" required>${words}</textarea>
            </p>
            <button class="second">Save this part</button>`,
        )}
        ${words === '' ? '' : removal(visit, `/clients/${client.id}/safety-plan`, part)}
      </details>`
    })}
  </section>`

const removal = (visit: Visit, to: string, part: string): Html =>
  form(
    visit,
    to,
    html`<input type="hidden" name="part" value="${part}" /><input type="hidden" name="remove" value="yes" />
      <button class="second">Take this part out</button>`,
  )

export async function saveSafetyPlan(visit: Visit): Promise<Answer> {
  const { client } = await clientSeen(visit)
  const part = [...Object.keys(PARTS), ...Object.keys(SESSION)].find(
    (one): one is Part => one === visit.form.get('part'),
  )
  const words = visit.form.get('words')
  if (!part) throw new Refused('There is no such part of a safety plan.')
  const removes = visit.form.get('remove') === 'yes'
  if (words === '' && !removes) throw new Refused('Write what holds, or take the part out.')
  if (words.length > PLAN_PART_SHOWN)
    throw new Refused(`A part has at most ${PLAN_PART_SHOWN} characters: that is what a client is shown.`)
  const done = await visit.people.saveSafetyPlan(
    visit.clinic,
    client,
    { [part]: removes ? null : new Private(words) },
    visit.who.clinician,
  )
  if (done === 'unknown') throw new NotFound()
  return go(`/clients/${client}`)
}
