import { z } from 'zod'
import { clientNamed } from '../care/client-verbs.ts'
import { By, personNamed, refused, verb, type CommandDeps, type Verb } from '../operate/verb.ts'

/** `export`, `erase`. */
export function recordsVerbs(deps: CommandDeps): Record<string, Verb> {
  const { records, clinic } = deps
  return {
    'records.export': verb({ client: z.string(), by: By }, async ({ client: who, by }) => {
      const client = await clientNamed(deps, who)
      const record = await records.everything(clinic(), client, await personNamed(deps, by))
      if (!record) throw refused('There is no such client.', 'See holdfast client list.')
      return { exportedAt: deps.world.now(), client, about: record.reveal() }
    }),
    'records.erase': verb({ client: z.string(), again: z.string(), by: By }, async ({ client: who, again, by }) => {
      const { people } = deps
      const client = await clientNamed(deps, who)
      const found = (await people.clients(clinic())).find(({ id }) => id === client)
      if (found?.pseudonym !== again)
        throw refused(
          'Nothing was erased.',
          `Erasing cannot be taken back, so it asks for the client's pseudonym once more: --yes ${found?.pseudonym ?? 'PSEUDONYM'}.`,
        )
      const done = await records.erase(clinic(), client, await personNamed(deps, by))
      if (done === 'not-discharged')
        throw refused('That client is not discharged.', 'Discharge them first: holdfast client discharge.')
      if (done === 'unknown') throw refused('There is no such client.', 'See holdfast client list.')
      return done
    }),
  }
}
