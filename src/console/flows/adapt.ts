import { html } from 'hono/html'
import { RowId } from '../../core/ids.ts'
import { overlaid } from '../../script/overlay.ts'
import type { AdaptationFinding } from '../../lint/adapt.ts'
import { go, idOf, NotFound, page, Refused, type Answer, type Html, type Visit } from '../http/visit.ts'
import { choice, form } from '../look/layout.ts'
import { adaptingOf, EVERYBODY, hashWith, type Adapting } from './adapting.ts'

/** One line in other words: what the gate says while it is written, and how it looks on a phone (care C26). */
export async function adaptPage(visit: Visit): Promise<Answer> {
  const whom = visit.query('for') ?? (await visit.reads.roster(visit.clinic))[0]?.id
  if (whom === undefined) throw new Refused('There is no client yet for whom a line could be changed.')
  const asked = await adaptingOf(visit, (name) => (name === 'for' ? whom : (visit.query(name) ?? '')))
  return shown(visit, asked, '')
}

/** Looks at it again, or signs it. */
export async function adapt(visit: Visit): Promise<Answer> {
  const asked = await adaptingOf(visit, (name) => visit.form.get(name))
  const reason = visit.form.get('reason').trim()
  if (visit.form.get('do') !== 'sign') return shown(visit, asked, reason)
  const { base, flow, client, lines, findings, standing } = asked
  if (lines.length === 0 && standing) {
    await storeOf(visit).endAdaptation({ clinic: visit.clinic, id: standing.id, by: visit.who.clinician })
    return go(backTo(asked))
  }
  if (lines.length === 0 || findings.some(({ signatures }) => signatures === 0)) return shown(visit, asked, reason, 409)
  if (findings.length > 0 && reason.length < 10) return shown(visit, asked, reason, 409)
  const by = visit.who.clinician
  await storeOf(visit).adapt({
    id: visit.deps.world.newId(),
    clinic: visit.clinic,
    client,
    flow: flow.flow,
    lang: flow.lang,
    base,
    hash: hashWith(asked),
    lines,
    passed: [
      ...(standing?.passed ?? []),
      ...findings.map(({ rule, message }) => ({ rule, message, reasons: [{ by, reason }] })),
    ],
    by,
    needsSecond: needsSecond(findings),
  })
  return go(backTo(asked))
}

/** The second name under what one clinician alone may not let pass. */
export async function countersign(visit: Visit): Promise<Answer> {
  const reason = visit.form.get('reason').trim()
  if (reason.length < 10) throw new Refused('Say in a sentence why this line may pass.')
  const done = await storeOf(visit).countersign({
    clinic: visit.clinic,
    id: idOf(RowId, visit.param('adaptation')),
    by: visit.who.clinician,
    reason,
  })
  if (done === 'same-person') throw new Refused('It needs the name of another clinician beside yours.')
  if (done === 'unknown') throw new NotFound()
  return go('/flows')
}

export async function endAdaptation(visit: Visit): Promise<Answer> {
  const id = idOf(RowId, visit.param('adaptation'))
  const done = await storeOf(visit).endAdaptation({ clinic: visit.clinic, id, by: visit.who.clinician })
  if (done === 'unknown') throw new NotFound()
  return go('/flows')
}

const storeOf = (visit: Visit) => visit.deps.adaptationsAs(visit.who.clinician)
const needsSecond = (findings: readonly AdaptationFinding[]) => findings.some(({ signatures }) => signatures === 2)
const backTo = ({ client, base }: Adapting) => (client ? (`/clients/${client}` as const) : (`/flows/${base}` as const))

async function shown(visit: Visit, asked: Adapting, reason: string, status: 200 | 409 = 200): Promise<Answer> {
  const { base, flow, line, signed, client, text } = asked
  const roster = await visit.reads.roster(visit.clinic)
  const people = roster.map(({ id, name, pseudonym }) => [id, `${name.reveal()} (${pseudonym})`] as const)
  const everybody = visit.who.role === 'lead' ? ([[EVERYBODY, 'Everybody of the clinic']] as const) : []
  const body = html`<p><a href="/console/flows/${base}">${flow.title}</a></p>
    <p class="soft">
      As signed: <q>${signed}</q> Other languages keep the line as it is. A practice that runs goes on as it began.
    </p>
    ${form(
      visit,
      `/flows/${base}/adapt`,
      html`<input type="hidden" name="line" value="${line}" />
        ${choice({ name: 'for', label: 'For whom', value: client ?? EVERYBODY }, [...people, ...everybody])}
        <p class="field">
          <label for="text">In these words</label>
          <textarea
            id="text"
            name="text"
            rows="3"
            maxlength="1000"
            required
            hx-post="/console/flows/${base}/adapt"
            hx-trigger="input changed delay:500ms"
            hx-select="#looked"
            hx-target="#looked"
            hx-swap="outerHTML"
          >
${text}</textarea>
        </p>
        ${looked(asked, reason)}
        <p class="row">
          <button class="second" name="do" value="look">Look at it</button>
          <button name="do" value="sign">Sign as ${visit.who.name}</button>
        </p>`,
    )}`
  return page(`Change a line of ${flow.title}`, body, status)
}

/** What the gate says, and the line as the client will read it. */
function looked(asked: Adapting, reason: string): Html {
  const { findings, lines } = asked
  return html`<div id="looked" aria-live="polite">
    ${gate(findings, lines.length)}
    ${findings.length > 0 && findings.every(({ signatures }) => signatures > 0) ? why(findings, reason) : ''}
    <h2>As the client reads it</h2>
    ${preview(asked)}
  </div>`
}

function gate(findings: readonly AdaptationFinding[], changed: number): Html {
  if (changed === 0) return html`<p class="soft">These are the words that are signed. Nothing is changed by them.</p>`
  if (findings.length === 0)
    return html`<p class="notice">
      The linter finds nothing, and the proof holds: the way through the practice is the same.
    </p>`
  return html`<section class="card" aria-labelledby="gate">
    <h2 id="gate">What the linter says</h2>
    <ul class="reasons">
      ${findings.map(({ rule, message, cure, signatures }) => html`<li>${message} <span class="soft">${cure} (${rule}; ${passes(signatures)})</span></li>`)}
    </ul>
  </section>`
}

const PASSES = ['cannot be signed', 'one clinician may let it pass', 'two clinicians may let it pass'] as const
const passes = (signatures: AdaptationFinding['signatures']) => PASSES[signatures]

const why = (findings: readonly AdaptationFinding[], reason: string): Html =>
  html`<p class="field">
    <label for="reason">Why it may pass all the same</label>
    <input id="reason" name="reason" type="text" value="${reason}" autocomplete="off" aria-describedby="reason-hint" />
    <span class="hint" id="reason-hint"
      >A sentence.
      ${needsSecond(findings) ? 'It then waits for a second clinician; until then clients hear the line as it was.' : ''}</span
    >
  </p>`

/** The changed line with one on either side, in bubbles as wide as on a phone. */
function preview({ flow, lines, line, commonLabels }: Adapting): Html {
  const [at = '', id = ''] = line.split('/')
  const step = overlaid(flow, lines).steps[at]
  const said = (step?.say ?? []).flatMap((item) => (item.kind === 'line' ? [item] : []))
  const place = Math.max(
    0,
    said.findIndex((item) => item.id === id),
  )
  const near = id.startsWith('choose.') ? said.slice(-1) : said.slice(Math.max(0, place - 1), place + 2)
  const labels =
    step && 'choices' in step ? step.choices.map(({ id: name, label }) => label ?? commonLabels.get(name) ?? name) : []
  return html`<ol class="talk phone">
    ${near.map((item) => html`<li class="bot"><div class="bubble">${item.text}</div></li>`)}
    ${labels.length > 0 ? html`<li class="bot"><p class="labels">${labels.map((label) => html`<span>${label}</span>`)}</p></li>` : ''}
  </ol>`
}

/** Where a line can be changed from: beside it in the reader. */
export const changeLink = (base: string, line: string): Html =>
  html` <a class="hint noprint" href="/console/flows/${base}/adapt?line=${encodeURIComponent(line)}"
    >change for a client</a
  >`
