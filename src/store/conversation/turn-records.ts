import type { FlagNote } from '../../core/effect.ts'
import type { FlowId } from '../../core/ids.ts'
import type { FinishedTurn } from '../../ports/store.ts'
import type { Seal } from '../sealing/seal.ts'

type TurnEffect = FinishedTurn['effects'][number]

/** What a turn's effects come to, as `commit_turn` takes it. */
export interface TurnRecords {
  raiseBarrier: boolean
  pauseImagery: boolean
  endPause: boolean
  latch: 'rating' | 'signal' | null
  clearChat: boolean
  opensList: boolean
  takesOff: 'last' | 'all' | null
  readonly placeChanges: ('suspend' | 'restore' | 'retire')[]
  readonly holdFlows: FlowId[]
  readonly timers: Map<string, number | null>
  readonly flagNotes: FlagNote[]
  readonly ratings: object[]
  readonly keepsakes: object[]
  readonly notes: object[]
  readonly noteChanges: object[]
  readonly consents: object[]
  readonly measures: object[]
  readonly practicesStarted: object[]
  readonly practicesEnded: object[]
  readonly prompts: Extract<TurnEffect, { type: 'prompt' }>[]
  readonly promptAnswers: object[]
}

/** A row of a turn, named by the version that the turn read and its place among the effects; the seal binds both. */
interface RowName {
  readonly version: number
  readonly n: number
}

type Writers = {
  [K in TurnEffect['type']]: (into: TurnRecords, effect: Extract<TurnEffect, { type: K }>, row: SealedRow) => void
}

interface SealedRow {
  readonly n: number
  readonly seal: (table: string, column: string, plain: string) => string
  readonly sealAt: Seal['seal']
}

/** One writer per effect: a new effect does not compile until it has one. */
const writers: Writers = {
  // The last word on a timer counts: started after cancelled is started.
  startTimer: (into, { timer, afterMs }) => into.timers.set(timer, afterMs),
  cancelTimer: (into, { timer }) => into.timers.set(timer, null),
  noteOnFlag: (into, { note }) => into.flagNotes.push(note),
  raiseBarrier: (into) => (into.raiseBarrier = true),
  pauseImagery: (into) => (into.pauseImagery = true),
  holdFlow: (into, { flow }) => into.holdFlows.push(flow),
  place: (into, { change }) => into.placeChanges.push(change),
  openList: (into) => (into.opensList = true),
  clearChat: (into) => (into.clearChat = true),
  endPause: (into) => (into.endPause = true),
  raiseLatch: (into, { why }) => (into.latch ??= why),
  recordRating: (into, { scale, value, moment }, { n, seal }) =>
    into.ratings.push({ n, scale, moment, value: seal('ratings', 'value', String(value)) }),
  keep: (into, { kind, text }, { n, seal }) =>
    into.keepsakes.push({ n, kind, words: seal('keepsakes', 'words', text.reveal()) }),
  keepNote: (into, { about, text }, { n, seal }) =>
    into.notes.push({ n, about, words: seal('notes', 'words', text.reveal()) }),
  changeNote: (into, { text }, { n, seal }) =>
    into.noteChanges.push({ n, words: seal('notes', 'words', text.reveal()) }),
  takeOffList: (into, { which }) => (into.takesOff = which),
  recordConsent: (into, { script }, { n }) => into.consents.push({ n, script }),
  // Named by its own id and not by the turn: a questionnaire that was recorded in session is sealed the same way.
  keepMeasure: (into, { id, instrument, answers }, { sealAt }) =>
    into.measures.push({
      id,
      instrument,
      answers: sealAt({ table: 'measures', row: id, column: 'answers' }, JSON.stringify(answers)),
    }),
  startPractice: (into, { practice, flow, closure }) => into.practicesStarted.push({ practice, flow, closure }),
  prompt: (into, effect) => into.prompts.push(effect),
  answerPrompt: (into, { prompt, answer }) => into.promptAnswers.push({ prompt, answer }),
  endPractice: (into, { practice, outcome }) => into.practicesEnded.push({ practice, outcome }),
}

/** Collects the effects of one turn into rows. */
export function turnRecords(seal: Seal, version: number, effects: readonly TurnEffect[]): TurnRecords {
  const into: TurnRecords = {
    raiseBarrier: false,
    pauseImagery: false,
    endPause: false,
    latch: null,
    clearChat: false,
    opensList: false,
    takesOff: null,
    placeChanges: [],
    holdFlows: [],
    timers: new Map(),
    flagNotes: [],
    ratings: [],
    keepsakes: [],
    notes: [],
    noteChanges: [],
    consents: [],
    measures: [],
    practicesStarted: [],
    practicesEnded: [],
    prompts: [],
    promptAnswers: [],
  }
  effects.forEach((effect, n) => write(into, effect, sealedRow(seal, { version, n })))
  return into
}

function write<K extends TurnEffect['type']>(
  into: TurnRecords,
  effect: Extract<TurnEffect, { type: K }>,
  row: SealedRow,
): void {
  const writer: Writers[K] = writers[effect.type]
  writer(into, effect, row)
}

function sealedRow(seal: Seal, { version, n }: RowName): SealedRow {
  const row = `${version}.${n}`
  return {
    n,
    seal: (table, column, plain) => seal.seal({ table, row, column }, plain),
    sealAt: (place, plain) => seal.seal(place, plain),
  }
}
