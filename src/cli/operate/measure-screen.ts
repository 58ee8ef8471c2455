import { readFile } from 'node:fs/promises'
import { HoldfastError } from '../../core/errors.ts'
import { SCREEN_LEVELS, type ScreenResult } from '../../core/screen-result.ts'
import { raises, SHIPPED, type Opinion, type Weights } from '../../rails/screen/model.ts'
import { screen } from '../../rails/screen/screen.ts'
import { crossValidate } from '../../rails/screen/train/cross-validate.ts'
import { exampleOf, LabelledText, type Example } from '../../rails/screen/train/example.ts'
import { fit } from '../../rails/screen/train/fit.ts'
import { HELD_BACK, LEARNT } from '../../rails/screen/train/register.ts'
import { report, shareLine, type Judged } from '../../rails/screen/train/report.ts'
import { sharedRuns } from '../../rails/screen/train/shared-runs.ts'
import weights from '../../rails/reviewed/screen-weights.json' with { type: 'json' }

/** From these risks on a text becomes an ask: where rules took notice, found nothing, or found nothing and we are wary (docs/screen.md). */
const ASKS_FROM: Weights['asksFrom'] = { noticed: 0.15, unnoticed: 0.25, wary: 0.15 }
const CURVE = [0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6]
const TIMED_CHARACTERS = 400
const TIMED_RUNS = 2000

type Write = (line: string) => void

/**
 * `holdfast screen --measure FILE`: how well the screen does on labelled texts, with intervals. Figures only, never a word
 * of them. The model is judged on texts that it did not see; the rules were written with development texts in sight.
 * Exit code 1 if words of the file stand in the shipped weights.
 *
 * @param clock milliseconds, for the speed.
 */
export async function measureScreen(path: string, write: Write, clock: () => number): Promise<number> {
  const texts = await labelledTexts(path)
  const examples = texts.map((text) => exampleOf(text))
  const withRegister = [...examples, ...LEARNT.map((text) => exampleOf(text))]
  const byGroup = crossValidate(withRegister, 'group', ASKS_FROM)
  const bySource = crossValidate(withRegister, 'source', ASKS_FROM)
  const together = examples.map((example, at) => ({ ...example, level: raisedLevel(example, byGroup[at]) }))
  for (const line of ['Rules alone', ...report(examples)]) write(line)
  for (const line of ['', 'Rules, and the model cross-validated by group', ...report(together)]) write(line)
  write('')
  write('Model alone, English: at risk, idiom, distressed, benign at or above a risk')
  for (const [name, risks] of [['by group', byGroup] as const, ['by source', bySource] as const])
    for (const from of CURVE)
      curveLines(
        name,
        from,
        examples.map((example, at) => ({ ...example, level: levelFrom(risks[at]?.risk ?? 0, from) })),
      ).forEach(write)
  write('')
  for (const line of registerLines()) write(line)
  write('')
  const clear = texts.filter(({ label }) => label !== 'ambiguous').length
  write(`${clear} clear and ${texts.length - clear} ambiguous texts`)
  write(speedLine(texts.map(({ text }) => text).join(' '), clock))
  const runs = sharedRuns(
    texts.map(({ text }) => text),
    JSON.stringify(weights),
  )
  write(`${runs} runs of five words of the file stand in the shipped weights`)
  return runs === 0 ? 0 : 1
}

/** `holdfast screen --train FILE`: the weights of the model, as the JSON that `reviewed/screen-weights.json` holds. */
export async function trainScreen(path: string, write: Write, today: string): Promise<number> {
  const texts = await labelledTexts(path)
  const clear = texts.filter(({ label }) => label !== 'ambiguous')
  const artefact: Weights = {
    what: 'Weights of the model of the risk screen over hashed features, each seen in at least 5 texts of 2 sources',
    source: `Trained by holdfast screen --train on ${clear.length} labelled texts that are no part of the project, and ${LEARNT.length} invented lines of screen-register.json`,
    date: today,
    signedOffBy: null,
    asksFrom: ASKS_FROM,
    ...fit([...clear, ...LEARNT].map((text) => exampleOf(text))),
  }
  write(JSON.stringify(artefact, null, 2))
  return 0
}

async function labelledTexts(path: string): Promise<LabelledText[]> {
  const lines = (await readFile(path, 'utf8')).split('\n')
  return lines.flatMap((line, at) => {
    if (line.trim() === '') return []
    const text = LabelledText.safeParse(parsed(line))
    if (text.success) return [text.data]
    throw new HoldfastError(
      'config.invalid',
      `Line ${at + 1} of ${path} is no labelled text. It needs text, label, category, source, group and lang.`,
    )
  })
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

/** The shipped screen on homework talk that it did not learn from, without and with reason to be wary. */
function registerLines(): string[] {
  return [false, true].flatMap((wary) => [
    `Homework talk held back, as shipped${wary ? ', wary' : ''}, ask or higher`,
    ...(['benign', 'distressed'] as const).map((label) => {
      const said = HELD_BACK.filter((text) => text.label === label)
      const judged = said.map(({ text, ...more }) => ({ ...more, level: screen({ text, lastTexts: [], wary }).level }))
      return `  ${shareLine(label, judged, 'ask')}`
    }),
  ])
}

const raisedLevel = (example: Example, opinion: Opinion | undefined): ScreenResult['level'] =>
  opinion && raises(opinion, { ...example, wary: false }, ASKS_FROM) ? 'ask' : example.level

const levelFrom = (risk: number, from: number): ScreenResult['level'] => (risk >= from ? 'ask' : SCREEN_LEVELS[0])

function curveLines(name: string, from: number, texts: readonly Judged[]): string[] {
  return (['at_risk', 'idiom', 'distressed', 'benign'] as const).map(
    (label) =>
      `  ${shareLine(
        `${name}, ${from.toFixed(2)}: ${label}`,
        texts.filter((text) => text.lang === 'en' && text.label === label),
        'ask',
      )}`,
  )
}

function speedLine(words: string, clock: () => number): string {
  const pieces = Array.from({ length: TIMED_RUNS }, (_, run) => {
    const start = (run * TIMED_CHARACTERS) % Math.max(1, words.length - TIMED_CHARACTERS)
    return words.slice(start, start + TIMED_CHARACTERS)
  })
  const timed = (work: (text: string) => unknown) => {
    pieces.forEach(work)
    const begun = clock()
    pieces.forEach(work)
    return ((clock() - begun) / pieces.length).toFixed(3)
  }
  const rules = timed((text) => screen({ text, lastTexts: [] }, null))
  const both = timed((text) => screen({ text, lastTexts: [] }, SHIPPED))
  return `${TIMED_CHARACTERS} characters: rules ${rules} ms, rules and model ${both} ms (mean of ${TIMED_RUNS})`
}
