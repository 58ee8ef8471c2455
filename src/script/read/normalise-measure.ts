import { instrumentNamed } from '../../rails/instruments/instruments.ts'
import type { Step } from '../schema.ts'
import { MEASURED } from '../vocabulary.ts'
import type { AuthoredStep } from './authored.ts'
import { toSay } from './normalise-say.ts'
import { goByName, report, toTarget, type Draft } from './normalise-go.ts'

/** A questionnaire: its words are read from the reviewed instrument into the script, so that a signature covers them. */
export function normaliseMeasure(step: AuthoredStep<'measure'>, draft: Draft): Step {
  const instrument = instrumentNamed(step.measure)
  const riskItem = instrument?.riskItem ?? null
  if (draft.flowKind !== 'care') {
    report(draft, ['measure'], {
      rule: 'measure-outside-care',
      message: `A questionnaire stands in a flow of kind care; this one is of kind ${draft.flowKind}.`,
      cure: 'Make a flow of kind care for it.',
    })
  }
  if (riskItem !== null && typeof step.go === 'string') {
    report(draft, ['go'], {
      rule: 'risk-unanswered',
      family: 'safety',
      message: `${instrument?.id ?? step.measure} has a risk item, and \`go\` does not say what follows it.`,
      cure: 'Write `go: { done: …, risk: …, asked: …, over: … }`: the numbers and the direct question come before the next item.',
    })
  }
  const names = MEASURED.filter((name) => riskItem !== null || (name !== 'risk' && name !== 'asked'))
  const go = goByName(step.go, names, draft)
  const to = (name: string) => toTarget(go[name] ?? 'close')
  const atRisk = (name: string) => (riskItem === null ? null : to(name))
  return {
    kind: 'measure',
    say: toSay(step.say, draft),
    instrument: step.measure,
    texts: instrument?.texts ?? null,
    riskItem,
    notAtNight: instrument?.notAtNight ?? false,
    go: { done: to('done'), risk: atRisk('risk'), asked: atRisk('asked'), over: to('over') },
  }
}
