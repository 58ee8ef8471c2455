import { CardStep, STEPS } from './authored.ts'
import { list, nearest, writeInstead } from './nearest.ts'
import * as kept from './normalise-kept.ts'
import * as step from './normalise.ts'
import { normaliseMeasure } from './normalise-measure.ts'
import type { Draft } from './normalise-go.ts'
import type { Step } from '../schema.ts'
import { readShape } from './shape.ts'
import type { Finding } from './source.ts'
import { CLOSE, NAME, STEP_KEYS } from '../vocabulary.ts'

/** One step as written, or null with the reasons in the draft's findings. The key that tells its kind is looked for first, so that the rest is judged as that kind. */
export function readStep(authored: unknown, draft: Draft): Step | null {
  const at = ['steps', draft.name]
  const refuse = (finding: Omit<Finding, 'family' | 'step'>) => {
    draft.findings.push({ family: 'form', step: draft.name, ...finding })
    return null
  }
  if (!NAME.test(draft.name) || draft.name === CLOSE) {
    const why =
      draft.name === CLOSE
        ? '`close` is where a flow is left; no step can be called so.'
        : `\`${draft.name}\` cannot be the name of a step.`
    refuse({
      rule: 'bad-name',
      at,
      atKey: true,
      message: why,
      cure: 'Write small letters and digits, words joined by hyphens, beginning with a letter.',
    })
  }
  if (typeof authored !== 'object' || authored === null || Array.isArray(authored)) {
    return refuse({
      rule: 'wrong-shape',
      at,
      atKey: true,
      message: `The step \`${draft.name}\` holds no keys.`,
      cure: 'Write `say:` or another key of a step below it, two spaces further in.',
    })
  }
  const keys = Object.keys(authored)
  const kinds = STEP_KEYS.filter((key) => keys.includes(key))
  if (kinds.length > 1) {
    return refuse({
      rule: 'two-kinds',
      at: [...at, kinds[1] ?? ''],
      atKey: true,
      message: `The step \`${draft.name}\` does two things: ${list(kinds)}.`,
      cure: 'Make two steps of it. One message asks one thing.',
    })
  }
  const stranger = keys.find((key) => !['say', 'go', 'unless', 'else'].includes(key))
  if (kinds.length === 0 && draft.flowKind !== 'cards' && (stranger !== undefined || !keys.includes('say'))) {
    const cure =
      stranger === undefined
        ? `Add \`say\`, or one of ${list(STEP_KEYS)}.`
        : writeInstead(stranger, ['say', ...STEP_KEYS])
    const message =
      stranger === undefined ? `The step \`${draft.name}\` does nothing.` : `\`${stranger}\` is no kind of step.`
    return refuse({
      rule: 'unknown-step-kind',
      at: stranger === undefined ? at : [...at, stranger],
      atKey: true,
      message,
      cure: nearest(stranger ?? '', STEP_KEYS) === undefined ? cure : `${cure} Known: ${list(STEP_KEYS)}.`,
    })
  }
  return readKind(draft.flowKind === 'cards' ? 'card' : (kinds[0] ?? 'say'), authored, draft)
}

function readKind(kind: Step['kind'], authored: object, draft: Draft): Step | null {
  const place = { at: ['steps', draft.name], step: draft.name, called: `The step \`${draft.name}\`` }
  const through = <T>(
    { read, findings }: { read: T | null; findings: Finding[] },
    toStep: (read: T, draft: Draft) => Step,
  ) => {
    draft.findings.push(...findings)
    return read === null ? null : toStep(read, draft)
  }
  switch (kind) {
    case 'say':
      return through(readShape(STEPS.say, authored, place), step.normaliseSay)
    case 'choose':
      return through(readShape(STEPS.choose, authored, place), step.normaliseChoose)
    case 'rate':
      return through(readShape(STEPS.rate, authored, place), step.normaliseRate)
    case 'write':
      return through(readShape(STEPS.write, authored, place), step.normaliseWrite)
    case 'measure':
      return through(readShape(STEPS.measure, authored, place), normaliseMeasure)
    case 'recall':
      return through(readShape(STEPS.recall, authored, place), kept.normaliseRecall)
    case 'play':
      return through(readShape(STEPS.play, authored, place), kept.normalisePlay)
    case 'run':
      return through(readShape(STEPS.run, authored, place), step.normaliseRun)
    case 'end':
      return through(readShape(STEPS.end, authored, place), step.normaliseEnd)
    case 'card':
      return through(readShape(CardStep, authored, place), step.normaliseCard)
  }
  return kind satisfies never
}
