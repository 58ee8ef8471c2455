import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FlowFile } from '../../src/script/check.ts'
import { createEngine } from '../../src/script/engine/engine.ts'
import { Library } from '../../src/script/library.ts'
import { scriptsIn, type PublishedScript } from '../../src/script/publish.ts'

const ROOT = join(import.meta.dirname, '../..')

function filesIn(folder: string): FlowFile[] {
  return globSync('*/flow.yaml', { cwd: folder })
    .sort()
    .map((name) => ({ path: name.replaceAll('\\', '/'), text: readFileSync(join(folder, name), 'utf8') }))
}

/** The project's flows, as they are. */
export const projectScripts = (): PublishedScript[] => scriptsIn(filesIn(join(ROOT, 'flows')))

/** The project's flows with the bench's twelve turns in place of the menu. */
export function benchScripts(): PublishedScript[] {
  const own = filesIn(join(ROOT, 'bench/flow'))
  const others = filesIn(join(ROOT, 'flows')).filter(({ path }) => !own.some((file) => file.path === path))
  return scriptsIn([...others, ...own])
}

export async function engineOver(scripts: readonly PublishedScript[]) {
  const library = new Library({
    signatures: async () => scripts,
    body: async (hash) => scripts.find((script) => script.hash === hash)?.body ?? null,
  })
  await library.refresh()
  return { engine: createEngine(library), library }
}
