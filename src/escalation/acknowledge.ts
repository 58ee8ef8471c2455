import type { ChannelName, ClinicianId, ClinicId, EscalationId } from '../core/ids.ts'
import type { Notice } from '../core/message.ts'
import { BECAUSE } from '../core/duty.ts'
import type { Private } from '../core/private.ts'
import type { DutyStore } from '../ports/duty.ts'
import { readRef, type AckRef } from './ack-ref.ts'
import { becauseNotice, outcomeNotice, plainNotice } from './notice-text.ts'

export interface AcknowledgeDeps {
  readonly duty: Pick<DutyStore, 'clinicianOf' | 'acknowledge' | 'clinicianName' | 'closeEscalation' | 'giveBack'>
  readonly clinic: ClinicId
  /** What answers buttons that are about no client: rounds and drills. Left out: they belong to nothing. */
  readonly others?: (
    ref: Extract<AckRef, { kind: 'round' | 'drill' | 'next' }>,
    by: ClinicianId,
  ) => Promise<Notice | null>
}

/** Who pressed the button, and where. */
export interface Presser {
  readonly channel: ChannelName
  readonly address: Private<string>
}

/**
 * A clinician pressed a button under a notice. [I have it]: the first person wins, and is asked what came of it; the
 * outcome ends it. Null: the address is no clinician's.
 */
export function createAcknowledge(deps: AcknowledgeDeps): (ref: string, by: Presser) => Promise<Notice | null> {
  const { duty, clinic } = deps
  return async (token, { channel, address }) => {
    const clinician = await duty.clinicianOf(clinic, channel, address)
    if (clinician === null) return null
    const ref = readRef(token)
    if (ref === null) return plainNotice(UNKNOWN)
    if (ref.kind === 'take') return take(deps, ref.escalation, clinician)
    if (ref.kind === 'close') return close(deps, ref, clinician)
    if (ref.kind === 'test') return plainNotice('Thank you. Notices reach you here.')
    return (await deps.others?.(ref, clinician)) ?? plainNotice(UNKNOWN)
  }
}

const UNKNOWN = 'This notice belongs to nothing that is open.'

async function take({ duty, clinic }: AcknowledgeDeps, id: EscalationId, by: ClinicianId): Promise<Notice> {
  const outcome = await duty.acknowledge(clinic, id, by)
  if (outcome.kind === 'unknown') return plainNotice(UNKNOWN)
  if (outcome.kind === 'acknowledged') return outcomeNotice(id, { says: haveIt(outcome.missing) })
  if (outcome.closed) return plainNotice(`It is closed already. ${outcome.by} had it.`)
  // Pressed twice, or delivered twice: it is still theirs.
  if (outcome.by === (await duty.clinicianName(clinic, by))) return outcomeNotice(id, { says: haveIt(0) })
  return plainNotice(`${outcome.by} has it already.`)
}

function haveIt(missing: number): string {
  if (missing === 0) return 'You have it.'
  return `You have it. ${missing === 1 ? 'One more person' : `${missing} more people`} must acknowledge as well.`
}

type Close = Extract<AckRef, { kind: 'close' }>

async function close({ duty, clinic }: AcknowledgeDeps, ref: Close, by: ClinicianId): Promise<Notice> {
  const { escalation, outcome } = ref
  if (outcome === 'passed-to-duty') {
    const passed = await duty.giveBack({ clinic, escalation, by, why: { kind: 'passed' }, notices: [] })
    return plainNotice(passed === 'given-back' ? 'Passed on. The next person is told now.' : NOT_YOURS)
  }
  if (outcome === 'no-concern' && !('because' in ref)) return becauseNotice(escalation)
  const words = 'because' in ref ? BECAUSE[ref.because] : null
  const done = await duty.closeEscalation(clinic, escalation, { kind: outcome, words }, by)
  switch (done) {
    case 'closed':
      return plainNotice('Written down. It is closed.')
    case 'unacknowledged':
      return plainNotice('Not closed: another person must acknowledge first.')
    case 'not-yours':
      return plainNotice(NOT_YOURS)
    case 'unknown':
      return plainNotice(UNKNOWN)
  }
  return done satisfies never
}

const NOT_YOURS = 'You do not have it now. Press [I have it] under its newest notice first.'
