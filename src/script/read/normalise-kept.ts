import type { AuthoredStep } from './authored.ts'
import { goByName, toTarget } from './normalise-go.ts'
import type { Draft } from './normalise-go.ts'
import { clean, toOmit, toSay } from './normalise-say.ts'
import type { Step } from '../schema.ts'
import { CLOSE } from '../vocabulary.ts'

/** A keepsake as a message of its own: a line that is nothing but its slot, so that everything that holds for lines holds here. */
export function normaliseRecall(step: AuthoredStep<'recall'>, draft: Draft): Step {
  const before = toSay(step.say, draft)
  const lines = before.filter((item) => item.kind === 'line').length
  const quote = { kind: 'line', id: `say.${lines}`, text: `{${step.recall}|${clean(step.text)}}` } as const
  return {
    kind: 'recall',
    say: [...before, quote],
    keepsake: step.recall,
    go: toTarget(step.go),
    ...toOmit(step, step.go, draft),
  }
}

/** A recording with [Next] and [Skip]; `else` is for a client who has none, or no sound. */
export function normalisePlay(step: AuthoredStep<'play'>, draft: Draft): Step {
  const go = goByName(step.go, ['next', 'skip', 'else'], draft)
  const target = (name: string) => toTarget(go[name] ?? CLOSE)
  return {
    kind: 'play',
    say: toSay(step.text, draft),
    recording: step.play,
    go: { next: target('next'), skip: target('skip'), else: target('else') },
  }
}
