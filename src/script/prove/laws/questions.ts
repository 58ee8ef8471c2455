import type { Flow, Step } from '../../schema.ts'
import { isAsking } from '../../schema.ts'
import type { Finding } from '../../read/source.ts'
import { textsOf } from '../texts.ts'

/** What ends a question, in the scripts that a translation may use. */
const QUESTION = /[?？؟]/gu

/** Law: one message asks one thing. Two questions and one row of buttons leave a client guessing which is answered. */
export function oneQuestionPerMessage(flow: Flow): Finding[] {
  const inMessage = textsOf(flow).flatMap(({ step, text, at }): Finding[] => {
    const count = questionsIn(text)
    if (count < 2) return []
    return [
      {
        rule: 'two-questions',
        family: 'language',
        at,
        step,
        message: `This message asks ${count} questions.`,
        cure: 'Ask one, and put the other into a step of its own.',
      },
    ]
  })
  const inStep = Object.entries(flow.steps).flatMap(([step, held]): Finding[] => {
    const asking = isAsking(held) ? askingLines(held) : []
    if (asking.length < 2) return []
    const message = `The step \`${step}\` asks ${asking.length} questions and waits for one answer.`
    return [
      {
        rule: 'two-questions',
        family: 'language',
        severity: 'warning',
        at: ['steps', step, 'say', asking[1] ?? 0],
        step,
        message,
        cure: 'Make two steps of it.',
      },
    ]
  })
  return [...inMessage, ...inStep]
}

function askingLines(step: Step): number[] {
  return step.say.flatMap((item, index) =>
    item.kind === 'line' && item.when === undefined && questionsIn(item.text) > 0 ? [index] : [],
  )
}

function questionsIn(text: string): number {
  return text.match(QUESTION)?.length ?? 0
}
