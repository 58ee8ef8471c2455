import { z } from 'zod'
import { FlowId } from '../../core/ids.ts'
import { By, personNamed, refused, verb, type CommandDeps, type Verb } from '../operate/verb.ts'
import { clientNamed } from './client-verbs.ts'
import { Words } from './flag-verbs.ts'

const Decision = { client: z.string(), reason: Words, by: By }

/** `latch raise`, `latch lower`, `pause end`, `hold release`. */
export function imageryVerbs(deps: CommandDeps): Record<string, Verb> {
  const { people, clinic } = deps
  const decided = async ({ client, by, reason }: { client: string; by: string; reason: string }) => ({
    clinic: clinic(),
    client: await clientNamed(deps, client),
    by: await personNamed(deps, by),
    reason,
  })
  return {
    'people.raiseLatch': verb(Decision, async (asked) => {
      const change = await decided(asked)
      if ((await people.raiseLatch(change)) === 'raised') return { client: change.client, state: 'raised' }
      throw refused('The latch of that client is raised already.', 'See holdfast client list.')
    }),
    'people.lowerLatch': verb(Decision, async (asked) => {
      const change = await decided(asked)
      if ((await people.lowerLatch(change)) === 'lowered') return { client: change.client, state: 'lowered' }
      throw refused('That client has no latch to lower.', 'See holdfast client list.')
    }),
    'people.endPause': verb({ client: z.string(), by: By }, async (asked) => {
      const change = await decided({ ...asked, reason: '' })
      if ((await people.endPause(change)) === 'ended') return { client: change.client, state: 'open' }
      throw refused('That client has no pause. A pause ends by itself at midnight where the client is.')
    }),
    'people.releaseFlow': verb({ ...Decision, flow: FlowId }, async ({ flow, ...asked }) => {
      const change = { ...(await decided(asked)), flow }
      if ((await people.releaseFlow(change)) === 'released') return { client: change.client, flow, state: 'released' }
      throw refused(`The flow ${flow} is not held for that client.`)
    }),
  }
}
