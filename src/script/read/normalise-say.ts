import type { Variant } from '../../core/plan.ts'
import { pauseMs } from './authored.ts'
import type { AuthoredSay } from './authored.ts'
import { list } from './nearest.ts'
import { report, toTarget } from './normalise-go.ts'
import type { Draft } from './normalise-go.ts'
import type { SayItem, Step } from '../schema.ts'
import { CLOSE, COMMON_LABELS } from '../vocabulary.ts'

type Line = Extract<SayItem, { kind: 'line' }>
type ForWhom = Variant | readonly Variant[]

/** Sentences and pauses; a sentence with `instead` becomes two lines, one for each kind of client. */
export function toSay(say: AuthoredSay | undefined, draft: Draft): SayItem[] {
  let lines = 0
  const line = (text: string): Line => ({ kind: 'line', id: `say.${lines++}`, text: clean(text) })
  return [say ?? []].flat().flatMap((item, index): SayItem[] => {
    if (typeof item === 'string') return [line(item)]
    if ('pause' in item) return [{ kind: 'pause', ms: pauseMs(item.pause) ?? 0 }]
    const { unless, when, instead } = item
    if ((unless === undefined) === (when === undefined) || (instead !== undefined && unless === undefined)) {
      report(draft, ['say', index], {
        rule: 'for-whom',
        message: 'A sentence for some clients names them in one way.',
        cure: 'Write `unless:` (and `instead:`, if they read another), or `when:`.',
      })
    }
    if (when !== undefined) return [{ ...line(item.line), when: variants(when) }]
    const named = unless === undefined ? {} : { unless: variants(unless) }
    const other = instead === undefined || unless === undefined ? [] : [{ text: instead, when: variants(unless) }]
    return [{ ...line(item.line), ...named }, ...other.map(({ text, when: whom }) => ({ ...line(text), when: whom }))]
  })
}

/** For whom a step is passed over, and where to: its one way on, or what `else` says. */
export function toOmit(
  step: { readonly unless?: ForWhom | undefined; readonly else?: string | undefined },
  onward: string | undefined,
  draft: Draft,
): Pick<Extract<Step, { kind: 'say' }>, 'omit'> {
  const go = step.else ?? onward
  if (step.unless === undefined) {
    if (step.else !== undefined) {
      report(draft, ['else'], {
        rule: 'else-without-unless',
        atKey: true,
        message: '`else` is where the clients of `unless` go on. Here nobody is passed over.',
        cure: 'Take `else` out, or write `unless:` with who is.',
      })
    }
    return {}
  }
  if (go === undefined) {
    report(draft, ['unless'], {
      rule: 'missing-else',
      atKey: true,
      message: `The step \`${draft.name}\` is passed over for some clients and does not say where they go on.`,
      cure: 'Write `else:` and the name of a step.',
    })
  }
  return { omit: { unless: variants(step.unless), go: toTarget(go ?? CLOSE) } }
}

/** The words of a button; null for a common label, which the cards hold. */
export function labelOf(id: string, label: string | null, draft: Draft): string | null {
  if (label === null && !COMMON_LABELS.some((common) => common === id)) {
    report(draft, ['choose', id], {
      rule: 'no-label',
      atKey: true,
      message: `The button \`${id}\` has no words, and there is no common label of that name.`,
      cure: `Write \`${id}: …\` with its words. Common labels: ${list(COMMON_LABELS)}.`,
    })
  }
  return label === null ? null : clean(label)
}

/** One form for letters that can be written in two ways, so that the same words have the same hash. */
export function clean(text: string): string {
  return text.normalize('NFC').trim()
}

/** In one order and once each, so that the same meaning has the same hash. */
const variants = (named: ForWhom): Variant[] => [...new Set([named].flat())].sort()
