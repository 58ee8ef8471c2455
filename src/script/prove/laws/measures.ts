import type { Finding } from '../../read/source.ts'
import type { Flow, Step } from '../../schema.ts'

/** What puts the direct question, numbers first, in the same words each time (care C7). */
const DIRECT_QUESTION = 'direct-question'

/**
 * Law (care C29): an answer above 0 to a risk item is followed by the numbers before the next item: by the direct question,
 * which has them, or where that was put lately by a step that says them. And a flow holds one questionnaire.
 */
export function riskIsAnswered(flow: Flow): Finding[] {
  const measures = Object.entries(flow.steps).flatMap(([name, step]) =>
    step.kind === 'measure' ? [[name, step] as const] : [],
  )
  const [, second] = measures
  const tooMany = {
    rule: 'two-questionnaires',
    message: 'This flow holds two questionnaires.',
    cure: 'Make a flow of its own for each: one is asked on a day.',
  }
  return [
    ...(second ? [fault([second[0], 'measure'], tooMany)] : []),
    ...measures.flatMap(([name, step]) => riskFaults(flow, name, step)),
  ]
}

function riskFaults(flow: Flow, name: string, { go }: Extract<Step, { kind: 'measure' }>): Finding[] {
  const [risk, asked] = [go.risk, go.asked].map((to) => (to === null ? undefined : flow.steps[to]))
  const isAsked = go.risk === null || (risk?.kind === 'run' && risk.flow === DIRECT_QUESTION)
  const says = asked?.say.some((item) => item.kind === 'line' && item.text.includes('{@emergency}')) ?? false
  return [
    ...(isAsked
      ? []
      : [
          fault([name, 'go', 'risk'], {
            rule: 'risk-unanswered',
            message: 'After the risk item this does not lead to the direct question.',
            cure: `Let \`risk\` lead to a step with \`run: ${DIRECT_QUESTION}\`.`,
          }),
        ]),
    ...(go.asked === null || says
      ? []
      : [
          fault([name, 'go', 'asked'], {
            rule: 'risk-unanswered',
            message: 'After the risk item the next step does not say the emergency number.',
            cure: 'Let `asked` lead to a step that says `{@emergency}`.',
          }),
        ]),
  ]
}

function fault([step = '', ...inStep]: readonly string[], what: Pick<Finding, 'rule' | 'message' | 'cure'>): Finding {
  return { family: 'safety', at: ['steps', step, ...inStep], step, ...what }
}
