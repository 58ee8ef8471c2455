import { clientSeen } from '../client/client-seen.ts'
import { go, type Answer, type Visit } from '../http/visit.ts'

export type HomeworkPage = 'homework' | 'measures' | 'readiness'

/** A command of the command line, as this clinician, for the client of the address. */
export async function commanded(visit: Visit, command: string, args: Record<string, unknown> = {}): Promise<unknown> {
  const { client } = await clientSeen(visit)
  const by = visit.who.clinician
  return visit.deps.commandsAs(by)[command]?.({ ...args, client, by })
}

/** A form that is one command, and back to its page. */
export const byCommand =
  (to: HomeworkPage, command: string, args: (visit: Visit) => Record<string, unknown> = () => ({})) =>
  async (visit: Visit): Promise<Answer> => {
    await commanded(visit, command, args(visit))
    return go(`/clients/${visit.param('client')}/${to}`)
  }
