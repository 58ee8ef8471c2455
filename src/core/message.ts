import type { ChannelName } from './ids.ts'
import type { Private } from './private.ts'

/** What came in, whatever the platform: the one shape that every adapter reduces its payloads to. */
export interface Inbound {
  readonly channel: ChannelName
  /** The platform's own id of this delivery. The same id twice is the same message: the second is not stored. */
  readonly externalId: string
  /** The platform's id of the message itself, where it lets us delete it (care C7). */
  readonly messageId?: string
  /** Who wrote: the chat's id on that platform. Sealed at rest, found again by a keyed blind index. */
  readonly address: Private<string>
  /** When the platform says it was written; undefined where it does not say. */
  readonly platformAt: Date | undefined
  /** The account's display name, for the clinician's [That is them] (care C19). */
  readonly display: Private<string> | undefined
  /** Words in a group are never stored and never answered there. */
  readonly where: 'private' | 'group'
  readonly body: InboundBody
}

export type InboundBody =
  | { readonly kind: 'text'; readonly text: Private<string> }
  /** A tapped button. The token is ours: `askId.choice`. */
  | { readonly kind: 'choice'; readonly token: string }
  | { readonly kind: 'media'; readonly media: Media; readonly caption: Private<string> | undefined }
  | { readonly kind: 'edited'; readonly text: Private<string> }
  | { readonly kind: 'blocked' }
  | { readonly kind: 'unblocked' }
  /** A pairing link was opened. */
  | { readonly kind: 'pair'; readonly code: string }
  /** A clinician's button under a notice. The ref is opaque. */
  | { readonly kind: 'ack'; readonly ref: string }

/**
 * What a therapist may record for one client, by the moment it is for: settling, the client's place, a comforting sentence.
 * An outbound practice message may carry one; its line stands beside the voice, and alone where a channel plays none.
 */
export const RECORDINGS = ['settle', 'place', 'sentence'] as const
export type RecordingName = (typeof RECORDINGS)[number]

/** What a message may be heard as: a recording that goes with its line, or what a clinician spoke, which is the message itself. */
export type SoundName = RecordingName | 'message'

/** What a recording may be: all three are played by phones and browsers as they are. */
export const SOUND_FORMATS = ['ogg', 'mp3', 'm4a'] as const
export type SoundFormat = (typeof SOUND_FORMATS)[number]

/** Where a client can hear one; the channels' contract holds each to it. */
export const PLAYS_SOUND: readonly ChannelName[] = ['telegram', 'web']

export type Media = 'voice' | 'photo' | 'sticker' | 'other'

/** Somebody to ring, as a card that a phone can keep. */
export interface Contact {
  readonly name: string
  /** With its calling code. */
  readonly number: string
}

/** A notice to a clinician: a pseudonym, a level, a link; never a client's words (P11). */
export interface Notice {
  readonly kind: 'notice'
  readonly text: string
  readonly buttons: readonly Button[]
  /** A page of the console that a button opens, where it is on the open web and the channel has such buttons. */
  readonly link?: { readonly label: string; readonly url: string }
  /** What it is about, for channels that hand it on to another program; left out: it only says something. */
  readonly about?: NoticeAbout
}

/** Everything that another program may know of a notice. */
export interface NoticeAbout {
  readonly event: 'escalation' | 'outcome-due' | 'lapsed' | 'silence' | 'round' | 'drill' | 'test' | 'confirm'
  readonly pseudonym: string | null
  readonly level: 'red' | 'black' | null
  /** What acknowledges it, or confirms the link; null: nothing is asked. */
  readonly ref: string | null
}

export interface Button {
  /** At most 64 bytes, opaque to the platform (Telegram's callback_data). */
  readonly token: string
  readonly label: string
  /** A press of it asks and settles nothing: the buttons beside it still stand. */
  readonly stays?: true
}

/** What became of a send. */
export type Receipt =
  /** `copy`: what the platform calls its copy of a recording that went along, so that it need not be uploaded again. */
  | { readonly kind: 'sent'; readonly id: string; readonly copy?: string }
  | { readonly kind: 'refused'; readonly why: 'blocked' | 'gone' | 'invalid' }
  /** The platform asks to wait. */
  | { readonly kind: 'later'; readonly ms: number }
  /** No answer: it may have arrived. Crisis lines are repeated, practice lines are not. */
  | { readonly kind: 'unknown' }
