import type { Button, SoundName } from '../core/message.ts'
import type { Private } from '../core/private.ts'

/**
 * What stands on the web pages of one clinic's links, so that it comes back after a reload. It keeps an order and ids;
 * the words stay sealed where the store has them already, and go with them.
 */
export interface PageLog {
  /** A message of ours stands on the page at this address: its mark. Null: the store has no such message (a card to somebody unknown). */
  noteMessage(address: Private<string>, id: string): Promise<number | null>
  /** The page said something, under its own id of it. To be noted before it is answered, so that the order is right. */
  noteSaid(address: Private<string>, externalId: string): Promise<number | null>
  /** Takes an entry back, or its buttons; false: there is no such entry. */
  change(address: Private<string>, id: string, change: 'retract-buttons' | 'delete'): Promise<boolean>
  /** What came or changed after a mark (0: the latest of everything), oldest first. */
  read(address: Private<string>, after: number): Promise<PageEntry[]>
}

export interface PageEntry {
  /** Of the message: its outbox row, or the page's own id of what it said. */
  readonly id: string
  /** Hand back the highest to read on from there. */
  readonly mark: number
  readonly body:
    | {
        readonly kind: 'line' | 'from-clinician' | 'notice'
        readonly text: Private<string>
        readonly buttons: readonly Button[]
        /** The therapist's recording beside the words, or what a clinician said. */
        readonly recording?: SoundName
        /** It ended a pause for a client whose eyes are closed (care C20). */
        readonly wakes?: true
      }
    | { readonly kind: 'said'; readonly text: Private<string> }
    | { readonly kind: 'tapped'; readonly token: string }
    | { readonly kind: 'gone' }
}
