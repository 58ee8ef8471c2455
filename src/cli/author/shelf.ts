import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { examineForSigning } from '../../lint/examine.ts'
import type { PeopleStore } from '../../ports/people.ts'
import { readCanonical } from '../../script/canonical.ts'
import { scriptsIn } from '../../script/publish.ts'
import type { CommandDeps, PublishedScript } from '../operate/commands.ts'
import { waiversIn } from './flow-files.ts'

type Examined = ReturnType<typeof scriptsIn>

const FLOWS = fileURLToPath(new URL('../../../flows', import.meta.url))

/** What this process examined last, and of which files: it takes a second, and start, console and commands ask for the same. */
let last: { readonly of: string; readonly scripts: Examined } | null = null

/** The project's flows, proven and past the gate of the linter; kept in the store at first sight. */
export function shelfOver(opened: { people: Pick<PeopleStore, 'keepScript'> }, folder = FLOWS): CommandDeps['library'] {
  const shown = ({ hash, flow, lang, body }: Examined[number]): PublishedScript => {
    const { title, kind, class: of } = readCanonical(body)
    return { hash, flow, lang, title, kind, class: of }
  }
  return {
    list: async () => examined(folder).map(shown),
    publish: async () => {
      const scripts = examined(folder)
      for (const { hash, flow, lang, body } of scripts) await opened.people.keepScript({ hash, flow, lang, body })
      return scripts.map(shown)
    },
  }
}

function examined(folder: string): Examined {
  const paths = globSync('**/*.{yaml,yml}', { cwd: folder }).sort()
  const files = paths.map((path) => ({
    path: `flows/${path.replaceAll('\\', '/')}`,
    text: readFileSync(join(folder, path), 'utf8'),
  }))
  const waivers = waiversIn(folder)
  const of = createHash('sha256')
    .update(JSON.stringify([files, waivers]))
    .digest('hex')
  if (last?.of !== of)
    last = { of, scripts: scriptsIn(files, (all) => examineForSigning(all, { waivers: () => waivers })) }
  return last.scripts
}
