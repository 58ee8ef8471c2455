import type { ClinicId } from '../../core/ids.ts'
import type { KeyRing } from '../../ports/key-ring.ts'
import { clinicSeal } from '../sealing/seal.ts'

/** Who acknowledged: a clinician of the clinic by their sealed name, anybody else by what they called themselves. */
export async function readerName(
  keys: KeyRing,
  clinic: ClinicId,
  who: { by: string; name: string | null },
): Promise<string> {
  if (who.name === null) return who.by
  const seal = await clinicSeal(keys, clinic)
  return seal.open({ table: 'clinicians', row: who.by, column: 'name' }, who.name)
}
