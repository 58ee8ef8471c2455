import { existsSync, writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { createEngine } from '../../script/engine/engine.ts'
import { Library } from '../../script/library.ts'
import { scriptsIn } from '../../script/publish.ts'
import { flowsAt } from '../author/flow-files.ts'
import { refused } from '../operate/verb.ts'
import { remark } from '../run/chat-screen.ts'
import { Rehearsal } from './rehearsal.ts'

export interface TryOptions {
  /** Flows that stand in for the project's of the same name; none: the project's alone. */
  readonly paths: readonly string[]
  /** What holds at the beginning, as in a transcript: `place: the pier`. */
  readonly given: readonly string[]
  readonly input: Readable
  readonly output: Writable
  readonly isTTY: boolean
}

const HELLO = 'Nothing here is stored and nobody is told. /help shows what there is.'

/**
 * `holdfast try`: flows as a client meets them, in this terminal, with time in the author's hand.
 * @throws HoldfastError `command.refused` or `flow.invalid` for flows that are not there or do not pass.
 */
export async function tryFlows({ paths, given, input, output, isTTY }: TryOptions): Promise<number> {
  const rehearsal = new Rehearsal(await engineOf(paths), given)
  output.write(remark(HELLO))
  const typing = createInterface({ input, output: isTTY ? output : undefined, prompt: '> ' })
  if (isTTY) typing.prompt()
  for await (const typed of typing) {
    if (!isTTY) output.write(`\n> ${typed}\n`)
    const asked = rehearsal.takes(typed)
    if (asked.kind === 'quit') break
    output.write(asked.kind === 'save' ? saved(asked.file, asked.text) : asked.text)
    if (isTTY) typing.prompt()
  }
  typing.close()
  return 0
}

function saved(file: string, text: string): string {
  if (existsSync(file)) return remark(`${file} is there already. Take another name; nothing was written.`)
  try {
    writeFileSync(file, text)
    return remark(`Kept as ${file}. Moved to test/flows/transcripts, it is a test.`)
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'error'
    return remark(`${file} could not be written (${why}). Take another place.`)
  }
}

/** All that passes the proof, as if it were signed: the linter's gate is for what clients read. */
async function engineOf(paths: readonly string[]) {
  const asked = flowsAt(paths)
  if ('missing' in asked) throw refused(asked.missing.join(' '))
  // The later of two flows of one name counts: the author's own.
  const scripts = scriptsIn([...(asked.beside.known ?? []), ...asked.files])
  const library = new Library({
    signatures: async () => scripts,
    body: async (hash) => scripts.find((script) => script.hash === hash)?.body ?? null,
  })
  await library.refresh()
  return createEngine(library)
}
