/** Every way in which Holdfast refuses or fails, by area. Programs compare codes; people read the sentence. */
export type ErrorCode =
  | 'channel.blocked'
  | 'channel.busy'
  | 'channel.invalid'
  | 'channel.unreachable'
  | 'command.refused'
  | 'command.unknown'
  | 'config.invalid'
  | 'control.unreachable'
  | 'engine.broken'
  | 'flow.invalid'
  | 'flow.not-signed'
  | 'flow.unknown-state'
  | 'key.missing'
  | 'seal.broken'
  | 'store.conflict'
  | 'store.down'
  | 'store.locked'
  | 'store.not-durable'
  | 'store.refused'

/**
 * An error with a code for programs, a sentence with a cure for people, and the word on whether to try again. `message`
 * is both, for the command line; `sentence` alone is for who has no command line. Never holds what a person wrote.
 */
export class HoldfastError extends Error {
  override readonly name = 'HoldfastError'
  readonly code: ErrorCode
  readonly retry: 'now' | 'later' | 'never'
  /** What is wrong, without the command or flag that cures it. */
  readonly sentence: string
  constructor(code: ErrorCode, sentence: string, options: { retry?: HoldfastError['retry']; cure?: string } = {}) {
    super(options.cure === undefined ? sentence : `${sentence} ${options.cure}`)
    this.code = code
    this.sentence = sentence
    this.retry = options.retry ?? 'never'
  }
}

/** A new file that could not be made: it is there already, or the folder does not take it. */
export function notWritten(path: string, error: unknown): HoldfastError {
  const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST'
  const why = isThere ? 'is there already. Choose another name' : `cannot be written (${codeOf(error)})`
  return new HoldfastError('command.refused', `${path} ${why}.`)
}

/** The code of any thrown thing, for logs: codes travel, messages of foreign errors may quote people and do not. */
export function codeOf(error: unknown): string {
  if (error instanceof HoldfastError) return error.code
  if (error instanceof Error) {
    const code: unknown = 'code' in error ? error.code : undefined
    return typeof code === 'string' ? `${error.name}:${code}` : error.name
  }
  return 'unknown'
}
