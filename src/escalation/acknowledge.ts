import { type ChannelName, type ClinicianId, type ClinicId, EscalationId } from '../core/ids.ts'
import type { Notice } from '../core/message.ts'
import type { Private } from '../core/private.ts'
import type { DutyStore } from '../ports/duty.ts'
import { ACK_PREFIX, plainNotice } from './notice-text.ts'

export interface AcknowledgeDeps {
  readonly duty: Pick<DutyStore, 'clinicianOf' | 'acknowledge' | 'clinicianName'>
  readonly clinic: ClinicId
}

/** Who pressed the button, and where. */
export interface Presser {
  readonly channel: ChannelName
  readonly address: Private<string>
}

/** [I have it] was pressed: the first person wins, everybody is told who has it. Null: the address is no clinician's. */
export function createAcknowledge(deps: AcknowledgeDeps): (ref: string, by: Presser) => Promise<Notice | null> {
  const { duty, clinic } = deps
  return async (ref, { channel, address }) => {
    const clinician = await duty.clinicianOf(clinic, channel, address)
    if (clinician === null) return null
    const id = EscalationId.safeParse(ref.startsWith(ACK_PREFIX) ? ref.slice(ACK_PREFIX.length) : ref)
    return plainNotice(id.success ? await answer(deps, id.data, clinician) : UNKNOWN)
  }
}

const UNKNOWN = 'This notice belongs to nothing that is open.'

async function answer({ duty, clinic }: AcknowledgeDeps, id: EscalationId, by: ClinicianId): Promise<string> {
  const outcome = await duty.acknowledge(clinic, id, by)
  if (outcome.kind === 'acknowledged') return 'You have it.'
  if (outcome.kind === 'unknown') return UNKNOWN
  // Pressed twice, or delivered twice: it is still theirs.
  return outcome.by === (await duty.clinicianName(clinic, by)) ? 'You have it.' : `${outcome.by} has it already.`
}
