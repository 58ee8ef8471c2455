import { html } from 'hono/html'
import { ClientId } from '../../core/ids.ts'
import { isSessionWords, PLAN_PARTS } from '../../core/render.ts'
import type { ClientFile, KeepsakeRow } from '../../ports/console.ts'
import { go, idOf, NotFound, type Answer, type Html, type Visit } from '../http/visit.ts'
import { form } from '../look/layout.ts'

const KINDS: Readonly<Record<string, string>> = {
  place: 'Their place',
  'cue-word': 'Cue word',
  name: 'What they are called',
  'other-place': 'Another place',
  sentence: 'A comforting sentence',
  need: 'What they need today',
  'younger-self': 'Their younger self',
  carer: 'Who could care, for the session',
  protector: 'Who could protect, for the session',
  reminder: 'What a reminder says',
  'card-one': 'First card',
  'card-two': 'Second card',
  'card-three': 'Third card',
  'new-dream': 'The approved new dream',
  'plan-signs': 'Safety plan: signs',
  'plan-alone': 'Safety plan: alone',
  'plan-company': 'Safety plan: company',
  'plan-helpers': 'Safety plan: helpers',
  'plan-professionals': 'Safety plan: professionals',
  'plan-means': 'Safety plan: means',
}

/** The client's own words, and whether lines may quote them (care C12). */
export const keepsakeCard = (visit: Visit, { keepsakes, client, plan }: ClientFile): Html =>
  html`<section class="card">
    <h2>Their own words</h2>
    ${keepsakes.length === 0 ? html`<p class="soft">Nothing kept yet.</p>` : ''}
    ${keepsakes.map(
      (keepsake) =>
        html`<div class="row apart step">
          <div>
            <strong>${KINDS[keepsake.kind] ?? keepsake.kind}</strong>: <q>${keepsake.words.reveal()}</q><br /><span
              class="soft"
              >${standing(visit, keepsake, plan.lang)}</span
            >
          </div>
          ${
            asks(visit, keepsake, plan.lang)
              ? form(
                  visit,
                  `/clients/${client.id}/keepsakes/${keepsake.row}/approve`,
                  html`<button>May be quoted</button>`,
                )
              : ''
          }
        </div>`,
    )}
  </section>`

const asks = ({ deps }: Visit, { kind, words, approvedBy }: KeepsakeRow, lang: string) =>
  approvedBy === null &&
  !PLAN_PARTS.includes(kind) &&
  !isSessionWords(kind) &&
  deps.verdict(words.reveal(), lang) === 'ask-therapist'

function standing({ deps }: Visit, { kind, words, approvedBy, suspended }: KeepsakeRow, lang: string): string {
  if (suspended) return 'rests: something came into the place'
  if (PLAN_PARTS.includes(kind)) return 'from the session, shown as it stands'
  const verdict = deps.verdict(words.reveal(), lang)
  if (verdict === 'never') return 'never quoted: the risk and abuse lists know these words'
  if (isSessionWords(kind)) return 'from the session, shown as it stands'
  if (verdict === 'free' || approvedBy !== null) return 'quoted back to them'
  return 'not quoted until you approve it: the word lists have a question about it'
}

export async function approveKeepsake(visit: Visit): Promise<Answer> {
  const client = idOf(ClientId, visit.param('client'))
  const done = await visit.reads.approveKeepsake({
    clinic: visit.clinic,
    client,
    row: visit.param('row'),
    by: visit.who.clinician,
  })
  if (done === 'unknown') throw new NotFound()
  return go(`/clients/${client}`)
}
