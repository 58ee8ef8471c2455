import type { Visit } from '../http/visit.ts'

/** Clinicians by their id, as they are called. */
export async function namesOf({ people, clinic }: Visit): Promise<ReadonlyMap<string, string>> {
  return new Map((await people.clinicians(clinic)).map(({ id, name }) => [id as string, name]))
}
