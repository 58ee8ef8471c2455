import { beginning, Conversation } from '../../core/conversation.ts'
import type { TimerName } from '../../core/event.ts'
import type { AskId, ClientId, ClinicId, LinkId, RowId } from '../../core/ids.ts'
import type { InboundBody } from '../../core/message.ts'
import type { ClinicSettings, Plan } from '../../core/plan.ts'
import { Private } from '../../core/private.ts'
import type { AnswerTo, Engine } from '../../ports/engine.ts'
import type { Cause, FlagToRaise, OutboxRow, TurnInput } from '../../ports/store.ts'
import type { Answered, Doing, Happening, Transcript } from '../../script/transcript/transcript.ts'
import { isAboutThePast } from '../../rails/direct-question.ts'
import { screening } from '../../rails/screen/screen.ts'
import { nextOccasion } from '../../care/schedule/occasions.ts'
import { factsFor } from '../../care/facts.ts'
import { answerTo, aroundOf, flagFor, hear, type Heard } from '../../turn/hear.ts'
import { rowsOf } from '../../turn/rows.ts'
import { verdictOf } from '../../keepsake-verdict.ts'
import { computeTurn } from '../../turn/take-turn.ts'
import { inWords } from './effect-words.ts'
import { beginningOf, NOBODY } from './beginning.ts'
import { frozen } from './frozen.ts'
import { OWNER, Standing } from './standing.ts'
import type { Played } from './played.ts'

const MINUTE = 60_000
const LATE_MS = 20 * MINUTE

/**
 * One client's conversation through the real words, screen, turn and rendering; what the store would keep is kept
 * here, goes through JSON after every turn, and is frozen. Without chance: the same transcript gives the same text.
 */
export class Play {
  readonly #engine: Engine
  readonly #file: string
  #now: Date
  readonly #plan: Plan
  readonly #settings: ClinicSettings
  #conversation: Conversation | null
  #restart = false
  #lastTurnAt: Date | null = null
  #texts: { text: string; at: number }[] = []
  readonly #stands: Standing
  readonly #timers = new Map<TimerName, number>()
  /** Every button shown so far, newest last. */
  #shown: { token: string; label: string }[] = []
  #ids = 0
  #answers: Answered[] = []

  constructor(engine: Engine, given: Transcript['given'], file: string) {
    const begins = beginningOf(given, file)
    this.#engine = engine
    this.#file = file
    this.#plan = begins.plan
    this.#settings = begins.settings
    this.#stands = new Standing(begins)
    this.#now = begins.now
    const remindedNext = nextOccasion(begins.plan, begins.now.getTime())
    if (remindedNext !== null) this.#timers.set('reminder', remindedNext)
    const weeklyAskedAt = begins.weeklyIsDue ? 0 : null
    this.#conversation = begins.isNew
      ? null
      : { ...beginning(), welcomed: true, weeklyAskedAt, practised: begins.practised }
  }

  /** The kind of question that is open. */
  open = (): Played['open'] => this.#conversation?.ask?.kind ?? null

  /** One doing, and all that it causes. */
  does(doing: Doing, line: number): Answered[] {
    this.#answers = []
    switch (doing.kind) {
      case 'types':
        this.#receives({ kind: 'text', text: new Private(doing.text) }, doing)
        break
      case 'taps':
        this.#receives({ kind: 'choice', token: this.#tokenOf(doing, line) })
        break
      case 'sends':
        this.#receives({ kind: 'media', media: doing.media, caption: undefined })
        break
      case 'waits':
        this.#waits(doing.ms)
        break
      case 'happens':
        this.#happens(doing.what)
    }
    if (doing.kind === 'happens' && doing.what === 'start again') return []
    this.#waits(0)
    const frames = (this.#conversation ?? beginning()).frames.map(({ flow, state }) => `${flow}/${state}`)
    return [...this.#answers, { kind: 'at', frames }]
  }

  #tokenOf({ label, old }: Extract<Doing, { kind: 'taps' }>, line: number): string {
    const ask = this.#conversation?.ask?.id
    const under = this.#shown.filter(({ token }) => old !== token.startsWith(`${ask}.`))
    const found = under.findLast((button) => button.label === label)
    if (found) return found.token
    const offered = [...new Set(under.map((button) => `[${button.label}]`))].join(' ')
    throw new Error(
      `${this.#file}:${line}: no ${old ? 'earlier' : 'open'} question shows [${label}]. Shown: ${offered}`,
    )
  }

  /** As `src/turn/receive.ts`: the words, the screen, the flag and the answer at once; then the turn. */
  #receives(body: InboundBody, { late = false, early = false } = {}): void {
    // Whoever answers has read the question, so the pause before it is over.
    const readAt = early ? 0 : (this.#conversation?.ask?.from ?? 0)
    const window = this.#window()
    const client = { settings: this.#settings, plan: this.#plan, window, hasOpenEscalation: this.#stands.escalated }
    const heard = hear(body, aroundOf({ window, plan: this.#plan }, this.#now), screening)
    const answered = this.#answersAtOnce(heard)
    const lateByMs = late ? LATE_MS : null
    const flag = flagFor(body, heard, { client, now: this.#now, newId: () => this.#newId(), lateByMs })
    if (flag) this.#raises([flag])
    this.#stands.signalled ||= ['ask', 'red', 'black'].includes(heard.screen.level)
    if (body.kind === 'text' && isAboutThePast(heard.screen)) this.#stands.asked = body.text
    if (body.kind === 'text') this.#texts.push({ text: body.text.reveal(), at: this.#now.getTime() })
    this.#takes({
      kind: 'message',
      id: this.#newId() as RowId,
      link: NOBODY as LinkId,
      body,
      word: heard.word,
      late,
      screen: heard.screen,
      answered,
      receivedAt: new Date(Math.max(this.#now.getTime(), readAt)),
      writtenAt: late ? new Date(this.#now.getTime() - LATE_MS) : null,
    })
  }

  #answersAtOnce(heard: Heard): { ask: AskId | null } | null {
    const to = answerTo(heard, { hasOpenEscalation: this.#stands.escalated })
    return to === null ? null : this.#saysAtOnce(to)
  }

  #saysAtOnce(to: AnswerTo): { ask: AskId | null } {
    const engine = this.#engine
    const says = engine.answer(to, this.#plan.lang, () => this.#newAskId())
    const values = { keepsakes: {}, facts: this.#facts() }
    this.#reads(rowsOf(says, { engine, values, newId: () => this.#newId() }))
    return { ask: says.findLast(({ ask }) => ask)?.ask?.id ?? null }
  }

  #facts() {
    return factsFor({
      handedTo: this.#stands.handedTo,
      plan: this.#plan,
      settings: this.#settings,
      owner: OWNER,
      now: this.#now,
    })
  }

  #window() {
    const recent = this.#texts.filter(({ at }) => this.#now.getTime() - at <= 2 * MINUTE)
    return {
      lastTexts: recent
        .toReversed()
        .slice(0, 3)
        .map(({ text }) => new Private(text)),
      lastDistress: this.#conversation?.rated.distress?.value ?? null,
      recentSignal: this.#stands.signalled,
      askedBefore: this.#stands.asked !== null,
      hasSafetyPlan: this.#stands.kept.hasSafetyPlan(),
      unreadBefore: false,
    }
  }

  #waits(ms: number): void {
    const until = this.#now.getTime() + ms
    for (;;) {
      const [next] = [...this.#timers].filter(([, due]) => due <= until).sort(([, one], [, other]) => one - other)
      if (!next) break
      this.#now = new Date(next[1])
      this.#times(next[0])
    }
    this.#now = new Date(until)
  }

  #times(timer: TimerName): void {
    this.#timers.delete(timer)
    this.#answers.push({ kind: 'timer', timer, ms: 0 })
    this.#takes({ kind: 'timer', timer, dueAt: this.#now })
  }

  #happens(what: Happening): void {
    switch (what) {
      case 'start again':
        return
      case 'outage':
        return this.#times('came-back')
      case 'read':
        this.#stands.acknowledged = { reader: this.#plan.therapist, at: this.#now }
        return this.#times('read')
      case 'taken':
      case 'given back':
        this.#stands.handedTo = what === 'taken' ? this.#plan.therapist : null
        this.#timers.delete('handover-wait')
        return this.#times('handover')
      case 'latch raised':
        this.#stands.latched = true
        return
      case 'latch lowered':
        this.#stands.latched = false
        return
      case 'upgrade':
        if (this.#conversation) this.#conversation = { ...this.#conversation, engine: 0 }
        return
      case 'failed': {
        this.#saysAtOnce('set-aside')
        this.#raises([{ level: 'red', rule: 'turn-failed' }])
        this.#conversation = null
        this.#restart = true
      }
    }
  }

  #takes(cause: Cause): void {
    const world = { now: () => this.#now, newId: () => this.#newId(), newAskId: () => this.#newAskId() }
    const turn = computeTurn({ engine: this.#engine, world, verdict: verdictOf }, this.#input(cause))
    this.#restart = false
    this.#lastTurnAt = this.#now
    this.#conversation = frozen(Conversation.parse(JSON.parse(JSON.stringify(turn.after))))
    this.#reads(turn.rows)
    this.#raises(turn.flags)
    for (const effect of turn.effects) this.#keeps(effect)
  }

  #input(cause: Cause): TurnInput {
    return {
      clinic: NOBODY as ClinicId,
      client: NOBODY as ClientId,
      version: 1,
      barrier: 0,
      now: this.#now,
      cause,
      conversation: this.#conversation,
      restart: this.#restart,
      lastTurnAt: this.#lastTurnAt,
      upSince: new Date(0),
      plan: this.#plan,
      settings: this.#settings,
      ...this.#stands.asRead(cause),
      scripts: this.#engine.current(this.#plan.lang),
      withdrawn: [],
      adaptations: [],
    }
  }

  #reads(rows: readonly OutboxRow[]): void {
    let before = 0
    for (const { message, afterMs } of rows) {
      this.#shown.push(...message.buttons)
      const buttons = message.buttons.map(({ label }) => label)
      this.#answers.push({ kind: 'bot', text: message.text, buttons, afterMs: afterMs - before })
      const does = (what: string, ...details: string[]) => this.#answers.push({ kind: 'does', what, details })
      if (message.wakes) does('comes with one sound')
      if (message.recording) does('plays the recording', message.recording)
      before = afterMs
    }
  }

  #raises(flags: readonly Pick<FlagToRaise, 'level' | 'rule'>[]): void {
    for (const { level, rule } of flags) {
      this.#answers.push({ kind: 'flag', level, rule })
      if (level !== 'red' && level !== 'black') continue
      this.#stands.escalated = true
      this.#latch()
    }
  }

  #latch(): void {
    if (!this.#stands.latched) this.#answers.push({ kind: 'does', what: 'the latch is raised', details: [] })
    this.#stands.latched = true
  }

  /** What the store would change; anything that it does not know here is written down by its name. */
  #keeps(effect: ReturnType<typeof computeTurn>['effects'][number]): void {
    if (effect.type === 'startTimer') {
      this.#timers.set(effect.timer, this.#now.getTime() + effect.afterMs)
      if (effect.afterMs > 0) this.#answers.push({ kind: 'timer', timer: effect.timer, ms: effect.afterMs })
      return
    }
    if (effect.type === 'cancelTimer') {
      if (this.#timers.delete(effect.timer)) this.#answers.push({ kind: 'timer', timer: effect.timer, ms: null })
      return
    }
    if (effect.type === 'raiseLatch') return this.#latch()
    this.#stands.add(effect, this.#now)
    this.#answers.push(inWords(effect))
  }

  #newId(): string {
    return `00000000-0000-4000-8000-${String(++this.#ids).padStart(12, '0')}`
  }
  #newAskId(): AskId {
    return `ask-${String(++this.#ids).padStart(8, '0')}` as AskId
  }
}
