import { slotsOf } from '../../core/render.ts'
import type { Lang } from '../../core/ids.ts'
import { list, writeInstead } from './nearest.ts'
import { linesOf } from '../schema.ts'
import type { Flow, Step } from '../schema.ts'
import type { Finding } from './source.ts'

/** The key under which a translation holds the flow's title. */
const TITLE = 'title'

/**
 * Another language of a flow: complete, with the same slots in every line, or refused with what is missing. The words of a
 * questionnaire are published in each language and not translated: they stay as they are until a clinic imports them (care C29).
 */
export function translate(value: unknown, lang: Lang, original: Flow): { flow: Flow | null; findings: Finding[] } {
  const base = withoutTheirWords(original)
  const wanted = new Map([[TITLE, base.title], ...linesOf(base)])
  const written = typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}
  const given = new Map<string, string>()
  const findings: Finding[] = []
  if (lang === base.lang) {
    findings.push(
      fault(
        'same-language',
        [],
        `The flow itself is in \`${lang}\` already.`,
        'Take this file out, or name it by its own language.',
      ),
    )
  }
  for (const [id, text] of Object.entries(written)) {
    const said = wanted.get(id)
    if (said === undefined) {
      findings.push({
        ...fault('unknown-line', [id], `The flow has no line \`${id}\`.`, writeInstead(id, [...wanted.keys()])),
        atKey: true,
      })
    } else if (typeof text !== 'string' || text.trim() === '') {
      findings.push(
        fault(
          'wrong-shape',
          [id],
          `The line \`${id}\` is empty or not read as words.`,
          'Write the sentence, in quotation marks if it is a number.',
        ),
      )
    } else {
      given.set(id, text.normalize('NFC').trim())
      findings.push(...differentSlots(id, said, text))
    }
  }
  for (const [id, said] of wanted) {
    if (id in written) continue
    findings.push(
      fault(
        'missing-line',
        [],
        `The line \`${id}\` is not translated: “${said}”`,
        `Add \`${id}: …\`. A language is complete, or nobody gets it.`,
      ),
    )
  }
  return { flow: withLines(original, lang, given), findings }
}

function withoutTheirWords(flow: Flow): Flow {
  const steps = Object.entries(flow.steps).map(([name, step]): [string, Step] => [
    name,
    step.kind === 'measure' ? { ...step, texts: null } : step,
  ])
  return { ...flow, steps: Object.fromEntries(steps) }
}

/** A translation that loses a slot loses the emergency number with it. */
function differentSlots(id: string, original: string, text: string): Finding[] {
  const wanted = slotNames(original)
  const found = slotNames(text)
  if (wanted.join() === found.join()) return []
  const message = `The line \`${id}\` has the slots ${list(found) || 'none'}, and the original has ${list(wanted) || 'none'}.`
  return [fault('different-slots', [id], message, 'Use the same slots in both; their order is free.')]
}

function slotNames(text: string): string[] {
  return slotsOf(text)
    .map((slot) => (slot.kind === 'fact' ? `{@${slot.name}}` : `{${slot.name}|…}`))
    .sort()
}

function fault(rule: string, at: Finding['at'], message: string, cure: string): Finding {
  return { rule, family: 'language', at, message, cure }
}

function withLines(base: Flow, lang: Lang, given: ReadonlyMap<string, string>): Flow {
  const line = (id: string, original: string) => given.get(id) ?? original
  const steps = Object.entries(base.steps).map(([name, step]): [string, Step] => {
    const say = step.say.map((item) =>
      item.kind === 'line' ? { ...item, text: line(`${name}/${item.id}`, item.text) } : item,
    )
    if (!('choices' in step)) return [name, { ...step, say }]
    const choices = step.choices.map((choice) => ({
      ...choice,
      label: choice.label && line(`${name}/choose.${choice.id}`, choice.label),
    }))
    return [name, { ...step, say, choices }]
  })
  return { ...base, lang, title: line(TITLE, base.title), steps: Object.fromEntries(steps) }
}
