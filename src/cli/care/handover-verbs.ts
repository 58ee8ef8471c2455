import { z } from 'zod'
import { fromClinician } from '../../core/from-clinician.ts'
import type { RowId } from '../../core/ids.ts'
import { adviceOn } from '../../lint/lint-line.ts'
import { clinicianNamed, refused, verb, type CommandDeps, type Verb } from '../operate/verb.ts'
import { clientNamed } from './client-verbs.ts'

/** Telegram's own limit, less the name and "writes:". */
const MOST = 3_500

const Whose = { client: z.string(), by: z.string() }
const Message = {
  ...Whose,
  text: z.string().trim().min(1, 'is empty').max(MOST, `is longer than one message (${MOST} characters)`),
  confirm: z.boolean().default(false),
}

/** `conversation take`, `conversation write`, `conversation give-back`: a named clinician, never a name that is nobody's. */
export function handoverVerbs(deps: CommandDeps): Record<string, Verb> {
  const { people, clinic, world } = deps
  const named = async ({ client, by }: { client: string; by: string }) => {
    const clinician = await clinicianNamed(deps, by)
    return {
      whose: { clinic: clinic(), client: await clientNamed(deps, client), by: clinician.id },
      name: clinician.name,
    }
  }
  return {
    'people.takeConversation': verb(Whose, async (asked) => {
      const { whose } = await named(asked)
      const done = await people.takeConversation(whose)
      if (done === 'changed') return { client: whose.client, state: 'taken' }
      throw refused(
        done === 'taken' ? 'Another clinician has that conversation. They give it back first.' : 'It is yours already.',
      )
    }),
    'people.giveBackConversation': verb(Whose, async (asked) => {
      const { whose } = await named(asked)
      if ((await people.giveBackConversation(whose)) === 'changed') return { client: whose.client, state: 'given back' }
      throw refused('Nobody has that conversation.')
    }),
    'people.writeToClient': verb(Message, async ({ text, confirm, ...asked }) => {
      const { whose, name } = await named(asked)
      if (!confirm) mustNotLead(text)
      const id = world.newId() as RowId
      const message = fromClinician({ kind: 'from-clinician', name, words: text })
      const done = await people.writeToClient({ ...whose, id, message })
      if (done === 'written') return { client: whose.client, state: 'on its way' }
      if (done === 'no-link') throw refused('No chat of that client is known yet.')
      throw refused('Only the clinician who has the conversation writes in it.', 'First: holdfast conversation take.')
    }),
  }
}

/** Advice to the author, not a gate: what is meant can be said with --confirm (care C25). The words themselves are not printed. */
function mustNotLead(text: string): void {
  const found = adviceOn(text, 'en')
  if (found.length === 0) return
  const why = [...new Set(found.map(({ rule, message }) => `${rule}: ${message}`))].join(' ')
  throw refused(`This may lead (${why})`, 'Say it otherwise, or add --confirm if it is meant.')
}
