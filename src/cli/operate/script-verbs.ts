import { z } from 'zod'
import type { CommandDeps, Verb } from './verb.ts'
import { By, personNamed, refused, verb } from './verb.ts'

/** `sign`: a clinic's clients hear a script only once a clinician has signed it. */
export function scriptVerbs(deps: CommandDeps): Record<string, Verb> {
  return {
    'people.scripts': verb({}, () => scripts(deps)),
    'people.sign': verb({ scripts: z.array(z.string()), all: z.boolean().default(false), by: By }, (asked) =>
      sign(deps, asked),
    ),
  }
}

/** The current scripts of this machine's flows, each with who signed it. */
async function scripts({ library, people, clinic }: CommandDeps) {
  const signatures = await people.signatures(clinic())
  return (await library.list()).map(({ hash, flow, lang, title }) => {
    const signed = signatures.find((signature) => signature.hash === hash)
    return { hash, flow, lang, title, signedBy: signed?.by ?? null, signedAt: signed?.at.toISOString() ?? null }
  })
}

async function sign(deps: CommandDeps, asked: { scripts: string[]; all: boolean; by: string }) {
  if (asked.by === 'operator') throw refused('A script is signed by a person. Give --by with a name.')
  if (asked.all === asked.scripts.length > 0) {
    throw refused('Name the flows to sign, or give --all for every one. See holdfast sign --list.')
  }
  const published = await deps.library.publish()
  const unknown = asked.scripts.filter((name) => !published.some((script) => isNamed(script, name)))
  if (unknown.length > 0) throw refused(`There is no flow or script ${unknown.join(', ')}. See holdfast sign --list.`)
  const by = await personNamed(deps, asked.by)
  const results = []
  for (const script of published) {
    if (!asked.all && !asked.scripts.some((name) => isNamed(script, name))) continue
    const outcome = await deps.people.sign(deps.clinic(), script.hash, by)
    results.push({ hash: script.hash, flow: script.flow, lang: script.lang, outcome })
  }
  return results
}

function isNamed({ hash, flow, lang }: { hash: string; flow: string; lang: string }, name: string): boolean {
  return name === flow || name === `${flow}/${lang}` || (name.length >= 8 && hash.startsWith(name))
}
