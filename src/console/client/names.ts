import type { Visit } from '../http/visit.ts'

/** Clinicians by their id, as they are called. */
export async function namesOf({ people, clinic }: Visit): Promise<ReadonlyMap<string, string>> {
  return new Map((await people.clinicians(clinic)).map(({ id, name }) => [id as string, name]))
}

/** What a flow is called, for whoever reads of it. */
export async function titlesOf({ deps }: Pick<Visit, 'deps'>): Promise<(flow: string) => string> {
  const titles = new Map(
    (await deps.shelf()).filter(({ lang }) => lang === 'en').map(({ flow, title }) => [flow, title]),
  )
  return (flow) => titles.get(flow) ?? flow
}
