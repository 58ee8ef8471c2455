import type { InboundBody } from '../core/message.ts'
import { countryNamed } from '../rails/country-names.ts'

/** Buttons of the card to strangers, so that a tap carries all that is needed: `in-au`, `in-elsewhere`. */
const BUTTON = /^in-([a-z]{2})$/

/**
 * The country whose numbers somebody unknown asks for: tapped, or typed as the whole message. Empty: another one than
 * those on the buttons. Null: they ask for none, and none is guessed.
 */
export function countryAsked(body: InboundBody): string | null {
  if (body.kind === 'choice') {
    const choice = body.token.slice(body.token.lastIndexOf('.') + 1)
    return choice === 'in-elsewhere' ? '' : (BUTTON.exec(choice)?.[1]?.toUpperCase() ?? null)
  }
  return body.kind === 'text' || body.kind === 'edited' ? countryNamed(body.text.reveal()) : null
}
