import type { Button, Notice, SoundName } from '../../src/core/message.ts'
import type { FromClinician } from '../../src/core/from-clinician.ts'
import type { OutboundMessage } from '../../src/core/render.ts'
import type { PageEntry } from '../../src/ports/page-log.ts'
import { type Part, type PhoneBook, partsOf } from './phone-links.ts'

/** One entry as the page is told of it. `mark` is null where the store keeps none: a card to somebody unknown. */
export type ShownEntry =
  | {
      readonly id: string
      readonly mark: number | null
      readonly kind: 'line' | 'from-clinician' | 'notice' | 'said'
      readonly parts: readonly Part[]
      readonly buttons: readonly Button[]
      /** The therapist's recording that plays beside the words, or what a clinician said. */
      readonly recording?: SoundName
      /** Where this page may fetch it from; put in when it is shown. */
      readonly voice?: string
      /** Ends a pause for a client whose eyes are closed: a short buzz where the device has one, or a soft sign. */
      readonly wakes?: true
    }
  | { readonly id: string; readonly mark: number | null; readonly kind: 'tapped'; readonly token: string }
  | { readonly id: string; readonly mark: number | null; readonly kind: 'gone' | 'retracted' }

/** A message as it goes out. */
export function entryOf(
  id: string,
  message: OutboundMessage | FromClinician | Notice,
  book: PhoneBook,
): Extract<ShownEntry, { kind: 'line' | 'from-clinician' | 'notice' | 'said' }> {
  const text = message.kind === 'line' ? message.text() : message.text
  const recording = message.kind === 'notice' ? undefined : message.recording
  return {
    id,
    mark: null,
    kind: message.kind,
    parts: partsOf(text, book),
    buttons: message.buttons,
    ...(recording !== undefined && { recording }),
    ...(message.kind === 'line' && message.wakes && { wakes: true as const }),
  }
}

/** An entry as it comes back from the store. */
export function entryFromLog({ id: kept, mark, body }: PageEntry, book: PhoneBook): ShownEntry {
  const id = shownId(kept)
  if (body.kind === 'gone') return { id, mark, kind: 'gone' }
  if (body.kind === 'tapped') return { id, mark, ...body }
  const text = body.text.reveal()
  return body.kind === 'said'
    ? { id, mark, kind: 'said', parts: [{ text }], buttons: [] }
    : {
        id,
        mark,
        kind: body.kind,
        parts: partsOf(text, book),
        buttons: body.buttons,
        ...(body.recording !== undefined && { recording: body.recording }),
        ...(body.wakes && { wakes: true as const }),
      }
}

/** What the page calls an entry: its own name for what it said, which the store keeps behind the page's address. */
export const shownId = (id: string) => id.slice(id.lastIndexOf(':') + 1)
