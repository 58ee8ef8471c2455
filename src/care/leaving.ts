import type { ChainRung } from '../core/duty.ts'
import type { ClinicianId } from '../core/ids.ts'
import type { ClinicSettings } from '../core/plan.ts'

/**
 * What the clinic decided, once somebody has left and another takes over: in the chain, on call, as a deputy. Whoever
 * agreed to be on call did so themselves, so nobody inherits that: it ends.
 */
export function withoutClinician(settings: ClinicSettings, gone: ClinicianId, to: ClinicianId): ClinicSettings {
  const { onCall, absences, ...rest } = settings
  const next: ClinicSettings = { ...rest, chain: chainWithout(settings.chain, gone, to) }
  if (onCall && onCall.clinician !== gone) next.onCall = onCall
  if (absences)
    next.absences = absences
      .filter(({ clinician }) => clinician !== gone)
      .map((one) => (one.deputy === gone ? { ...one, deputy: to } : one))
      // Nobody stands in for themselves.
      .map(({ deputy, ...one }) => (deputy === undefined || deputy === one.clinician ? one : { ...one, deputy }))
  return next
}

type Rungs = ClinicSettings['chain']

/** Their place, unless whoever takes over has one already. */
function chainWithout(chain: Rungs, gone: ClinicianId, to: ClinicianId): Rungs {
  const has = chain.some(({ clinician }) => clinician === to)
  return chain.flatMap((rung): Omit<ChainRung, 'onCall'>[] => {
    if (rung.clinician !== gone) return [rung]
    return has ? [] : [{ ...rung, clinician: to }]
  })
}
