import { html } from 'hono/html'
import { ScriptHash } from '../../core/ids.ts'
import { readCanonical } from '../../script/canonical.ts'
import type { InstrumentTexts } from '../../rails/instruments/instruments.ts'
import { changesBetween } from '../../script/diff.ts'
import type { Flow, SayItem, Step } from '../../script/schema.ts'
import { namesOf } from '../client/names.ts'
import { go, idOf, NotFound, page, type Answer, type Html, type Visit } from '../http/visit.ts'
import { form } from '../look/layout.ts'
import { clock } from '../look/time.ts'
import { changeLink } from './adapt.ts'
import { canBeAdapted } from './adapting.ts'

/** One script as clients read it, what changed since the signed one, and the signature. */
export async function readerPage(visit: Visit): Promise<Answer> {
  const hash = idOf(ScriptHash, visit.param('script'))
  const flow = await flowOf(visit, hash)
  const [signed, names] = await Promise.all([visit.people.signatures(visit.clinic), namesOf(visit)])
  const mine = signed.find((one) => one.hash === hash)
  const current = signed.findLast((one) => one.flow === flow.flow && one.lang === flow.lang)
  const before = !mine && current ? await flowOf(visit, current.hash) : null
  return page(
    flow.title,
    html`<p><a href="/console/flows">All flows</a></p>
      <div class="split">
        <section class="card" aria-label="What clients read">
          ${steps(flow, current?.hash === hash && canBeAdapted(flow) ? hash : null)}
        </section>
        <aside>
          ${before ? changesCard(before, flow) : ''}
          <section class="card">
            <h2>Signature</h2>
            ${
              mine
                ? html`<p>Signed by ${names.get(mine.by) ?? mine.by}, ${clock(mine.at, visit.settings.zone)}.</p>
                    ${form(visit, `/flows/${hash}/withdraw`, html`<button class="second">Take the signature back</button>`)}`
                : html`<p>
                      By signing you say that you, ${visit.who.name}, have read every line and that clients of this
                      clinic may hear it.
                    </p>
                    ${form(visit, `/flows/${hash}/sign`, html`<button>Sign as ${visit.who.name}</button>`)}`
            }
            <p class="hint">
              Script <code>${hash.slice(0, 12)}</code>, ${flow.lang}. A running practice keeps its script.
            </p>
          </section>
        </aside>
      </div>`,
  )
}

async function flowOf({ people }: Visit, hash: ScriptHash): Promise<Flow> {
  const body = await people.script(hash)
  if (body === null) throw new NotFound()
  return readCanonical(body)
}

function changesCard(before: Flow, after: Flow): Html {
  const changes = changesBetween(before, after)
  return html`<section class="card">
    <h2>What changed</h2>
    ${
      changes.length === 0
        ? html`<p class="soft">Nothing that a client would notice.</p>`
        : html`<ul class="reasons">
            ${changes.map((one) => html`<li>${one}</li>`)}
          </ul>`
    }
  </section>`
}

/** In the order in which a client may come to them; what cannot be reached from the start stands last. `adapts`: its lines can be changed for a client. */
function steps(flow: Flow, adapts: ScriptHash | null): Html {
  return html`${inOrder(flow).map((name) => {
    const step = flow.steps[name]
    return step ? stepShown(name, step, adapts) : ''
  })}`
}

function inOrder(flow: Flow): string[] {
  const seen = new Set<string>()
  const visitStep = (name: string | null): void => {
    const step = name === null ? undefined : flow.steps[name]
    if (name === null || !step || seen.has(name)) return
    seen.add(name)
    for (const next of nextOf(step)) visitStep(next)
  }
  visitStep(flow.start)
  for (const entry of flow.entries) visitStep(entry)
  return [...seen, ...Object.keys(flow.steps).filter((name) => !seen.has(name))]
}

function nextOf(step: Step): string[] {
  if (step.kind === 'choose' || step.kind === 'card')
    return step.choices.flatMap(({ go: to }) => (to === null ? [] : [to]))
  if (step.kind === 'say' || step.kind === 'recall') return [step.go]
  if (step.kind === 'end') return []
  return Object.values(step.go).flatMap((to) => (to === null ? [] : [to]))
}

const stepShown = (name: string, step: Step, adapts: ScriptHash | null): Html =>
  html`<div class="step" id="step-${name}">
    ${step.say.map((item) =>
      item.kind === 'line'
        ? html`<p>${item.text}${forWhom(item)}${adapts ? changeLink(adapts, `${name}/${item.id}`) : ''}</p>`
        : html`<p class="soft">(a pause of ${Math.round(item.ms / 1000)} seconds)</p>`,
    )}
    ${asked(step)}
    <p class="hint">${name}${nextShown(step)}${passedOver(step)}</p>
  </div>`

/** For whom a line is, where it is not for everyone. */
function forWhom({ unless, when }: Extract<SayItem, { kind: 'line' }>): Html | string {
  if (unless) return html` <span class="soft">(not with ${unless.join(', ')})</span>`
  return when ? html` <span class="soft">(only with ${when.join(', ')})</span>` : ''
}

function asked(step: Step): Html | string {
  if (step.kind === 'choose' || step.kind === 'card') {
    if (step.choices.length === 0) return ''
    return html`<div class="row">
      ${step.choices.map(({ id, label: words, go: to }) => {
        const label = words ?? `${id} (common label, in Cards)`
        const leads = to !== null && !to.startsWith('$')
        return leads
          ? html`<a class="level" href="#step-${to}">${label}</a>`
          : html`<span class="level">${label}</span>`
      })}
    </div>`
  }
  if (step.kind === 'rate') return html`<p class="soft">The client rates ${step.scale}, 0 to 10.</p>`
  if (step.kind === 'write')
    return html`<p class="soft">The client writes${step.keep ? '; the words are kept' : ''}.</p>`
  if (step.kind === 'measure') return questionnaire(step.texts)
  if (step.kind === 'run') return html`<p class="soft">Here runs: ${step.flow}.</p>`
  if (step.kind === 'play') return html`<p class="soft">The recording “${step.recording}” is played.</p>`
  return ''
}

function questionnaire(texts: InstrumentTexts | null): Html {
  if (texts === null) return html`<p class="soft">The words are the clinic's own to import.</p>`
  return html`<p>${texts.stem}</p>
    <ol>
      ${texts.items.map((item) => html`<li>${item}</li>`)}
    </ol>
    <div class="row">${texts.options.map((option) => html`<span class="level">${option}</span>`)}</div>`
}

function nextShown(step: Step): string {
  const next = [...new Set(nextOf(step))]
  return next.length === 0 ? '' : `, then ${next.join(' or ')}`
}

const passedOver = (step: Step): string =>
  'omit' in step && step.omit ? ` (passed over with ${step.omit.unless.join(', ')})` : ''

export async function signScript(visit: Visit): Promise<Answer> {
  const hash = idOf(ScriptHash, visit.param('script'))
  // Only what passed the gate of the linter stands on the shelf.
  if (!(await visit.deps.shelf()).some((one) => one.hash === hash)) throw new NotFound()
  await visit.people.sign(visit.clinic, hash, visit.who.clinician)
  await visit.deps.refresh()
  return go(`/flows/${hash}`)
}

/** By the same command as the command line's: the rails keep what they need. */
export async function withdrawScript(visit: Visit): Promise<Answer> {
  const hash = idOf(ScriptHash, visit.param('script'))
  const { clinician } = visit.who
  await visit.deps.commandsAs(clinician)['people.withdraw']?.({ script: hash, by: clinician })
  await visit.deps.refresh()
  return go('/flows')
}
