import type { ClientId, ClinicId, FlowId, RowId } from '../core/ids.ts'
import type { NotReminded } from '../core/event.ts'
import type { RecordingName, SoundFormat } from '../core/message.ts'
import type { PromptAnswer } from '../core/effect.ts'

/** What clinicians see of a client's homework beside the conversation. Every verb leaves a line in the audit. */
export interface CareStore {
  /** The times at which a client was to be reminded, newest first. */
  prompts(clinic: ClinicId, client: ClientId, limit: number): Promise<PromptRow[]>
  /** Practices that the client has done to their end at least once: from then on they need nobody beside them. */
  practised(clinic: ClinicId, client: ClientId): Promise<FlowId[]>
  /** A questionnaire that was filled in: an answer for each item, in order. */
  keepMeasure(measure: NewMeasure): Promise<void>
  /** A clinician has looked at what the client filled in until now; how many that is. */
  reviewMeasures(clinic: ClinicId, client: ClientId, by: string): Promise<number>
  /** Oldest first. */
  measures(clinic: ClinicId, client: ClientId): Promise<MeasureRow[]>
  /** The therapist's voice for one client, in place of an older one of that name. */
  keepRecording(recording: NewRecording): Promise<void>
  /** The same, not kept yet: only whoever made it hears it, in place of an older draft of that name. */
  draftRecording(recording: NewRecording): Promise<void>
  /** One's own draft takes the place of what was kept; `none`: it was kept already, or another one stands in its place. */
  keepDraft(draft: OneRecording & { readonly by: string }): Promise<'kept' | 'none'>
  dropDraft(draft: OneRecording & { readonly by: string }): Promise<'dropped' | 'none'>
  /** What is kept, and these eyes' own drafts. */
  recordings(clinic: ClinicId, client: ClientId): Promise<RecordingRow[]>
  /** To be heard, as `recordings` lists them; null: there is none. */
  recording(which: OneRecording): Promise<Heard | null>
  removeRecording(removal: Removal): Promise<'removed' | 'none'>
}

export interface OneRecording {
  readonly clinic: ClinicId
  readonly client: ClientId
  readonly id: RowId
}

export interface Heard {
  readonly format: SoundFormat
  readonly bytes: Buffer
}

export interface Removal {
  readonly clinic: ClinicId
  readonly client: ClientId
  /** By its id only that one goes, and none that was kept in its place meanwhile. */
  readonly which: { readonly name: RecordingName } | { readonly id: RowId }
  readonly by: string
}

export interface NewRecording {
  readonly clinic: ClinicId
  readonly client: ClientId
  readonly id: RowId
  readonly name: RecordingName
  readonly format: SoundFormat
  /** At most 10 MB. */
  readonly sound: Buffer
  readonly by: string
}

export interface RecordingRow {
  readonly id: RowId
  readonly name: RecordingName
  readonly format: SoundFormat
  readonly bytes: number
  readonly at: Date
  readonly by: string
  /** False: a draft, which nothing plays to the client. */
  readonly kept: boolean
}

/** One time at which a client was to be reminded. */
export interface PromptRow {
  /** The assignment's id, or `session`. */
  readonly assignment: string
  readonly flow: FlowId
  /** The day's one second time. */
  readonly nudge: boolean
  readonly intended: Date
  readonly sent: Date | null
  /** Null where the channel does not say: of those that there are, none does. */
  readonly seen: Date | null
  readonly answered: Date | null
  readonly answer: PromptAnswer | null
  /** The answer came after the window had closed. */
  readonly late: boolean
  /** Why it was not sent: the schedule's reason, the conversation's, or what became of the message. */
  readonly whyNot: NotReminded | 'waiting' | 'expired' | 'overtaken' | 'refused' | 'unknown' | null
}

export interface NewMeasure {
  readonly clinic: ClinicId
  readonly client: ClientId
  readonly id: RowId
  /** Its name as in `src/rails/instruments/instruments.ts`: PHQ-9. */
  readonly instrument: string
  readonly answers: readonly number[]
  /** When it was filled in; left out: now. */
  readonly takenAt?: Date
  readonly by: string
}

export interface MeasureRow {
  readonly instrument: string
  readonly answers: readonly number[]
  readonly takenAt: Date
  /** Who typed it in; `client`: filled in by chat. */
  readonly by: string
  /** Who looked at it; null: nobody yet. */
  readonly reviewedBy: string | null
}
