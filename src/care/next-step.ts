import type { ChainRung } from '../core/duty.ts'
import type { ClinicianId } from '../core/ids.ts'
import { isAway, standsFor } from './absence.ts'
import { chainToldFrom, type Chain } from './chain.ts'
import { hoursStand } from './cover.ts'
import { LEVELS } from './levels.ts'

/** Where an obligation stands: the chain frozen when it opened, and how far it has come. */
export interface Standing {
  readonly level: 'red' | 'black'
  readonly openedAt: Date
  readonly covered: boolean
  readonly chain: readonly ChainRung[]
  /** The next rung to tell: 0 is the first; `chain.length` means that everybody was told once. */
  readonly rung: number
  /** How often all hands were called already. */
  readonly rounds: number
  /** Who has it already, where more than one must: they are told no more. */
  readonly have: readonly ClinicianId[]
}

export interface Around {
  readonly settings: Chain
  readonly now: Date
  /** Whether any confirmed link leads to somebody. */
  reaches(clinician: ClinicianId): boolean
  /** Everybody of the clinic. */
  readonly everyone: readonly ClinicianId[]
}

/** What happens now with an obligation whose time has come. */
export interface NextStep {
  readonly who: readonly ClinicianId[]
  /** `first`: on the person's best link, the others only if it fails; `every`: on all links at once. */
  readonly links: 'first' | 'every'
  /** Rungs that were passed over because nobody stands behind them now. */
  readonly skipped: readonly number[]
  readonly toRung: number
  readonly toRounds: number
  /** Until the step after this one. */
  readonly afterMs: number
  /** Nobody is to be told yet, by the clinic's own declaration. */
  readonly waits: boolean
}

const MINUTE = 60_000

/**
 * The next rung that reaches somebody. A rung whose person is away goes to the deputy, one that reaches nobody is passed
 * over at once, and past the last rung it is all hands, again and again until somebody has it: no time is burnt on
 * nobody. In uncovered hours only whoever agreed to be on call is told (care C1).
 */
export function nextStep(standing: Standing, around: Around): NextStep {
  const told = new Set(standing.have)
  const skipped: number[] = []
  for (const [place, rung] of standing.chain.entries()) {
    const who = standsFor(around.settings, rung.clinician, around.now)
    if (place < standing.rung) {
      if (who) told.add(who)
      continue
    }
    const until = rung.onCall ? null : waitUntil(standing, around)
    if (until) return waiting({ ...standing, rung: place }, skipped, until.getTime() - around.now.getTime())
    if (LEVELS[standing.level].everybodyAtOnce && !rung.onCall) break
    if (who && !told.has(who) && around.reaches(who)) return oneRung(standing, { place, rung, who, skipped })
    skipped.push(place)
  }
  return allAtOnce(standing, skipped, around)
}

/** The end of uncovered hours, if they hold this obligation back now; null: they do not. */
function waitUntil({ covered, openedAt }: Standing, { settings, now }: Around): Date | null {
  if (covered || hoursStand(settings, now)) return null
  const from = chainToldFrom(settings, openedAt, now)
  return from > now ? from : null
}

function waiting({ rung, rounds }: Standing, skipped: readonly number[], afterMs: number): NextStep {
  return { who: [], links: 'first', skipped, toRung: rung, toRounds: rounds, afterMs, waits: true }
}

interface Found {
  readonly place: number
  readonly rung: ChainRung
  readonly who: ClinicianId
  readonly skipped: readonly number[]
}

function oneRung(standing: Standing, { place, rung, who, skipped }: Found): NextStep {
  return {
    who: [who],
    links: LEVELS[standing.level].everybodyAtOnce ? 'every' : 'first',
    skipped,
    toRung: place + 1,
    toRounds: standing.rounds,
    afterMs: rung.minutes * MINUTE,
    waits: false,
  }
}

/** Everybody who is not away; where that reaches nobody, those who are away as well: somebody must hear of it. */
function allAtOnce(standing: Standing, skipped: readonly number[], around: Around): NextStep {
  const { settings, now, everyone } = around
  const until = waitUntil(standing, around)
  if (until) return waiting(standing, skipped, until.getTime() - now.getTime())
  const chain = standing.chain.map(({ clinician }) => standsFor(settings, clinician, now) ?? clinician)
  const hands = [...new Set([...chain, ...everyone])].filter(
    (hand) => !standing.have.includes(hand) && around.reaches(hand),
  )
  const here = hands.filter((hand) => !isAway(settings, hand, now))
  const firstOfBlack = LEVELS[standing.level].everybodyAtOnce && standing.rounds === 0
  const minutes = firstOfBlack ? (LEVELS.black.rungMinutes[0] ?? LEVELS.allHandsMinutes) : LEVELS.allHandsMinutes
  return {
    who: here.length > 0 ? here : hands,
    links: 'every',
    skipped,
    toRung: standing.chain.length,
    toRounds: standing.rounds + 1,
    afterMs: minutes * MINUTE,
    waits: false,
  }
}
