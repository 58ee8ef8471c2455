import { z } from 'zod'

/*
 * The glossary. One word per idea, in code, tables, console and documents; every id has its own type,
 * so that a clinician's id cannot be handed over where a client's is wanted.
 */

/** A clinic: the tenant. Its id leads every primary key. */
export const ClinicId = z.uuid().brand<'ClinicId'>()
export type ClinicId = z.infer<typeof ClinicId>

/** A clinician: therapist, lead or admin of a clinic. */
export const ClinicianId = z.uuid().brand<'ClinicianId'>()
export type ClinicianId = z.infer<typeof ClinicianId>

/** A client: the person who practises. One conversation each, whatever the channels. */
export const ClientId = z.uuid().brand<'ClientId'>()
export type ClientId = z.infer<typeof ClientId>

/** A link: a client's or clinician's identity on one channel. Counts only once a person confirmed it. */
export const LinkId = z.uuid().brand<'LinkId'>()
export type LinkId = z.infer<typeof LinkId>

/** A practice: one run of a practice flow, from its gate to its closing. */
export const PracticeId = z.uuid().brand<'PracticeId'>()
export type PracticeId = z.infer<typeof PracticeId>

/** A flag: something for a clinician to look at. At most one open per client. */
export const FlagId = z.uuid().brand<'FlagId'>()
export type FlagId = z.infer<typeof FlagId>

/** An escalation: the obligation that a red or black flag opens. At most one open per client. */
export const EscalationId = z.uuid().brand<'EscalationId'>()
export type EscalationId = z.infer<typeof EscalationId>

/** A row that this program makes (a message received, a message to send). Made before the row is written, so that its seal can bind it. */
export const RowId = z.uuid().brand<'RowId'>()
export type RowId = z.infer<typeof RowId>

/** One asking of one question. A button carries it, so that a tap on an old message is known as old. 12 characters, `[A-Za-z0-9_-]`. */
export const AskId = z
  .string()
  .regex(/^[\w-]{12}$/)
  .brand<'AskId'>()
export type AskId = z.infer<typeof AskId>

/** A flow: a conversation as data, named by its folder under `flows/`. */
export const FlowId = z
  .string()
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/)
  .max(40)
  .brand<'FlowId'>()
export type FlowId = z.infer<typeof FlowId>

/** A script: one flow in one language, immutable, named by the SHA-256 of its canonical form (64 hexadecimal digits). */
export const ScriptHash = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .brand<'ScriptHash'>()
export type ScriptHash = z.infer<typeof ScriptHash>

/** A language tag as the flows use it: `en`, `es`. */
export const Lang = z
  .string()
  .regex(/^[a-z]{2}$/)
  .brand<'Lang'>()
export type Lang = z.infer<typeof Lang>

/** What somebody can be reached on. Mail and webhook carry clinicians' notices only. */
export const ChannelName = z.enum(['telegram', 'slack', 'web', 'terminal', 'mail', 'webhook'])
export type ChannelName = z.infer<typeof ChannelName>

/** Channels on which a message can be pinned, so that it stands above the chat; elsewhere the numbers stand beside it. */
export const PINNING: readonly ChannelName[] = ['telegram']

/** Channels on somebody else's servers where a bot may delete what a person wrote to it. */
export const FORGETTING: readonly ChannelName[] = ['telegram']

/** Channels where a client who clears the chat finds their own words gone too; Slack lets nobody delete what a person wrote. */
export const CLEARED_WHOLE: readonly ChannelName[] = ['telegram', 'web']

/** How urgent a flag is. Amber waits for a round, red and black interrupt (care C24). */
export const FlagLevel = z.enum(['info', 'amber', 'red', 'black'])
export type FlagLevel = z.infer<typeof FlagLevel>

/** Levels from mild to grave, so that they can be compared. */
export const FLAG_LEVELS = FlagLevel.options
