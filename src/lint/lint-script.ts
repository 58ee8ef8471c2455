import type { Finding } from '../script/read/source.ts'
import { textsOf } from '../script/prove/texts.ts'
import type { Text } from '../script/prove/texts.ts'
import type { Flow } from '../script/schema.ts'
import type { Found } from './found.ts'
import { lintLabels, lintLine } from './lint-line.ts'
import type { LintProblem } from './problem.ts'
import { questionsPutTwice } from './rules/elicits.ts'
import { isImageryFlow } from './setting.ts'
import { isWaived } from './waivers.ts'
import type { Waiver } from './waivers.ts'

/** A problem of the linter with its place in the flow file, and the line that it is about. */
export interface LintFinding extends Finding {
  /** `step/say.0`, `step/choose.ready`, `title`; of a translation, its key. */
  readonly line: string
}

/**
 * The gate over a whole script in one language: every line and button, the title, the buttons of each step together,
 * and questions that are put twice. A waiver that waives nothing is a problem itself.
 */
export function lintScript(flow: Flow, waivers: readonly Waiver[]): LintFinding[] {
  const own = waivers.filter((waiver) => waiver.flow === flow.flow && waiver.lang === flow.lang)
  const found = [...linesIn(flow), ...labelsIn(flow), ...questionsPutTwice(flow)]
  const left = found.filter(({ text, problem }) => !own.some((waiver) => waives(waiver, text, problem)))
  const idle = own.filter((waiver) => !found.some(({ text, problem }) => waives(waiver, text, problem)))
  return [...left.map(findingOf), ...idle.map((waiver) => idleWaiver(waiver, flow))]
}

function linesIn(flow: Flow): Found[] {
  const title: Text = { step: '', id: 'title', text: flow.title, at: ['title'], isLabel: true }
  const imagery = isImageryFlow(flow)
  return [title, ...textsOf(flow)].flatMap((text) => {
    const role = text.id === 'title' ? 'title' : text.isLabel ? 'label' : 'say'
    // A title is read in the menu, before any image.
    const setting = { imagery: imagery && role !== 'title', role } as const
    const problems = lintLine({ text: text.text, lang: flow.lang, setting })
    return problems.map((problem) => ({ text, problem }))
  })
}

function labelsIn(flow: Flow): Found[] {
  const steps = Map.groupBy(
    textsOf(flow).filter(({ isLabel }) => isLabel),
    ({ step }) => step,
  )
  return [...steps.values()].flatMap((labels) => {
    const problems = lintLabels(
      labels.map(({ text }) => text),
      flow.lang,
    )
    return labels.slice(0, 1).flatMap((text) => problems.map((problem) => ({ text, problem })))
  })
}

function waives(waiver: Waiver, text: Text, problem: LintProblem): boolean {
  return waiver.line === text.id && isWaived(problem, waiver)
}

function findingOf({ text, problem: { rule, family, severity, message, cure } }: Found): LintFinding {
  const step = text.step === '' ? {} : { step: text.step }
  return { rule, family, severity, at: text.at, ...step, line: text.id, message, cure }
}

function idleWaiver({ line, rule, words }: Waiver, flow: Flow): LintFinding {
  const text = textsOf(flow).find(({ id }) => id === line)
  return {
    rule: 'idle-waiver',
    family: 'form',
    at: text?.at ?? ['flow'],
    ...(text === undefined ? {} : { step: text.step }),
    line,
    message: `A waiver of ${rule} for “${words}” in \`${line}\` waives nothing: the line has no such problem.`,
    cure: 'Take it out of waivers.json. If an E-rule, it needs two names.',
  }
}
