import { codeOf, HoldfastError } from '../../core/errors.ts'
import { ask } from './ask.ts'

/** `0` it is so, `1` something was found or refused, `2` it was asked or set up wrongly. */
export type ExitCode = 0 | 1 | 2

/** Runs a command to its exit code. What a foreign error says may quote people, so only its code is printed. */
export async function run(work: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await work()
  } catch (error) {
    process.exitCode = error instanceof HoldfastError && isSetUpWrongly(error) ? 2 : 1
    console.error(
      error instanceof HoldfastError ? error.message : `That did not work (${codeOf(error)}). See holdfast doctor.`,
    )
    if (process.stderr.isTTY && !(error instanceof HoldfastError) && error instanceof Error && error.stack)
      console.error(error.stack.split('\n').slice(1, 6).join('\n'))
  }
}

/** Asks for one thing and prints it: as JSON for programs, in words for people. Arguments that a file holds are read as part of it. */
export function show(
  command: string,
  args: Record<string, unknown> | (() => Record<string, unknown>),
  { json = false, words }: { json?: boolean | undefined; words: (result: never) => string },
): Promise<void> {
  return run(async () => {
    const result = await ask(command, typeof args === 'function' ? args() : args)
    // The server is of this very program, or of the version beside it; the words are for reading only.
    console.log(json ? JSON.stringify(result, null, 2) : words(result as never))
    return 0
  })
}

function isSetUpWrongly({ code }: HoldfastError): boolean {
  return code === 'config.invalid'
}
