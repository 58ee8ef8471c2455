import { AdaptedLine } from '../../core/line.ts'
import { ClientId, ScriptHash } from '../../core/ids.ts'
import { examineAdaptation, type AdaptationFinding } from '../../lint/adapt.ts'
import type { AdaptationRow } from '../../ports/console.ts'
import { canonicalForm, hashOf, readCanonical } from '../../script/canonical.ts'
import { overlaid } from '../../script/overlay.ts'
import { linesOf, type Flow } from '../../script/schema.ts'
import { LABELS } from '../../script/vocabulary.ts'
import { idOf, NotFound, Refused, type Visit } from '../http/visit.ts'

/** For everybody of the clinic: a lead's decision. */
export const EVERYBODY = 'everybody'

/** One line of one signed script, for whom, and in which words. */
export interface Adapting {
  readonly base: ScriptHash
  readonly flow: Flow
  readonly line: string
  /** The line as it was signed. */
  readonly signed: string
  /** Null: everybody. */
  readonly client: ClientId | null
  readonly text: string
  /** What stands for the same people already. */
  readonly standing: AdaptationRow | undefined
  /** All lines that would differ from the signed script. */
  readonly lines: readonly AdaptedLine[]
  /** The words of the buttons that read the same everywhere, by their name. */
  readonly commonLabels: ReadonlyMap<string, string>
  /** What the gate says of them, less what was let pass before. */
  readonly findings: readonly AdaptationFinding[]
}

/** Reads and examines what was asked, the same for looking as for signing. */
export async function adaptingOf(visit: Visit, asked: (name: string) => string): Promise<Adapting> {
  const base = idOf(ScriptHash, visit.param('script'))
  const signatures = await visit.people.signatures(visit.clinic)
  const flow = await signedFlow(visit, base, signatures)
  const line = asked('line')
  const signed = linesOf(flow).get(line)
  if (signed === undefined) throw new NotFound()
  const client = await whoHears(visit, asked('for'))
  const rows = await visit.deps.adaptationsAs(visit.who.clinician).adaptations(visit.clinic, client)
  const of = (whom: ClientId | null) =>
    rows.find((row) => row.client === whom && row.flow === flow.flow && row.lang === flow.lang && row.base === base)
  const standing = of(client)
  const before = (standing ?? of(null))?.lines ?? []
  const text = asked('text') || before.find((one) => one.line === line)?.text || signed
  const lines = withLine(before, { line, text }, signed)
  const found = examineAdaptation(flow, lines, client !== null)
  const passed = standing?.passed ?? []
  const findings = found.filter(
    ({ rule, message }) => !passed.some((one) => one.rule === rule && one.message === message),
  )
  const commonLabels = await commonLabelsIn(visit, flow.lang, signatures)
  return { base, flow, line, signed, client, text, standing, lines, findings, commonLabels }
}

/** The script's name with these lines, as the engine will make it. */
export const hashWith = ({ flow, lines }: Adapting): ScriptHash => hashOf(canonicalForm(overlaid(flow, lines)))

/** Written as it was signed, a line is not changed any more. */
function withLine(before: readonly AdaptedLine[], { line, text }: AdaptedLine, signed: string): AdaptedLine[] {
  const others = before.filter((one) => one.line !== line)
  if (text === signed) return others
  const read = AdaptedLine.safeParse({ line, text })
  if (!read.success) throw new Refused('A line has 1 to 1,000 characters.')
  return [...others, read.data]
}

type Signatures = Awaited<ReturnType<Visit['people']['signatures']>>

/** Only what clients hear now can be changed for one of them; rails and cards are the same for everybody. */
async function signedFlow(visit: Visit, base: ScriptHash, signatures: Signatures): Promise<Flow> {
  const body = await visit.people.script(base)
  if (body === null) throw new NotFound()
  const flow = readCanonical(body)
  const current = signatures.findLast((one) => one.flow === flow.flow && one.lang === flow.lang)
  if (current?.hash !== base)
    throw new Refused('Only the version that clients hear now can be changed. Sign it first, or open the signed one.')
  if (!canBeAdapted(flow))
    throw new Refused('What answers STOP, danger and questions is the same for everybody, so that it becomes familiar.')
  return flow
}

/** The rails, and what a client agrees to: the same words each time (care, crisis replies in general, 9). */
const SAME_FOR_EVERYBODY: readonly string[] = [
  'crisis',
  'stopped',
  'help',
  'direct-question',
  'dissociation',
  'intrusion',
  'welcome',
]

export const canBeAdapted = ({ kind, flow }: Pick<Flow, 'kind' | 'flow'>): boolean =>
  (kind === 'practice' || kind === 'care') && !SAME_FOR_EVERYBODY.includes(flow)

/** From the signed cards. */
async function commonLabelsIn(
  { people }: Visit,
  lang: Flow['lang'],
  signatures: Signatures,
): Promise<ReadonlyMap<string, string>> {
  const cards = signatures.findLast((one) => one.flow === 'cards' && one.lang === lang)
  const body = cards && (await people.script(cards.hash))
  const labels = body ? readCanonical(body).steps[LABELS] : undefined
  const choices = labels && 'choices' in labels ? labels.choices : []
  return new Map(choices.flatMap(({ id, label }) => (label === null ? [] : [[id, label] as const])))
}

async function whoHears(visit: Visit, whom: string): Promise<ClientId | null> {
  if (whom === EVERYBODY) {
    if (visit.who.role !== 'lead') throw new Refused('Only a lead changes a line for everybody. Choose one client.')
    return null
  }
  const client = ClientId.safeParse(whom)
  if (!client.success) throw new Refused('Choose for whom the line is changed.')
  if (!(await visit.people.plan(visit.clinic, client.data))) throw new NotFound()
  return client.data
}
