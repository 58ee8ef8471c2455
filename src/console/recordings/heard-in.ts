import { variantsOf, type Plan } from '../../core/plan.ts'
import type { RecordingName } from '../../core/message.ts'
import { readCanonical } from '../../script/canonical.ts'
import { isSaidTo, type Flow, type Step } from '../../script/schema.ts'
import type { Visit } from '../http/visit.ts'

/** One place in which a recording is played. */
export interface Place {
  readonly name: RecordingName
  /** What the flow is called. */
  readonly title: string
  /** The line that stands beside the voice. */
  readonly text: string
  /** What the client has in its place once there is no such recording, as sentences. */
  readonly instead: readonly string[]
}

/** Where the client of this plan would hear a recording, in what clients of this clinic hear now; none where nothing plays it. */
export async function placesOf({ people, clinic }: Visit, plan: Plan): Promise<readonly Place[]> {
  const signed = await people.signatures(clinic)
  const newest = new Map(signed.map((one) => [`${one.flow} ${one.lang}`, one]))
  const heard = [...newest.values()].filter(
    ({ flow, lang }) => lang === plan.lang || (lang === 'en' && !newest.has(`${flow} ${plan.lang}`)),
  )
  const bodies = await Promise.all(heard.map(({ hash }) => people.script(hash)))
  // Most scripts play nothing; reading one whole costs more than looking for the word.
  return bodies.flatMap((body) => (body?.includes('"play"') ? placesIn(readCanonical(body), plan) : []))
}

/** As `isPassedOver` and `isShown` of the engine have it. */
export function placesIn(flow: Flow, plan: Pick<Plan, 'profile' | 'minor'>): Place[] {
  const reads = (name: string) => firstLine(flow.steps[name], plan)
  return Object.entries(flow.steps).flatMap(([at, step]): Place[] => {
    if (step.kind !== 'play') return []
    const [hidden, stay] = leadingTo(flow, at, step.go.else)
    const next = reads(step.go.else)
    const goesOn = next === null ? 'They go on at once without it.' : `They go on at once with “${next}”`
    const instead = [
      ...hidden.map((label) => `The button “${label}” is not shown.`),
      ...(stay || hidden.length === 0 ? [goesOn] : []),
    ]
    return [{ name: step.recording, title: flow.title, text: reads(at) ?? '', instead }]
  })
}

/** The buttons that go when the recording does, because they would lead back to their own question; and whether something else leads there. */
function leadingTo(flow: Flow, to: string, otherwise: string): [hidden: string[], stay: boolean] {
  const hidden: string[] = []
  let stay = false
  for (const [at, step] of Object.entries(flow.steps)) {
    if (step.kind === 'choose' || step.kind === 'card') {
      for (const choice of step.choices.filter(({ go }) => go === to)) {
        if (at === otherwise) hidden.push(choice.label ?? choice.id)
        else stay = true
      }
    } else if (step.kind !== 'end' && Object.values(goesOf(step)).includes(to)) stay = true
  }
  return [hidden, stay]
}

const goesOf = ({ go }: Exclude<Step, { kind: 'choose' | 'card' | 'end' }>): Record<string, string | null> =>
  typeof go === 'string' ? { go } : { ...go }

function firstLine(step: Step | undefined, plan: Pick<Plan, 'profile' | 'minor'>): string | null {
  const variants = variantsOf(plan)
  const line = step?.say.find((item) => item.kind === 'line' && isSaidTo(item, variants))
  return line?.kind === 'line' ? line.text : null
}
