import type { Frame } from '../../core/conversation.ts'
import type { AskId } from '../../core/ids.ts'
import { mayAsk } from '../../rails/direct-question.ts'
import { isQuiet, localDay } from '../../rails/local-hours.ts'
import { TIMES } from '../../rails/reviewed.ts'
import type { CompiledScript } from '../compile.ts'
import { measureIn, type Step } from '../schema.ts'
import type { Measured } from '../vocabulary.ts'
import { askOfStep, mannerOf, openAsk, refOf } from './speak.ts'
import { scriptOf, stepOf, topOf, type Turn } from './turn.ts'

const MINUTE = 60_000
type MeasureStep = Extract<Step, { kind: 'measure' }>
/** Where a questionnaire's flow is entered when some items have their answer already. */
const AGAIN = 'again'

const today = ({ given }: Turn): string => localDay(given.now, given.plan.zone).toString()

/**
 * Whether a questionnaire may be begun or gone on with: its words are here, a clinician opened it by assigning it, no
 * other was asked today, and one about an event not in the client's quiet hours (care C29).
 */
export function measureIsOpen(turn: Turn, { flow }: CompiledScript): 'all' | 'open' | 'later' {
  const step = measureIn(flow)
  if (!step) return 'all'
  const { given, conversation } = turn
  const opened = (given.plan.assignments ?? []).some((one) => one.flow === flow.flow && one.paused !== true)
  const { measure } = conversation
  const hadToday = measure?.day === today(turn) && (measure.closed || measure.flow !== flow.flow)
  if (step.texts === null || !opened || hadToday) return 'open'
  return step.notAtNight && isQuiet(given.plan, given.now) ? 'later' : 'all'
}

/** The questionnaire of today that waits: begun and not through, or reminded of and not begun. Null: none, or not now. */
export function measureWaiting(turn: Turn): CompiledScript | null {
  const { given, conversation, library } = turn
  if (dangerStands(turn)) return null
  const { measure, reminded } = conversation
  if (measure === null && reminded.open === null) return null
  const isToday =
    reminded.open !== null && localDay(new Date(reminded.open.at), given.plan.zone).toString() === today(turn)
  const flow = measure?.day === today(turn) ? measure.flow : isToday ? reminded.open?.flow : undefined
  const hash = flow === undefined ? undefined : given.scripts[flow]
  if (hash === undefined) return null
  const script = library.script(hash)
  return measureIn(script.flow) && measureIsOpen(turn, script) === 'all' ? script : null
}

/** No questionnaire goes on while a signal or the latch stands, or was raised just now. */
const dangerStands = ({ given, conversation, effects }: Turn): boolean =>
  given.signalStands ||
  given.latched ||
  conversation.awaits !== null ||
  effects.some(({ type }) => type === 'raiseLatch')

/** The day's questionnaire begins, or goes on where it was left: the entry that says so, if it does. */
export function enterMeasure(turn: Turn, { flow }: CompiledScript): 'again' | undefined {
  const { measure } = turn.conversation
  if (measure?.day === today(turn) && measure.flow === flow.flow)
    return measure.answers.length > 0 && flow.entries.includes(AGAIN) ? AGAIN : undefined
  turn.conversation.measure = { flow: flow.flow, day: today(turn), answers: [], closed: false }
  return undefined
}

/** The next item with its answers under it, or how the questionnaire goes on. */
export function takeMeasure(turn: Turn, frame: Frame, step: MeasureStep, askId: AskId): Measured | 'waits' {
  const { measure } = turn.conversation
  if (measure?.flow !== frame.flow || step.texts === null) return 'over'
  const next = measure.answers.length
  if (next >= step.texts.items.length) return 'done'
  if (measure.day !== today(turn) || dangerStands(turn)) return 'over'
  sayItem(turn, frame, { item: next, withStem: next === 0 || turn.answeredItem !== true, askId })
  return 'waits'
}

/** One answer, by the place of its option; what follows in the frame. Null: the step does not ask for it. */
export function answerMeasure(turn: Turn, choice: string): Measured | 'next' | null {
  const frame = topOf(turn)
  const step = frame && stepOf(turn, frame)
  const option = /^a(\d)$/.exec(choice)?.[1]
  const { measure } = turn.conversation
  if (!frame || step?.kind !== 'measure' || option === undefined || step.texts === null) return null
  if (measure?.flow !== frame.flow || measure.day !== today(turn) || measure.closed) return 'over'
  const value = Number(option)
  const answers = [...measure.answers, value]
  const whole = answers.length === step.texts.items.length
  turn.conversation.measure = { ...measure, answers, closed: whole }
  turn.answeredItem = true
  if (whole) {
    const instrument = step.instrument.toUpperCase()
    turn.effects.push({ type: 'keepMeasure', id: turn.given.newId(), instrument, answers })
  }
  return answers.length === step.riskItem && value > 0 ? risk(turn, step, value) : 'next'
}

/**
 * A risk item above 0: the numbers and the direct question before the next item. Whoever looks reads that it is new or
 * higher, or that a clinician knew it lately; anything but a no to the question raises more by itself (care C24).
 */
function risk(turn: Turn, { instrument }: MeasureStep, value: number): Measured {
  const { conversation, given, effects } = turn
  const mayBePut = mayAsk('life', conversation.questions, given.now)
  const known = mayBePut && value <= (given.risksReviewed[instrument.toUpperCase()] ?? 0)
  effects.push({
    type: 'raiseFlag',
    level: 'amber',
    rule: known ? 'risk-item-known' : 'risk-item',
    detail: [instrument],
  })
  if (!mayBePut) return 'asked'
  conversation.questions['life'] = given.now.getTime()
  conversation.awaits = 'question'
  effects.push(
    { type: 'noteOnFlag', note: 'life-asked' },
    { type: 'startTimer', timer: 'question', afterMs: TIMES.questionMinutes * MINUTE },
  )
  return 'risk'
}

/** One item a message, the published words; what all items share stands before the first, and before one that goes on. */
function sayItem(turn: Turn, frame: Frame, { item, withStem, askId }: Put): void {
  const script = scriptOf(turn, frame)
  const ask = askOfStep(turn, frame, askId)
  for (const line of [...(withStem ? ['stem'] : []), `item.${item}`])
    turn.effects.push({
      ...mannerOf(turn, script),
      type: 'say',
      line: refOf(script, frame.state, line),
      afterMs: turn.saidMs,
      ask: line === 'stem' ? undefined : ask,
    })
  openAsk(turn, ask)
}

interface Put {
  readonly item: number
  readonly withStem: boolean
  readonly askId: AskId
}
