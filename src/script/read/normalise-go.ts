import type { RatingClass } from '../../core/event.ts'
import type { AuthoredStep } from './authored.ts'
import { list, writeInstead } from './nearest.ts'
import type { Finding, Path } from './source.ts'
import { CLOSE, FINALS, MOST_CHOICES, NAME, isReserved } from '../vocabulary.ts'
import type { FlowKind } from '../vocabulary.ts'

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

/** A finding at a path inside the step; without one, at the step's name. */
export function report(draft: Draft, inStep: Path, fault: Fault): void {
  draft.findings.push({
    family: 'form',
    at: ['steps', draft.name, ...inStep],
    step: draft.name,
    atKey: inStep.length === 0,
    ...fault,
  })
}

/** The choices of a step: neither none nor too many, each with a name. */
export function checkChoices(ids: readonly string[], draft: Draft): void {
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

/** `go` of a choice names its own choices and none of the rails'. */
export function checkGoKeys(keys: readonly string[], ids: readonly string[], draft: Draft): void {
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
export function rateTargets(
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
      rule: 'unnamed-class',
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
export function goByName(
  go: string | Record<string, string>,
  names: readonly string[],
  draft: Draft,
): Record<string, string> {
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

/** What an author writes for a target, as the machine names it. */
export function toTarget(written: string): string {
  return written === CLOSE ? FINALS.done : written
}
