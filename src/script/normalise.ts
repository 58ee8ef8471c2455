import type { RatingClass } from '../core/event.ts'
import { pauseMs } from './authored.ts'
import type { AuthoredCard, AuthoredSay, AuthoredStep } from './authored.ts'
import { list, writeInstead } from './nearest.ts'
import type { Choice, SayItem, Step } from './schema.ts'
import type { Finding, Path } from './source.ts'
import { BODY, CLASSES, CLOSE, FINALS, MOST_CHOICES, NAME, OUTCOMES, isReserved } from './vocabulary.ts'
import type { FlowKind } from './vocabulary.ts'

/** A step on its way from what was written to what is meant; what is wrong with it is collected in `findings`. */
export interface Draft {
  readonly name: string
  readonly flowKind: FlowKind
  readonly findings: Finding[]
}

type Fault = Pick<Finding, 'rule' | 'message' | 'cure'> & {
  readonly family?: Finding['family']
  readonly atKey?: boolean
}

function report(draft: Draft, inStep: Path, fault: Fault): void {
  draft.findings.push({ family: 'form', at: ['steps', draft.name, ...inStep], step: draft.name, ...fault })
}

export function normaliseSay(step: AuthoredStep<'say'>): Step {
  return { kind: 'say', say: toSay(step.say), go: toTarget(step.go) }
}

export function normaliseEnd(step: AuthoredStep<'end'>): Step {
  return { kind: 'end', say: toSay(step.say), outcome: step.end }
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
    if (isReserved(id) || step.go === undefined) return { id, label: clean(label), go: null }
    const target = typeof step.go === 'string' ? step.go : step.go[id]
    if (target === undefined) {
      report(draft, ['choose', id], {
        rule: 'missing-go',
        atKey: true,
        message: `The choice \`${id}\` leads nowhere.`,
        cure: `Write \`${id}: …\` under \`go\`, with the name of the next step or \`close\`.`,
      })
    }
    return { id, label: clean(label), go: toTarget(target ?? CLOSE) }
  })
  return { kind: 'choose', say: toSay(step.say), choices }
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
  const go = rateTargets(step.go, CLASSES[scale], draft, scale === 'helped')
  return {
    kind: 'rate',
    say: toSay(step.say),
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
    say: toSay(step.say),
    about: about ?? null,
    keep: keep ?? null,
    once: once === 'yes',
    go: targets,
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
  return { kind: 'run', say: toSay(step.say), flow: step.run, go: targets }
}

export function normaliseCard(step: AuthoredCard, draft: Draft): Step {
  const ids = Object.keys(step.choose ?? {})
  if (ids.length > 0) checkChoices(ids, draft)
  if (step.say === undefined && ids.length === 0) {
    report(draft, [], {
      rule: 'empty-step',
      message: `The card \`${draft.name}\` holds nothing.`,
      cure: 'Write `say:` with one line, or `choose:` with labels.',
    })
  }
  const choices = Object.entries(step.choose ?? {}).map(([id, label]): Choice => ({
    id,
    label: clean(label),
    go: null,
  }))
  return { kind: 'card', say: toSay(step.say), choices }
}

function checkChoices(ids: readonly string[], draft: Draft): void {
  if (ids.length === 0 || ids.length > MOST_CHOICES) {
    report(draft, ['choose'], {
      rule: ids.length === 0 ? 'no-choices' : 'too-many-choices',
      atKey: true,
      message: `The step \`${draft.name}\` offers ${ids.length} choices.`,
      cure: `Offer 1 to ${MOST_CHOICES}.`,
    })
  }
  for (const id of ids.filter((name) => !NAME.test(name))) {
    report(draft, ['choose', id], {
      rule: 'bad-name',
      atKey: true,
      message: `\`${id}\` cannot be the name of a choice.`,
      cure: 'Write small letters, digits and hyphens; the label beside it is free.',
    })
  }
}

function checkGoKeys(keys: readonly string[], ids: readonly string[], draft: Draft): void {
  for (const key of keys) {
    if (isReserved(key)) {
      report(draft, ['go', key], {
        rule: 'shadowed',
        family: 'safety',
        atKey: true,
        message: `\`${key}\` is heard by the rails in every step. A way of its own would shadow it.`,
        cure: `Take \`${key}\` out of \`go\`; the button may stay.`,
      })
    } else if (!ids.includes(key)) {
      report(draft, ['go', key], {
        rule: 'unknown-choice',
        atKey: true,
        message: `\`${key}\` is no choice of this step.`,
        cure: writeInstead(
          key,
          ids.filter((id) => !isReserved(id)),
        ),
      })
    }
  }
}

/** `go` by rating class. A single target means the class that goes on; in care, and for what only asks an opinion, every class. */
function rateTargets(
  go: AuthoredStep<'rate'>['go'],
  classes: readonly [RatingClass, ...RatingClass[]],
  draft: Draft,
  opinion: boolean,
): Partial<Record<RatingClass, string>> {
  const everyClass = draft.flowKind === 'care' || opinion
  const written =
    typeof go === 'object' ? go : Object.fromEntries((everyClass ? classes : [classes[0]]).map((name) => [name, go]))
  for (const key of Object.keys(written).filter((name) => !classes.some((known) => known === name))) {
    report(draft, ['go', key], {
      rule: 'unknown-class',
      atKey: true,
      message: `\`${key}\` is no class of this scale.`,
      cure: writeInstead(key, classes),
    })
  }
  const missing = (everyClass ? classes : [classes[0]]).filter((name) => written[name] === undefined)
  if (missing.length > 0) {
    report(draft, ['go'], {
      rule: 'missing-class',
      atKey: true,
      message: `\`go\` does not say what follows ${list(missing)}.`,
      cure: `Add ${missing.map((name) => `\`${name}: …\``).join(', ')}.`,
    })
  }
  return Object.fromEntries(
    classes.map((name) => [name, written[name] === undefined ? FINALS.raised : toTarget(written[name])]),
  )
}

/** `go` with fixed names, all of them or one for all. */
function goByName(go: string | Record<string, string>, names: readonly string[], draft: Draft): Record<string, string> {
  if (typeof go === 'string') return Object.fromEntries(names.map((name) => [name, go]))
  for (const key of Object.keys(go).filter((name) => !names.includes(name))) {
    const isRefusedSkip = key === 'skip'
    report(draft, ['go', key], {
      rule: isRefusedSkip ? 'skip-refused' : 'unknown-key',
      atKey: true,
      message: isRefusedSkip
        ? '`skip: no` refuses skipping, and `go` says where skipping leads.'
        : `\`${key}\` never follows this step.`,
      cure: isRefusedSkip ? 'Take one of the two out.' : writeInstead(key, names),
    })
  }
  const missing = names.filter((name) => go[name] === undefined)
  if (missing.length > 0) {
    report(draft, ['go'], {
      rule: 'missing-go',
      atKey: true,
      message: `\`go\` does not say what follows ${list(missing)}.`,
      cure: `Add ${missing.map((name) => `\`${name}: …\``).join(', ')}, or write one step for all.`,
    })
  }
  return go
}

function toTarget(written: string): string {
  return written === CLOSE ? FINALS.done : written
}

function toSay(say: AuthoredSay | undefined): SayItem[] {
  let lines = 0
  return [say ?? []]
    .flat()
    .map((item): SayItem =>
      typeof item === 'string'
        ? { kind: 'line', id: `say.${lines++}`, text: clean(item) }
        : { kind: 'pause', ms: pauseMs(item.pause) ?? 0 },
    )
}

/** One form for letters that can be written in two ways, so that the same words have the same hash. */
function clean(text: string): string {
  return text.normalize('NFC').trim()
}
