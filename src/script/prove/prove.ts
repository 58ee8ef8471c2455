import { canonicalForm, hashOf } from '../canonical.ts'
import { compile } from '../compile.ts'
import type { Flow } from '../schema.ts'
import type { Finding } from '../read/source.ts'
import type { PlanLaw, ResolveFlow, WalkLaw, WordLaw } from './law.ts'
import { bodyLeadsToClosing } from './laws/body.ts'
import { budgetHolds } from './laws/budget.ts'
import { choicesLeadOut } from './laws/choices.ts'
import { everyPathEnds } from './laws/endings.ts'
import { careSpeaksFirst } from './laws/first-line.ts'
import { labelsDiffer } from './laws/labels.ts'
import { linesFit } from './laws/lines.ts'
import { loopsAsk } from './laws/loops.ts'
import { riskIsAnswered } from './laws/measures.ts'
import { oneQuestionPerMessage } from './laws/questions.ts'
import { everythingIsReached } from './laws/reached.ts'
import { runsAreSound } from './laws/runs.ts'
import { stopButtonsStop, stopIsNeverSwallowed } from './laws/stop-is-heard.ts'
import { turnsAreShort } from './laws/talk.ts'
import { targetsExist } from './laws/targets.ts'
import { everyoneIsSpokenTo, railsAreForEveryone } from './laws/variants.ts'
import { textsOf } from './texts.ts'
import { CEILING, walk } from './walk.ts'
import type { Walk } from './walk.ts'

/** Hold in every language. */
const WORD_LAWS: readonly WordLaw[] = [linesFit, oneQuestionPerMessage, labelsDiffer, stopButtonsStop]

/** What must be there before a step can be taken. */
const GROUND_LAWS: readonly PlanLaw[] = [targetsExist, runsAreSound]

const PLAN_LAWS: readonly PlanLaw[] = [
  careSpeaksFirst,
  everyoneIsSpokenTo,
  railsAreForEveryone,
  riskIsAnswered,
  bodyLeadsToClosing,
  budgetHolds,
  turnsAreShort,
]

const WALK_LAWS: readonly WalkLaw[] = [
  everythingIsReached,
  everyPathEnds,
  loopsAsk,
  choicesLeadOut,
  stopIsNeverSwallowed,
]

export interface Proof {
  readonly findings: readonly Finding[]
  /** How many states the flow can reach; 0 where it could not be walked, and for cards, which are never run. */
  readonly states: number
}

/** Every law on one flow in its base language. No findings: they all hold, in every state that it can reach. */
export function prove(flow: Flow, resolve: ResolveFlow, ceiling: number = CEILING): Proof {
  const words = WORD_LAWS.flatMap((law) => law(flow))
  const ground = GROUND_LAWS.flatMap((law) => law(flow, resolve))
  // A way that leads nowhere cannot be walked, and every further finding would only repeat it.
  if (ground.length > 0 || flow.kind === 'cards') return { findings: [...words, ...ground], states: 0 }
  const walked = walk(compile(flow, hashOf(canonicalForm(flow))), ceiling)
  const laws = walked.complete
    ? [...PLAN_LAWS.flatMap((law) => law(flow, resolve)), ...WALK_LAWS.flatMap((law) => law(flow, walked, resolve))]
    : [tooManyStates(walked, ceiling)]
  return { findings: [...words, ...laws], states: walked.spots.length }
}

/** The laws on words for a translation; what is found points at its line ids. */
export function proveWords(translated: Flow): Finding[] {
  const ids = new Map(textsOf(translated).map((text) => [text.at.join(' '), text.id]))
  return WORD_LAWS.flatMap((law) => law(translated)).map((finding) => {
    const id = ids.get(finding.at.join(' '))
    return { ...finding, at: id === undefined ? [] : [id] }
  })
}

function tooManyStates({ spots }: Walk, ceiling: number): Finding {
  const counts = {
    steps: new Set(spots.map(({ frame }) => frame.state)).size,
    unclear: new Set(spots.map(({ frame }) => frame.context.unclear)).size,
    back: new Set(spots.map(({ frame }) => frame.context.back)).size,
  }
  const worst = counts.back > counts.unclear ? 'back' : 'unclear'
  return {
    rule: 'too-many-states',
    family: 'flow',
    at: ['steps'],
    atKey: true,
    message: `The flow has more than ${ceiling} states: ${counts.steps} steps, ${counts.unclear} values of \`unclear\`, ${counts.back} of \`back\`. What multiplies them is \`${worst}\`.`,
    cure: 'Make two flows of it, and let one `run` the other.',
  }
}
