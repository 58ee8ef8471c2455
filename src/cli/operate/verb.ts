import { z } from 'zod'
import { HoldfastError } from '../../core/errors.ts'
import type { ChannelName, ClinicianId, ClinicId, FlowId, Lang, ScriptHash } from '../../core/ids.ts'
import type { Notice, Receipt } from '../../core/message.ts'
import type { Private } from '../../core/private.ts'
import type { AccessStore } from '../../ports/access.ts'
import type { AuditorStore } from '../../ports/auditor.ts'
import type { CareStore } from '../../ports/care.ts'
import type { DutyStore } from '../../ports/duty.ts'
import type { KeyUpkeep } from '../../ports/key-ring.ts'
import type { Backups, PeopleStore, RecordsStore } from '../../ports/people.ts'
import type { Rehearsal, RehearsalAsked } from '../../ports/rehearsal.ts'
import type { Store } from '../../ports/store.ts'
import type { World } from '../../ports/world.ts'

/** What the commands work with: the same in a running server and beside a stopped one. */
export interface CommandDeps {
  readonly people: PeopleStore
  readonly duty: Pick<DutyStore, 'dueEscalations' | 'clientCountries' | 'people' | 'tell' | 'alarmCounts'>
  readonly auditor: Pick<AuditorStore, 'facts'>
  readonly care: CareStore
  readonly records: RecordsStore
  readonly keys: KeyUpkeep
  readonly backups: Backups
  readonly store: Pick<Store, 'time'>
  readonly library: ScriptShelf
  /** The clinic that this machine's operator works for. Throws with a cure when there is none yet. */
  readonly clinic: () => ClinicId
  readonly world: Pick<World, 'now' | 'newId'>
  /** So many random bytes, fit for a secret. */
  readonly randomBytes: (size: number) => Buffer
  readonly access: Pick<AccessStore, 'invite'>
  readonly links: {
    readonly telegramUsername: () => string | undefined
    readonly publicUrl: string | null
    /** Where clinicians sign in, without a slash at its end. */
    readonly consoleUrl: string
  }
  readonly facts: MachineFacts
  /** Sends a notice to an address that is nobody's link yet, so that a code can come back from there. */
  tellAt(at: NoticeAddress, notice: Notice): Promise<Receipt | 'not-set-up'>
  /** In hex, for the on-call service that verifies our signatures. */
  readonly webhookKey: () => string
  /** What would come of an event; computed as in production, stored nowhere. */
  rehearse(asked: RehearsalAsked): Promise<Rehearsal>
}

export interface NoticeAddress {
  readonly channel: 'mail' | 'webhook'
  readonly address: Private<string>
}

/** The flows of this machine as scripts. */
export interface ScriptShelf {
  /** Keeps every script of the project's flows in the store and answers with them. */
  publish(): Promise<readonly PublishedScript[]>
  list(): Promise<readonly PublishedScript[]>
}

export interface PublishedScript {
  readonly hash: ScriptHash
  readonly flow: FlowId
  readonly lang: Lang
  readonly title: string
  readonly kind: 'practice' | 'care' | 'rails' | 'cards'
  readonly class: 'green' | 'amber' | null
}

/** What `doctor` must know of the configuration, and no more. */
export interface MachineFacts {
  readonly keyFrom: 'environment' | 'data folder'
  /** Channels through which real people can be reached. */
  readonly realChannels: readonly ChannelName[]
}

export type Verb = (args: unknown) => Promise<unknown>

/** A command whose arguments are checked first. Its result must survive JSON. */
export function verb<Shape extends z.ZodRawShape>(
  shape: Shape,
  run: (args: z.infer<z.ZodObject<Shape>>) => Promise<unknown>,
): Verb {
  const Args = z.object(shape)
  return async (args) => {
    const read = Args.safeParse(args)
    if (read.success) return run(read.data)
    const wrong = read.error.issues.map((issue) => `${issue.path.join('.') || 'The request'}: ${issue.message}.`)
    throw refused(wrong.join(' '), 'Cure: see the command with --help.')
  }
}

/** Who does it: a clinician by id or by name, or whatever the person at this machine calls themselves. */
export const By = z.string().trim().min(1).max(80).default('operator')

/** A clinician's id where the name or id is one of the clinic's, else the name as it is. */
export async function personNamed({ people, clinic }: CommandDeps, by: string): Promise<string> {
  const found = (await people.clinicians(clinic())).filter(({ id, name }) => id === by || name === by)
  if (found.length > 1) {
    throw new HoldfastError('command.refused', `There are two clinicians of that name. Give the id: ${idsOf(found)}.`)
  }
  return found[0]?.id ?? by
}

/** @throws HoldfastError `command.refused` when the clinic has no such clinician. */
export async function clinicianNamed({ people, clinic }: CommandDeps, who: string | undefined) {
  const all = await people.clinicians(clinic())
  const found = who === undefined ? all : all.filter(({ id, name }) => id === who || name === who)
  const [one, ...more] = found
  if (all.length === 0) {
    throw refused('The clinic has no clinician yet.', 'Add one first: holdfast clinician add --name "Robin Reed".')
  }
  if (!one) throw refused('The clinic has no such clinician.', 'See holdfast clinician list.')
  if (more.length > 0) throw refused('Several clinicians could be meant.', `Give --owner with one of: ${idsOf(found)}.`)
  return one
}

/** `sentence`: what is wrong, as anybody may read it. `cure`: the command or flag that helps, for the command line alone. */
export function refused(sentence: string, cure?: string): HoldfastError {
  return new HoldfastError('command.refused', sentence, cure === undefined ? {} : { cure })
}

function idsOf(people: readonly { id: ClinicianId }[]): string {
  return people.map(({ id }) => id).join(', ')
}
