import { SCREEN_LEVELS, type ScreenResult } from '../../core/screen-result.ts'
import type { Encoder } from '../../rails/screen/meaning/encoder.ts'
import { readMeaning } from '../../rails/screen/meaning/reader.ts'
import { raises, SHIPPED, type AsksFrom, type Opinion } from '../../rails/screen/model.ts'
import { screen } from '../../rails/screen/screen.ts'
import { crossValidate } from '../../rails/screen/train/cross-validate.ts'
import { exampleOf, type Example } from '../../rails/screen/train/example.ts'
import { HELD_BACK, LEARNT } from '../../rails/screen/train/register.ts'
import { report, shareLine, type Judged } from '../../rails/screen/train/report.ts'
import { sharedRuns } from '../../rails/screen/train/shared-runs.ts'
import { unseenByRules } from '../../rails/screen/train/unseen-rules.ts'
import meaning from '../../rails/reviewed/screen-meaning.json' with { type: 'json' }
import weights from '../../rails/reviewed/screen-weights.json' with { type: 'json' }
import { redGateLines } from './measure-red.ts'
import { ASKS_FROM, labelledTexts } from './train-screen.ts'

const CURVE = [0.1, 0.12, 0.15, 0.18, 0.2, 0.22, 0.25, 0.3, 0.4]
/** How much less is asked for where the rules took notice, on the curve. */
const NOTICED = 0.6
const LABELS = ['at_risk', 'idiom', 'distressed', 'benign'] as const
const TIMED_CHARACTERS = 400
const TIMED_RUNS = 500
/** Meanings take so much longer that fewer tell enough. */
const TIMED_MEANINGS = 50

type Write = (line: string) => void

/**
 * `holdfast screen --measure FILE`: how well the screen does on labelled texts, with intervals. Figures only, never a word
 * of them. The models are judged on texts that they did not see; the rules were written with development texts in sight.
 * Exit code 1 if words of the file stand in what is shipped.
 *
 * @param clock milliseconds of work, for the speed.
 * @param encoder null: the screen is measured without meanings.
 */
export async function measureScreen(
  path: string,
  write: Write,
  clock: () => number,
  encoder: Encoder | null,
): Promise<number> {
  const texts = await labelledTexts(path)
  const examples = texts.map((text) => exampleOf(text, { encoder }))
  for (const line of ['Rules alone', ...report(examples)]) write(line)
  const learnt = [...examples, ...LEARNT.map((text) => exampleOf(text, { encoder }))]
  const both = crossValidate(learnt, 'group', ASKS_FROM.both)
  const judged = examples.map((example, at) => ({ ...example, level: raisedLevel(example, both[at]) }))
  for (const line of ['', 'Rules and models, cross-validated by group', ...report(judged)]) write(line)
  const unseen = unseenByRules(examples)
  const unseenJudged = unseen.map((example, at) => ({ ...example, level: raisedLevel(example, both[at]) }))
  for (const line of ['', 'The same, if each phrase had been written for other texts', ...report(unseenJudged)])
    write(line)
  const gated = { 'in sight': judged, 'as if unseen': unseenJudged }
  for (const line of redGateLines({ learnt, opinions: both, judged: gated })) write(line)
  for (const line of curve('by group', [examples, unseen], both)) write(line)
  const bySource = crossValidate(learnt, 'source', ASKS_FROM.both)
  for (const line of curve('by source', [examples, unseen], bySource)) write(line)
  for (const line of ['', ...registerLines(encoder), '']) write(line)
  const clear = texts.filter(({ label }) => label !== 'ambiguous').length
  write(`${clear} clear and ${texts.length - clear} ambiguous texts`)
  for (const line of speedLines(texts.map(({ text }) => text).join(' '), encoder, clock)) write(line)
  const runs = sharedRuns(
    texts.map(({ text }) => text),
    JSON.stringify([weights, meaning]),
  )
  write(`${runs} runs of five words of the file stand in the shipped weights`)
  return runs === 0 ? 0 : 1
}

type Known = readonly [inSight: readonly Example[], unseen: readonly Example[]]

/** Ask or higher at each point, English: by the models alone, with the rules, and with rules that had not seen the texts. */
function curve(name: string, [inSight, unseen]: Known, opinions: readonly Opinion[]): string[] {
  const english = inSight.flatMap((example, at) => {
    const [opinion, other] = [opinions[at], unseen[at]]
    return example.lang === 'en' && opinion && other ? [{ example, opinion, other }] : []
  })
  return CURVE.flatMap((risk) => {
    const from = { noticed: NOTICED * risk, unnoticed: risk, wary: risk }
    const alone = english.map(({ example, opinion }) => asked(example, opinion.risk >= risk))
    const withRules = (of: 'example' | 'other') =>
      english.map((text) => ({ ...text[of], level: raisedLevel(text[of], text.opinion, from) }))
    return [
      '',
      ...rows(`models ${name}, ${risk.toFixed(2)}`, alone),
      ...rows(`rules and models ${name}, ${risk.toFixed(2)}`, withRules('example')),
      ...rows(`the same, unseen, ${risk.toFixed(2)}`, withRules('other')),
    ]
  })
}

const rows = (name: string, texts: readonly Judged[]) =>
  LABELS.map((label) =>
    shareLine(
      `${name}: ${label}`,
      texts.filter((text) => text.label === label),
      'ask',
    ),
  )

const asked = (example: Example, is: boolean): Judged => ({ ...example, level: is ? 'ask' : SCREEN_LEVELS[0] })

function raisedLevel(example: Example, opinion: Opinion | undefined, from?: AsksFrom): ScreenResult['level'] {
  const points = from ?? (example.meaning ? ASKS_FROM.both : ASKS_FROM.words)
  return opinion && raises(opinion, { ...example, wary: false }, points) ? 'ask' : example.level
}

/** The shipped screen on homework talk that it did not learn from, without and with reason to be wary. */
function registerLines(encoder: Encoder | null): string[] {
  return (encoder ? [null, encoder] : [null]).flatMap((read) =>
    [false, true].flatMap((wary) => [
      `Homework talk held back, as shipped, ${read ? 'with' : 'without'} meaning${wary ? ', wary' : ''}, ask or higher`,
      ...(['benign', 'distressed'] as const).map((label) => {
        const said = HELD_BACK.filter((text) => text.label === label)
        const judged = said.map(({ text, ...more }) => {
          const heard = { text, lastTexts: [], wary, meaning: read && readMeaning(text, read) }
          return { ...more, level: screen(heard).level }
        })
        return `  ${shareLine(label, judged, 'ask')}`
      }),
    ]),
  )
}

function speedLines(words: string, encoder: Encoder | null, clock: () => number): string[] {
  const pieces = Array.from({ length: TIMED_RUNS }, (_, run) => {
    const start = (run * TIMED_CHARACTERS) % Math.max(1, words.length - TIMED_CHARACTERS)
    return words.slice(start, start + TIMED_CHARACTERS)
  })
  const timed = (texts: readonly string[], work: (text: string) => unknown) => {
    texts.forEach(work)
    const took = texts.map((text) => {
      const begun = clock()
      work(text)
      return clock() - begun
    })
    return (took.toSorted((a, b) => a - b)[Math.floor(took.length / 2)] ?? 0).toFixed(3)
  }
  const rules = timed(pieces, (text) => screen({ text, lastTexts: [] }, null))
  const both = timed(pieces, (text) => screen({ text, lastTexts: [] }, SHIPPED))
  const spoken = `${TIMED_CHARACTERS} characters: rules ${rules} ms, rules and words ${both} ms (median of ${TIMED_RUNS})`
  if (!encoder) return [spoken]
  const meanings = timed(pieces.slice(0, TIMED_MEANINGS), (text) => readMeaning(text, encoder))
  return [
    spoken,
    `${TIMED_CHARACTERS} characters: meaning ${meanings} ms in a thread of its own (median of ${TIMED_MEANINGS})`,
  ]
}
