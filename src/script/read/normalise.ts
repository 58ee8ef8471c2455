import { isOpinion } from '../../core/event.ts'
import type { AuthoredCard, AuthoredStep } from './authored.ts'
import { list } from './nearest.ts'
import { checkChoices, checkGoKeys, goByName, rateTargets, report, toTarget } from './normalise-go.ts'
import type { Draft } from './normalise-go.ts'
import { clean, labelOf, toOmit, toSay } from './normalise-say.ts'
import type { Choice, Step } from '../schema.ts'
import { BODY, CLASSES, CLOSE, LABELS, OUTCOMES, isReserved } from '../vocabulary.ts'

export function normaliseSay(step: AuthoredStep<'say'>, draft: Draft): Step {
  return { kind: 'say', say: toSay(step.say, draft), go: toTarget(step.go), ...toOmit(step, step.go, draft) }
}

export function normaliseEnd(step: AuthoredStep<'end'>, draft: Draft): Step {
  return { kind: 'end', say: toSay(step.say, draft), outcome: step.end }
}

export function normaliseChoose(step: AuthoredStep<'choose'>, draft: Draft): Step {
  const ids = Object.keys(step.choose)
  const own = ids.filter((id) => !isReserved(id))
  checkChoices(ids, draft)
  if (typeof step.go === 'object') checkGoKeys(Object.keys(step.go), ids, draft)
  if (step.go === undefined && own.length > 0) {
    report(draft, [], {
      rule: 'missing-go',
      message: `The step \`${draft.name}\` offers ${list(own)} and does not say where they lead.`,
      cure: `Write \`go: { ${own.map((id) => `${id}: …`).join(', ')} }\`, or one step for all.`,
    })
  }
  const choices = Object.entries(step.choose).map(([id, label]): Choice => {
    const words = labelOf(id, label, draft)
    if (isReserved(id) || step.go === undefined) return { id, label: words, go: null }
    const target = typeof step.go === 'string' ? step.go : step.go[id]
    if (target === undefined) {
      report(draft, ['choose', id], {
        rule: 'missing-go',
        atKey: true,
        message: `The choice \`${id}\` leads nowhere.`,
        cure: `Write \`${id}: …\` under \`go\`, with the name of the next step or \`close\`.`,
      })
    }
    return { id, label: words, go: toTarget(target ?? CLOSE) }
  })
  const onward = typeof step.go === 'string' ? step.go : undefined
  return { kind: 'choose', say: toSay(step.say, draft), choices, ...toOmit(step, onward, draft) }
}

export function normaliseRate(step: AuthoredStep<'rate'>, draft: Draft): Step {
  const { scale, moment } = typeof step.rate === 'string' ? { scale: step.rate, moment: undefined } : step.rate
  if (moment === undefined && draft.flowKind === 'rails') {
    report(draft, ['rate'], {
      rule: 'missing-moment',
      message: 'A rating of the rails does not say when it is asked.',
      cure: `Write \`rate: { scale: ${scale}, moment: before }\`, or another of middle, after, grounding, crisis.`,
    })
  }
  const go = rateTargets(step.go, CLASSES[scale], draft, isOpinion(scale))
  return {
    kind: 'rate',
    say: toSay(step.say, draft),
    scale,
    moment: moment ?? (draft.flowKind === 'care' ? 'grounding' : 'middle'),
    go,
  }
}

export function normaliseWrite(step: AuthoredStep<'write'>, draft: Draft): Step {
  const { about, keep, once } = step.write
  if ((about === undefined) === (keep === undefined)) {
    report(draft, ['write'], {
      rule: 'one-topic',
      message: `The step \`${draft.name}\` has ${about === undefined ? 'neither `about` nor `keep`' : 'both `about` and `keep`'}.`,
      cure: 'Write exactly one: `about:` for words that go to the therapist, `keep:` for words to quote again.',
    })
  }
  if (once !== undefined && keep === undefined) {
    report(draft, ['write', 'once'], {
      rule: 'once-without-keep',
      atKey: true,
      message: '`once` means: not again when the keepsake exists. Here nothing is kept.',
      cure: 'Take `once` out, or write `keep:` in place of `about:`.',
    })
  }
  // Skipping is the rule and not the exception: nobody owes words (clinical 4.2).
  const maySkip = step.write.skip !== 'no'
  const go = goByName(step.go, maySkip ? ['wrote', 'skip'] : ['wrote'], draft)
  const targets = { wrote: toTarget(go['wrote'] ?? CLOSE), skip: maySkip ? toTarget(go['skip'] ?? CLOSE) : null }
  return {
    kind: 'write',
    say: toSay(step.say, draft),
    about: about ?? null,
    keep: keep ?? null,
    once: once === 'yes',
    go: targets,
    ...toOmit(step, go['skip'], draft),
  }
}

export function normaliseRun(step: AuthoredStep<'run'>, draft: Draft): Step {
  if (step.run === BODY && draft.flowKind !== 'rails') {
    report(draft, ['run'], {
      rule: 'body-outside-rails',
      message: `\`${BODY}\` is the practice that the rails run; a flow of kind ${draft.flowKind} has none.`,
      cure: 'Write the name of the flow to run.',
    })
  }
  const go = goByName(step.go, OUTCOMES, draft)
  const targets = {
    done: toTarget(go['done'] ?? CLOSE),
    stopped: toTarget(go['stopped'] ?? CLOSE),
    raised: toTarget(go['raised'] ?? CLOSE),
  }
  return { kind: 'run', say: toSay(step.say, draft), flow: step.run, go: targets, ...toOmit(step, go['done'], draft) }
}

export function normaliseCard(step: AuthoredCard, draft: Draft): Step {
  const ids = Object.keys(step.choose ?? {})
  // The card of common labels is looked up in, and never shown.
  if (ids.length > 0 && draft.name !== LABELS) checkChoices(ids, draft)
  if (step.say === undefined && ids.length === 0) {
    report(draft, [], {
      rule: 'empty-step',
      message: `The card \`${draft.name}\` holds nothing.`,
      cure: 'Write `say:` with one line, or `choose:` with labels.',
    })
  }
  const choices = Object.entries(step.choose ?? {}).map(([id, label]): Choice => ({
    id,
    label: label === null ? null : clean(label),
    go: null,
  }))
  return { kind: 'card', say: toSay(step.say, draft), choices }
}
