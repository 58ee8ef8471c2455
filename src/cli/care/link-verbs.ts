import { LinkId } from '../../core/ids.ts'
import { By, personNamed, refused, verb, type CommandDeps, type Verb } from '../operate/verb.ts'

const WHY_NOT = {
  'not-pending': 'No link of that id waits for a confirmation. See holdfast link list.',
  'too-young':
    "This client is younger than the platform's terms allow (holdfast directory ages). Give them the web page instead: holdfast client pair CLIENT prints its link.",
  'age-unknown':
    "The platform's terms set an age (holdfast directory ages), and this client is under age with no day of birth. Say it: holdfast client born CLIENT DAY. Or give them the web page instead.",
} as const

/** `link list`, `link confirm`: 'that is them' (care C19). */
export function linkVerbs(deps: CommandDeps): Record<string, Verb> {
  const { people, clinic } = deps
  return {
    'people.pendingLinks': verb({}, async () => {
      const links = await people.pendingLinks(clinic())
      return links.map(({ display, ...link }) => ({ ...link, display: display?.reveal() ?? null }))
    }),
    'people.confirmLink': verb({ link: LinkId, by: By }, async ({ link, by }) => {
      const outcome = await people.confirmLink(clinic(), link, await personNamed(deps, by))
      if (outcome === 'confirmed') return { link, state: 'confirmed' }
      throw refused(WHY_NOT[outcome])
    }),
  }
}
