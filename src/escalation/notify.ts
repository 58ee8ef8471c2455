import { codeOf } from '../core/errors.ts'
import type { ClinicianId, ClinicId, EscalationId, LinkId, RowId } from '../core/ids.ts'
import { TIMES } from '../rails/reviewed.ts'
import type { DueEscalation, DutyStore, EscalationStep } from '../ports/duty.ts'
import type { Log, World } from '../ports/world.ts'
import { noticeFor } from './notice-text.ts'

export interface EscalateDeps {
  readonly duty: Pick<DutyStore, 'dueEscalations' | 'advance' | 'clinicianLinks'>
  /** The clinic's time zone, for the times in notices. */
  zoneOf(clinic: ClinicId): string | Promise<string>
  /** Everybody of the clinic who is called when the chain is through; left out: the chain again. */
  readonly everyone?: (clinic: ClinicId) => Promise<readonly ClinicianId[]>
  /** Nobody could be told at all: the process itself raises the alarm. */
  readonly nobodyReachable?: (clinic: ClinicId, escalation: EscalationId) => void
  readonly world: Pick<World, 'newId'>
  readonly log: Log
}

const MINUTE = 60_000

/**
 * Tells the next rung of every obligation whose time has come; past the last rung all hands, again and again until
 * somebody has it. Resolves with the number of obligations that moved. One that fails holds up no other.
 */
export function createEscalate(deps: EscalateDeps): (clinic: ClinicId) => Promise<number> {
  return async (clinic) => {
    let moved = 0
    for (const due of await deps.duty.dueEscalations(clinic)) {
      try {
        if (await stepOne(deps, clinic, due)) moved += 1
      } catch (error) {
        deps.log.error('escalation.step-failed', { escalation: due.id, code: codeOf(error) })
      }
    }
    return moved
  }
}

async function stepOne(deps: EscalateDeps, clinic: ClinicId, due: DueEscalation): Promise<boolean> {
  const told = (await nextRung(deps, clinic, due)) ?? (await allHands(deps, clinic, due))
  const notice = noticeFor(due, await deps.zoneOf(clinic))
  const step: EscalationStep = {
    clinic,
    escalation: due.id,
    fromRung: due.rung,
    fromRounds: due.rounds,
    toRung: told.toRung,
    toRounds: told.toRounds,
    nextAfterMs: told.minutes * MINUTE,
    notices: told.links.map((link) => ({ id: deps.world.newId() as RowId, link, notice })),
  }
  if ((await deps.duty.advance(step)) === 'moved-on') return false
  deps.log.info('escalation.told', {
    escalation: due.id,
    rung: told.toRung,
    rounds: told.toRounds,
    links: told.links.length,
  })
  if (told.links.length === 0) {
    deps.log.error('escalation.nobody-reachable', { escalation: due.id })
    deps.nobodyReachable?.(clinic, due.id)
  }
  return true
}

interface Told {
  readonly links: readonly LinkId[]
  readonly toRung: number
  readonly toRounds: number
  readonly minutes: number
}

/** The first rung from here on with somebody who can be reached; a rung without a link is skipped at once. */
async function nextRung({ duty, log }: EscalateDeps, clinic: ClinicId, due: DueEscalation): Promise<Told | null> {
  for (const [place, { clinician, minutes }] of due.chain.entries()) {
    if (place < due.rung) continue
    const links = await duty.clinicianLinks(clinic, clinician)
    if (links.length > 0)
      return { links: links.map(({ link }) => link), toRung: place + 1, toRounds: due.rounds, minutes }
    log.warn('escalation.rung-skipped', { escalation: due.id, rung: place })
  }
  return null
}

async function allHands({ duty, everyone }: EscalateDeps, clinic: ClinicId, due: DueEscalation): Promise<Told> {
  const others = (await everyone?.(clinic)) ?? []
  const hands = new Set([...due.chain.map(({ clinician }) => clinician), ...others])
  const links = await Promise.all([...hands].map((hand) => duty.clinicianLinks(clinic, hand)))
  return {
    links: links.flat().map(({ link }) => link),
    toRung: due.chain.length,
    toRounds: due.rounds + 1,
    minutes: TIMES.repeatAllHandsMinutes,
  }
}
