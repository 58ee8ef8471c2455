import { globSync, readFileSync } from 'node:fs'
import type { Lang } from '../../src/core/ids.ts'
import { createEngine } from '../../src/script/engine/engine.ts'
import { Library } from '../../src/script/library.ts'
import { scriptsIn } from '../../src/script/publish.ts'

/** The project's own flow files. */
export function flowFiles() {
  return globSync('flows/**/*.yaml')
    .map((path) => path.replaceAll('\\', '/'))
    .sort()
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }))
}

let proven: ReturnType<typeof scriptsIn> | undefined

/** The project's own scripts; read and proven once in a file of tests, which takes most of a second. */
export const provenScripts = () => (proven ??= scriptsIn(flowFiles()))

/** The engine over the project's own flows, as if a clinician had signed every one. */
export async function signedEngine() {
  const scripts = provenScripts()
  const library = new Library({
    signatures: async () => scripts,
    body: async (hash) => scripts.find((script) => script.hash === hash)?.body ?? null,
  })
  await library.refresh()
  return { engine: createEngine(library), library, scripts: library.current('en' as Lang) }
}
