import { codeOf } from '../core/errors.ts'
import type { ClinicId } from '../core/ids.ts'
import type { ClinicSettings } from '../core/plan.ts'
import type { DutyStore } from '../ports/duty.ts'
import type { Log, World } from '../ports/world.ts'

export interface HeartbeatDeps {
  readonly duty: Pick<DutyStore, 'dueEscalations'>
  settingsOf(clinic: ClinicId): Promise<ClinicSettings | undefined>
  /** Asks for an address; resolves with whether it answered well. */
  readonly knock: (url: string) => Promise<boolean>
  readonly world: Pick<World, 'now'>
  readonly log: Log
}

const EVERY_MS = 60_000
/** An obligation is acted on within seconds of its time; one that is due for longer shows that nothing works here. */
const OVERDUE_MS = 2 * 60_000

/**
 * Once a minute an address outside is asked for, and only while all is well: the store answers, and no obligation is
 * overdue. Its silence is the alarm, raised by a service and read by a person outside the clinic's IT (care C23).
 */
export function createHeartbeat(deps: HeartbeatDeps): (clinic: ClinicId) => Promise<number> {
  const last = new Map<ClinicId, number>()
  const dueSince = new Map<string, number>()
  return async (clinic) => {
    const now = deps.world.now().getTime()
    if (now - (last.get(clinic) ?? -Infinity) < EVERY_MS) return 0
    last.set(clinic, now)
    try {
      const url = (await deps.settingsOf(clinic))?.heartbeatUrl
      if (url === undefined || (await isOverdue(deps, clinic, { now, dueSince }))) return 0
      if (await deps.knock(url)) return 1
      deps.log.warn('heartbeat.not-heard', { clinic })
    } catch (error) {
      deps.log.error('heartbeat.failed', { clinic, code: codeOf(error) })
    }
    return 0
  }
}

/** Whether the same obligation was due at a look so long ago, and still is. */
async function isOverdue(
  { duty, log }: HeartbeatDeps,
  clinic: ClinicId,
  { now, dueSince }: { now: number; dueSince: Map<string, number> },
): Promise<boolean> {
  const due = (await duty.dueEscalations(clinic)).map(({ id, rung, rounds }) => `${id} ${rung} ${rounds}`)
  for (const known of dueSince.keys()) if (!due.includes(known)) dueSince.delete(known)
  for (const one of due) if (!dueSince.has(one)) dueSince.set(one, now)
  const overdue = due.some((one) => now - (dueSince.get(one) ?? now) >= OVERDUE_MS)
  if (overdue) log.error('heartbeat.withheld', { clinic })
  return overdue
}
