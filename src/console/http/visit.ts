import type { HtmlEscapedString } from 'hono/utils/html'
import type { z } from 'zod'
import type { ClinicianId, ClinicId } from '../../core/ids.ts'
import type { SoundFormat } from '../../core/message.ts'
import type { ClinicSettings } from '../../core/plan.ts'
import type { AdaptationStore } from '../../ports/console.ts'
import type { AccessStore, Session } from '../../ports/access.ts'
import type { CareStore } from '../../ports/care.ts'
import type { ConsoleStore } from '../../ports/console.ts'
import type { DutyStore } from '../../ports/duty.ts'
import type { ClinicianRole, PeopleStore } from '../../ports/people.ts'
import type { World } from '../../ports/world.ts'

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>

/** What the console is handed; it opens nothing itself. */
export interface ConsoleDeps {
  readonly clinic: ClinicId
  readonly settings: () => Promise<ClinicSettings>
  readonly access: AccessStore
  /** Who is told and how they are reached, and what the alarms cost: no client's words. */
  readonly duty: Pick<DutyStore, 'people' | 'alarmCounts'>
  readonly peopleAs: (clinician: ClinicianId) => PeopleStore
  readonly consoleAs: (clinician: ClinicianId) => ConsoleStore
  readonly careAs: (clinician: ClinicianId) => CareStore
  readonly adaptationsAs: (clinician: ClinicianId) => AdaptationStore
  /** The commands of the command line, as this clinician may use them. */
  readonly commandsAs: (clinician: ClinicianId) => Readonly<Record<string, (args: unknown) => Promise<unknown>>>
  readonly shelf: () => Promise<readonly FlowOnShelf[]>
  /** A signature changed: what clients hear is read again. */
  readonly refresh: () => Promise<void>
  /** Why words to a client may lead; empty: they do not. */
  readonly advise: (words: string, lang: string) => readonly string[]
  readonly verdict: (words: string, lang: string) => 'free' | 'ask-therapist' | 'never'
  readonly world: Pick<World, 'now' | 'newId'>
  readonly randomBytes: (size: number) => Buffer
  /** Calls back whenever something in the store may have changed. */
  readonly onChange: (listener: () => void) => () => void
  readonly changed: () => void
  /** Where the server is reached from outside, without a slash at its end. */
  readonly publicUrl: string | null
  /** Only of a demo clinic: the key of its link, and whom it signs in. */
  readonly demo: { readonly key: string; readonly clinician: ClinicianId } | null
}

export interface FlowOnShelf {
  readonly hash: string
  readonly flow: string
  readonly lang: string
  readonly title: string
  readonly kind: 'practice' | 'care' | 'rails' | 'cards'
  readonly class: 'green' | 'amber' | null
}

/** One request of somebody who is signed in. */
export interface Visit {
  readonly deps: ConsoleDeps
  readonly clinic: ClinicId
  readonly settings: ClinicSettings
  readonly who: Session
  /** SHA-256 of the cookie. */
  readonly session: string
  readonly people: PeopleStore
  readonly reads: ConsoleStore
  readonly care: CareStore
  readonly path: string
  readonly csrf: string
  readonly param: (name: string) => string
  readonly query: (name: string) => string | undefined
  readonly form: Form
}

/** A visit of somebody who is not signed in. */
export interface Stranger {
  readonly deps: ConsoleDeps
  readonly settings: ClinicSettings
  readonly address: string
  /** The host that the browser names, for what only this machine may do. */
  readonly host: string
  readonly csrf: string
  readonly param: (name: string) => string
  readonly query: (name: string) => string | undefined
  readonly form: Form
  readonly signIn: (token: string) => void
}

/** What was sent, always text; a field may come several times. */
export interface Form {
  get(name: string): string
  all(name: string): string[]
  /** What was chosen in a field for a file; null: nothing. */
  file(name: string): Buffer | null
}

export type Answer =
  | {
      readonly kind: 'page'
      readonly title: string
      readonly body: Html
      readonly status?: 200 | 400 | 403 | 404 | 409 | 429
    }
  | { readonly kind: 'go'; readonly to: string }
  /** To be played in a page of ours. */
  | { readonly kind: 'sound'; readonly format: SoundFormat; readonly bytes: Buffer }
  | { readonly kind: 'file'; readonly type: string; readonly text: string; readonly name: string }

export const page = (title: string, body: Html, status: 200 | 400 | 403 | 404 | 409 | 429 = 200): Answer => ({
  kind: 'page',
  title,
  body,
  status,
})
/** Only ever to a path of ours: no address comes from outside. */
export const go = (to: '' | `/${string}`): Answer => ({ kind: 'go', to: `/console${to}` })

interface Place {
  readonly method: 'GET' | 'POST'
  /** Under /console. */
  readonly path: string
}

export interface OwnRoute extends Place {
  readonly for: readonly ClinicianRole[]
  /** Password and code must have been given in the last five minutes. */
  readonly proven?: true
  /** Its form brings a sound of at most so many bytes; it is sent as multipart. */
  readonly upload?: number
  readonly run: (visit: Visit) => Promise<Answer>
}

export interface OpenRoute extends Place {
  readonly for: 'anybody'
  readonly run: (visit: Stranger) => Promise<Answer>
}

export type Route = OwnRoute | OpenRoute

export const ALL_ROLES: readonly ClinicianRole[] = ['therapist', 'lead', 'admin']
/** Who reads what clients write. */
export const CLINICAL: readonly ClinicianRole[] = ['therapist', 'lead']
export const HOUSE: readonly ClinicianRole[] = ['lead', 'admin']

/** What is not there and what these eyes may not see are the same page. */
export class NotFound extends Error {}
/** Something to tell the person who filled in a form. */
export class Refused extends Error {}

/** An id from an address, or nothing is there. */
export function idOf<Schema extends z.ZodType<string>>(schema: Schema, text: string): z.infer<Schema> {
  const read = schema.safeParse(text)
  if (!read.success) throw new NotFound()
  return read.data
}
