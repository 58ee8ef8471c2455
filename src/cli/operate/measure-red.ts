import { SCREEN_LEVELS } from '../../core/screen-result.ts'
import type { Opinion } from '../../rails/screen/model.ts'
import { crossValidate } from '../../rails/screen/train/cross-validate.ts'
import type { Example } from '../../rails/screen/train/example.ts'
import { shareLine, type Judged } from '../../rails/screen/train/report.ts'
import { ASKS_FROM } from './train-screen.ts'

/** From these risks a gate would open: of both models as shipped, and of the same two that learn active plans only. */
const GATES = { 'at risk': [0.7, 0.8, 0.9], 'an active plan': [0.1, 0.2, 0.3] } as const
const PLANS = 'suicide_active'
const ASK = SCREEN_LEVELS.indexOf('ask')

interface Measured {
  /** All texts and what is learnt beside them, in the order of the opinions. */
  readonly learnt: readonly Example[]
  /** What both models made of them. */
  readonly opinions: readonly Opinion[]
  /** The texts as rules and models judged them, and as if the rules had not seen them. */
  readonly judged: Readonly<Record<'in sight' | 'as if unseen', readonly Judged[]>>
}

/**
 * What would be red if a model raised an ask to red where it is sure. No such gate is shipped (docs/screen.md says why);
 * whoever weighs it anew finds the figures here.
 */
export function redGateLines({ learnt, opinions, judged }: Measured): string[] {
  const plans = crossValidate(learnt.map(planOrNot), 'group', ASKS_FROM.both)
  const gates = [
    ['at risk', opinions],
    ['an active plan', plans],
  ] as const
  return gates.flatMap(([name, of]) =>
    GATES[name].flatMap((from) =>
      Object.entries(judged).flatMap(([sight, texts]) => [
        '',
        `Red or higher, English, rules ${sight}, an ask red where models see ${name} from ${from.toFixed(1)}`,
        ...kinds(texts.map((text, at) => gated(text, of[at], from)).filter(({ lang }) => lang === 'en')),
      ]),
    ),
  )
}

const planOrNot = (example: Example): Example =>
  example.label === 'ambiguous' ? example : { ...example, label: example.category === PLANS ? 'at_risk' : 'benign' }

function gated(text: Judged, opinion: Opinion | undefined, from: number): Judged {
  const asks = SCREEN_LEVELS.indexOf(text.level) === ASK
  return asks && opinion && opinion.risk >= from ? { ...text, level: 'red' } : text
}

const kinds = (texts: readonly Judged[]) =>
  [...Map.groupBy(texts, ({ label, category }) => (label === 'at_risk' ? category : label))]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([kind, members]) => `  ${shareLine(kind, members, 'red')}`)
