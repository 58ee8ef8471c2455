import type { Effect } from '../../core/effect.ts'
import type { ClinicianId, FlowId } from '../../core/ids.ts'
import { KEEPSAKES } from '../../core/render.ts'
import type { Private } from '../../core/private.ts'
import type { Cause, TurnInput } from '../../ports/store.ts'
import { nextMidnight } from '../../care/next-midnight.ts'
import { NOBODY, type Beginning } from './beginning.ts'
import { PlayedHistory } from './history.ts'
import { KeptWords } from './kept-words.ts'

/** The therapist, who stands in the chain. */
export const OWNER = NOBODY as ClinicianId

/** What the store would know of a client beside the conversation, and what a turn would read of it. */
export class Standing {
  latched = false
  pausedUntil: Date | null = null
  acknowledged: TurnInput['acknowledged'] = null
  escalated = false
  /** The screen found something in the last days. */
  signalled = false
  /** The last question about the past. */
  asked: Private<string> | null = null
  handedTo: string | null = null
  readonly kept: KeptWords
  readonly #zone: string
  #consented: boolean
  readonly #held: FlowId[] = []
  readonly #history = new PlayedHistory()
  readonly #practised: Set<FlowId>
  #runs: FlowId | null = null
  readonly #risksReviewed: Beginning['risksReviewed']

  readonly #recordings: Beginning['recordings']

  constructor({ plan, isNew, keepsakes, placeSuspended, risksReviewed, practised, recordings }: Beginning) {
    this.#risksReviewed = risksReviewed
    this.#practised = new Set(practised.map(({ flow }) => flow))
    this.#recordings = recordings
    this.#zone = plan.zone
    this.#consented = !isNew
    this.kept = new KeptWords(keepsakes, placeSuspended)
  }

  asRead(cause: Cause) {
    return {
      latched: this.latched,
      pausedUntil: this.pausedUntil,
      owner: OWNER,
      discharged: false,
      consented: this.#consented,
      cameOfAge: false,
      handedTo: this.handedTo,
      asked: this.asked,
      held: this.#held,
      placeSuspended: this.kept.placeSuspended,
      history: cause.kind === 'timer' && cause.timer === 'review' ? this.#history.asRead() : null,
      risksReviewed: this.#risksReviewed,
      practised: [...this.#practised],
      keepsakes: this.kept.quotable(),
      approved: KEEPSAKES, // a played therapist says yes at once
      recordings: this.#recordings,
      hasOpenEscalation: this.escalated,
      acknowledged: this.acknowledged,
    }
  }

  add(effect: Effect, now: Date): void {
    if (effect.type === 'pauseImagery') this.pausedUntil = nextMidnight(now, this.#zone)
    if (effect.type === 'endPause') this.pausedUntil = null
    if (effect.type === 'holdFlow') this.#held.push(effect.flow)
    if (effect.type === 'recordConsent') this.#consented = true
    if (effect.type === 'startPractice') this.#runs = effect.flow
    if (effect.type === 'endPractice' && effect.outcome === 'done' && this.#runs) this.#practised.add(this.#runs)
    this.kept.add(effect)
    this.#history.add(effect, now)
  }
}
