import { html } from 'hono/html'
import { page, type Answer, type FlowOnShelf, type Html, type Visit } from '../http/visit.ts'
import { namesOf } from '../client/names.ts'
import { adaptedCard } from './adapted.ts'

type Signed = Awaited<ReturnType<Visit['people']['signatures']>>

const KINDS = [
  ['practice', 'Practices'],
  ['care', 'Around a practice'],
  ['rails', 'Safety: STOP, crisis, grounding'],
  ['cards', 'Cards'],
] as const

/** What clients read, and who signed it. */
export async function flowsPage(visit: Visit): Promise<Answer> {
  const [shelf, signed, names] = await Promise.all([
    visit.deps.shelf(),
    visit.people.signatures(visit.clinic),
    namesOf(visit),
  ])
  return page(
    'Flows',
    html`<p class="soft">Clients hear only what a clinician of this clinic has read and signed.</p>
      ${KINDS.map(
        ([kind, title]) =>
          html`<section class="card">
            <h2>${title}</h2>
            <ul class="reasons">
              ${shelf.filter((flow) => flow.kind === kind).map((flow) => flowLine(flow, signed, names))}
            </ul>
          </section>`,
      )}
      ${await adaptedCard(visit, null)}`,
  )
}

const flowLine = (flow: FlowOnShelf, signed: Signed, names: ReadonlyMap<string, string>): Html =>
  html`<li>
    <a href="/console/flows/${flow.hash}">${flow.title}</a>
    <span class="soft">${flow.lang}${flow.class === 'amber' ? ', amber' : ''} · ${standing(flow, signed, names)}</span>
  </li>`

function standing({ hash, flow, lang }: FlowOnShelf, signed: Signed, names: ReadonlyMap<string, string>): string {
  const one = signed.find((signature) => signature.hash === hash)
  if (one) return `signed by ${names.get(one.by) ?? one.by}`
  const older = signed.some((signature) => signature.flow === flow && signature.lang === lang)
  return older ? 'changed since it was signed: clients hear the signed version' : 'not signed: no client hears it'
}
