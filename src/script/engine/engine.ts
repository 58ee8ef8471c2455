import { beginning, type Conversation } from '../../core/conversation.ts'
import { HoldfastError } from '../../core/errors.ts'
import type { AskId, Lang } from '../../core/ids.ts'
import type { Plan } from '../../core/plan.ts'
import type { AnswerTo, Engine, Given, Say } from '../../ports/engine.ts'
import { LIMITS } from '../../core/limits.ts'
import { INSTRUMENT_NAMES } from '../../rails/instruments/instruments.ts'
import { BASE_LANG, type Library } from '../library.ts'
import { measureIn } from '../schema.ts'
import { hear } from './hear.ts'
import { CARD_ANSWERS, interrupt, type Interrupt } from './interrupt.ts'
import { speaksAgainst } from './permission.ts'
import { askOfCard, sayCard } from './speak.ts'
import { imageryMustEnd, pauseStands } from './walk.ts'
import { classOfPractice, inImagery, type Turn } from './turn.ts'

/** The flow engine over a library of signed scripts. `step` reads nothing but its arguments. */
export function createEngine(library: Library): Engine {
  return {
    step(before, event, given) {
      const turn = turnOf(library, copied(before), worded(library, given))
      hear(turn, event)
      if (pauseStands(turn) || speaksAgainst(turn)) turn.conversation.agreed = {}
      // What was heard stands (a 9 is a 9), and what would have been said of what must end is not said.
      const end = whyEnd(turn)
      if (end) {
        turn.effects = turn.effects.filter((effect) => effect.type !== 'say')
        turn.saidMs = 0
        interrupt(turn, end)
      }
      const said = turn.effects.filter((effect) => effect.type === 'say').length
      if (said > LIMITS.linesPerTurn)
        throw new HoldfastError(
          'engine.broken',
          `One turn would say ${said} lines. \`holdfast check\` refuses such a flow.`,
        )
      return { after: turn.conversation, effects: turn.effects }
    },
    answer: (to, lang, newAskId) => answer(library, to, lang, newAskId),
    line: (ref) => library.line(ref),
    current: (lang) => library.current(lang),
    load: (hashes, adaptations) => library.load(hashes, adaptations),
  }
}

/** What stands in for a plan where no client is known yet; the first lines of the rails' flows depend on none of it. */
const NOBODY: Omit<Plan, 'lang'> = {
  country: 'ZZ',
  zone: 'UTC',
  minor: false,
  therapist: '',
  flows: [],
  tighter: {},
}

function answer(library: Library, to: AnswerTo, lang: Lang, newAskId: () => AskId): Say[] {
  const ask = newAskId()
  const turn = turnOf(library, beginning(), {
    now: new Date(0),
    plan: { ...NOBODY, lang },
    latched: false,
    pausedUntil: null,
    held: [],
    handed: false,
    signalStands: false,
    higherStartAllowed: false,
    placeSuspended: false,
    asked: null,
    history: null,
    risksReviewed: {},
    practised: [],
    kept: [],
    recordings: [],
    scripts: library.current(lang),
    withdrawn: [],
    newId: () => '',
    newAskId: () => ask,
  })
  if (CARD_ANSWERS.includes(to)) sayCard(turn, to, askOfCard(turn, to, ask))
  else interrupt(turn, to as Interrupt)
  return turn.effects
    .filter((effect) => effect.type === 'say')
    .map((say) => ({ ...say, lane: 'crisis' as const, repeat: true }))
}

/**
 * Why what runs must end, whatever was answered: the latch or a pause was raised elsewhere, a clinician is there (P7, care
 * C2), something speaks against an amber practice by now (clinical 1.5), or the script was withdrawn (P10).
 */
function whyEnd(turn: Turn): 'handed' | 'paused' | 'upgrade' | null {
  const { given, conversation } = turn
  if (imageryMustEnd(turn)) return given.handed ? 'handed' : 'paused'
  if (inImagery(turn) && classOfPractice(turn) === 'amber' && speaksAgainst(turn)) return 'paused'
  if (given.withdrawn.length === 0) return null
  const pinned = [
    ...conversation.frames.map(({ script }) => script),
    ...Object.values(conversation.practice?.closure ?? {}),
  ]
  return pinned.some((hash) => given.withdrawn.includes(hash)) ? 'upgrade' : null
}

/** A questionnaire whose words the clinic has in English only is asked in English, with its own lines round it (care C29). */
function worded(library: Library, given: Given): Given {
  if (given.plan.lang === BASE_LANG) return given
  const isWordless = (flow: string) => {
    const hash = given.scripts[flow]
    return hash !== undefined && measureIn(library.script(hash).flow)?.texts === null
  }
  const wordless = INSTRUMENT_NAMES.filter(isWordless)
  if (wordless.length === 0) return given
  const english = library.current(BASE_LANG)
  const theirs = wordless.flatMap((flow) => (english[flow] === undefined ? [] : [[flow, english[flow]] as const]))
  return { ...given, scripts: { ...given.scripts, ...Object.fromEntries(theirs) } }
}

/** Deep enough for what a turn changes in place; a deep copy was a quarter of a turn's time (measured). */
const copied = (before: Conversation): Conversation => ({
  ...before,
  practice: before.practice && { ...before.practice },
  questions: { ...before.questions },
})

function turnOf(library: Library, conversation: Conversation, given: Given): Turn {
  return { library, given, conversation, effects: [], saidMs: 0 }
}
