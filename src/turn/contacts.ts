import type { Contact } from '../core/message.ts'
import { slotsOf, type RenderValues } from '../core/render.ts'

/** More cards than these would push the question that follows out of sight. */
const MOST = 3
/** Telegram's limit for a contact's first name is longer; a name past this is a sentence. */
const NAME_SHOWN = 60
/** With its calling code, 8 to 15 digits (E.164): a card shows any other number wrongly. */
const INTERNATIONAL = /\+\d[\d ().-]{5,22}\d/g
const PEOPLE: readonly string[] = ['plan-helpers', 'plan-professionals']

/**
 * Whom a line names with a number that a phone can keep and ring, in the order in which it names them: services of the
 * directory, and people whom the client wrote into their plan (care C20). Short codes have no such form and are not here.
 */
export function contactsIn(template: string, { contacts = {}, keepsakes }: RenderValues): Contact[] {
  const named = slotsOf(template).flatMap(({ kind, name }) => {
    if (kind === 'fact') return contacts[name as keyof typeof contacts] ?? []
    const words = PEOPLE.includes(name) ? keepsakes[name as keyof typeof keepsakes] : undefined
    return words ? peopleIn(words.reveal()) : []
  })
  return named.filter(({ number }, index) => named.findIndex((one) => one.number === number) === index).slice(0, MOST)
}

/** `Ana +61 400 111 222, Joe next door`: Ana. A part with two numbers says not whose they are, and gives nobody. */
function peopleIn(words: string): Contact[] {
  return words.split(/[,;\n]/).flatMap((part) => {
    const [number, another] = part.match(INTERNATIONAL) ?? []
    const digits = number?.replace(/\D/g, '').length ?? 0
    if (number === undefined || another !== undefined || digits < 8 || digits > 15) return []
    const name = part.replace(number, '').replace(/[():]/g, ' ').replace(/\s+/g, ' ').trim()
    return { name: name === '' ? number : name.slice(0, NAME_SHOWN), number }
  })
}
