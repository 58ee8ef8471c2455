import type { AskId } from '../core/ids.ts'

/** Time, ids and chance, handed in so that tests can freeze them. Production fills it in `src/wire.ts`. */
export interface World {
  now(): Date
  /** A fresh UUID. */
  newId(): string
  /** A fresh id for one asking of one question. */
  newAskId(): AskId
}

/** Structured, wordless log: an event name and codes, counts or ids; never what a person wrote. */
export interface Log {
  info(event: string, fields?: LogFields): void
  warn(event: string, fields?: LogFields): void
  error(event: string, fields?: LogFields): void
}

export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>
