import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, test, vi } from 'vitest'
import type { Lang } from '../../src/core/ids.ts'
import type { CompiledScript } from '../../src/script/compile.ts'
import { barrierWordOf } from '../../src/rails/barrier-words.ts'
import { rootsOf } from '../../src/script/schema.ts'
import { readTranscript } from '../../src/script/transcript/read.ts'
import { writeTranscript } from '../../src/script/transcript/write.ts'
import { flowFiles, signedEngine } from '../support/flows.ts'
import { play, type Played } from '../../src/cli/try/played.ts'
import { branchesOf, isTaken, type Taken } from './coverage.ts'

/*
 * Every transcript is played through the real turn and compared as a whole: words, buttons, timers, flags, state.
 * `UPDATE=1 npx vitest run test/flows` writes what the program says now; the change is then read by eye, in words.
 */

const taken: Taken[] = []
const entered = new Set<string>()

// Watches, and changes nothing: which way each frame went, and where flows were entered.
vi.mock('../../src/script/step.ts', async (original) => {
  const real = await original<typeof import('../../src/script/step.ts')>()
  const stepFrame: typeof real.stepFrame = (script, frame, event) => {
    const step = real.stepFrame(script, frame, event)
    if (step.understood) taken.push({ step: `${frame.flow}/${frame.state}`, event: event.type })
    return step
  }
  const enterFrame = (script: CompiledScript, at?: string) => {
    const frame = real.enterFrame(script, at)
    entered.add(`${frame.flow}/${frame.state}`)
    return frame
  }
  return { ...real, stepFrame, enterFrame }
})

const words = ({ doing }: Played) => (doing.kind === 'types' ? barrierWordOf(doing.text) : null)
const hears = ({ answers }: Played, timer: string) =>
  answers.some((one) => one.kind === 'timer' && one.timer === timer && one.ms === 0)

/** The rails' own ways out of a step. */
const EXITS: Readonly<Record<string, (exchange: Played) => boolean>> = {
  STOP: (one) => words(one) === 'stop',
  SOS: (one) => words(one) === 'sos',
  HELP: (one) => words(one) === 'help',
  'a picture or a voice note': ({ doing }) => doing.kind === 'sends',
  silence: (one) => hears(one, 'silence-close'),
  'an outage': (one) => hears(one, 'came-back'),
  'a message that comes late': ({ doing }) => doing.kind === 'types' && doing.late,
}

/** What nothing in the program leads to yet, each with the reason. */
const NOT_LED_TO: Readonly<Record<string, string>> = {
  'came-back/expired': 'a stale line comes back as an outage',
  'came-back/expired → *': 'the same',
  'grounding/voice → else': 'without a recording the button is not there',
  'flashcards/voice → else': 'the same',
  'menu/voice → else': 'the same',
  'practice/body → stopped': 'no practice of ours ends as stopped',
}

/** Their words are each clinic's own to import, so no client of ours hears them; built as the others are (test/script/engine). */
const LICENSED = new Set(['who-5', 'core-10', 'yp-core'])
const isPlayable = (way: string): boolean => !LICENSED.has(way.split('/')[0] ?? '')

/** A 9 leaves every step by the rails, whatever its author wrote for `crisis`: where one was given, that way is shown. */
function ninesIn(files: readonly { exchanges: readonly Played[] }[]): Taken[] {
  return files.flatMap(({ exchanges }) =>
    exchanges.flatMap(({ answers }, index): Taken[] => {
      const isNine = answers.some((one) => one.kind === 'flag' && one.rule === 'rating-9')
      const before = exchanges[index - 1]?.answers.findLast((one) => one.kind === 'at')?.frames.at(-1)
      return isNine && before ? [{ step: before, event: 'RATED.crisis' }] : []
    }),
  )
}

const { engine, library } = await signedEngine()
const FILES = globSync('test/flows/transcripts/*.txt')
  .map((path) => path.replaceAll('\\', '/'))
  .sort()
const UPDATE = process.env['UPDATE'] === '1'

// The check has walked every flow to prove it; what counts begins here.
taken.length = 0
entered.clear()
const played = FILES.map(playFile)

/** What cannot be played keeps its file as it is, even under UPDATE, and says why. */
function playFile(path: string) {
  const text = readFileSync(path, 'utf8')
  try {
    const transcript = readTranscript(text, path)
    const exchanges = play(engine, transcript, path)
    const answers = exchanges.map((one) => one.answers)
    const now = writeTranscript(transcript, answers)
    if (UPDATE && now !== text) writeFileSync(path, now)
    return { path, text: UPDATE ? now : text, now, title: transcript.title, exchanges }
  } catch (error) {
    return { path, text, now: error instanceof Error ? error.message : String(error), title: [], exchanges: [] }
  }
}

describe('a transcript', () => {
  test.each(played)('$path is what the program says', ({ text, now }) => {
    expect(now).toBe(text)
  })

  test.each(played)('$path says first what it shows', ({ title }) => {
    expect(title.join(' ').length).toBeGreaterThan(10)
  })
})

describe('the transcripts together', () => {
  test('take every way that an author wrote', () => {
    const missing = flowFiles()
      .flatMap(branchesOf)
      .filter((branch) => !isTaken(branch, [...taken, ...ninesIn(played)]))
      .filter(({ step, choice }) => isPlayable(step) && !(`${step} → ${choice}` in NOT_LED_TO))
    const shown = missing.map(({ file, line, step, choice }) => `${file}:${line}  ${step} → ${choice}`)
    expect(shown, 'write a transcript that goes there').toEqual([])
  })

  test('enter every flow at each of its entries', () => {
    const flows = Object.values(library.current('en' as Lang)).map((hash) => library.script(hash).flow)
    const entries = flows.flatMap((flow) => rootsOf(flow).map((root) => `${flow.flow}/${root}`))
    expect(entries.filter((entry) => isPlayable(entry) && !entered.has(entry) && !(entry in NOT_LED_TO))).toEqual([])
  })

  test('leave out nothing that they could show', () => {
    const branches = flowFiles().flatMap(branchesOf)
    const isShown = (way: string) =>
      entered.has(way) || branches.some((one) => `${one.step} → ${one.choice}` === way && isTaken(one, taken))
    expect(Object.keys(NOT_LED_TO).filter(isShown)).toEqual([])
  })

  test.each(Object.keys(EXITS))(
    'show %s at a question with buttons, at a scale and where words are asked for',
    (exit) => {
      const shown = played.flatMap(({ exchanges }) => exchanges.filter((one) => EXITS[exit]?.(one)))
      const kinds = new Set(shown.map(({ open }) => open))
      expect(['choose', 'rate', 'write'].filter((kind) => !kinds.has(kind as Played['open']))).toEqual([])
    },
  )
})
