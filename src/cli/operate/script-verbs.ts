import { z } from 'zod'
import { RAILS_FLOWS } from '../../script/engine/speak.ts'
import type { CommandDeps, Verb } from './verb.ts'
import { By, personNamed, refused, verb } from './verb.ts'

/** `sign` and `withdraw`: a clinic's clients hear a script only while a clinician's signature stands under it. */
export function scriptVerbs(deps: CommandDeps): Record<string, Verb> {
  return {
    'people.scripts': verb({}, () => scripts(deps)),
    'people.sign': verb({ scripts: z.array(z.string()), all: z.boolean().default(false), by: By }, (asked) =>
      sign(deps, asked),
    ),
    'people.signedScript': verb({ flow: z.string(), lang: z.string() }, async ({ flow, lang }) => {
      const { people, clinic } = deps
      const signed = await people.signatures(clinic())
      const current = signed.findLast((one) => one.flow === flow && one.lang === lang)
      return current ? people.script(current.hash) : null
    }),
    'people.withdraw': verb(
      { script: z.string().min(8, 'is too short; give at least 8 characters of the hash'), by: By },
      (asked) => withdraw(deps, asked),
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
  if (asked.by === 'operator') throw refused('A script is signed by a person.', 'Give --by with a name.')
  if (asked.all === asked.scripts.length > 0) {
    throw refused('No flow is named.', 'Name the flows to sign, or give --all for every one. See holdfast sign --list.')
  }
  const published = await deps.library.publish()
  const unknown = asked.scripts.filter((name) => !published.some((script) => isNamed(script, name)))
  if (unknown.length > 0)
    throw refused(`There is no flow or script ${unknown.join(', ')}.`, 'See holdfast sign --list.')
  const by = await personNamed(deps, asked.by)
  const results = []
  for (const script of published) {
    if (!asked.all && !asked.scripts.some((name) => isNamed(script, name))) continue
    const outcome = await deps.people.sign(deps.clinic(), script.hash, by)
    results.push({ hash: script.hash, flow: script.flow, lang: script.lang, outcome })
  }
  return results
}

/** What the rails need is withdrawn only once another version of it is signed: without it nobody could be answered. */
async function withdraw({ people, clinic }: CommandDeps, { script, by }: { script: string; by: string }) {
  if (by === 'operator') throw refused('A script is withdrawn by a person.', 'Give --by with a name.')
  const signed = await people.signatures(clinic())
  const found = signed.filter(({ hash }) => hash.startsWith(script))
  const [one, ...more] = found
  if (!one) throw refused(`No signed script begins with ${script}.`, 'See holdfast sign --list.')
  if (more.length > 0) throw refused(`${found.length} signed scripts begin with ${script}. Give more of the hash.`)
  const { flow, lang, hash } = one
  const others = signed.filter((other) => other.flow === flow && other.lang === lang && other.hash !== hash)
  if (others.length === 0 && RAILS_FLOWS.some((name) => name === flow))
    throw refused(`The rails need ${flow}/${lang}, and no other version is signed. Sign one first, then withdraw this.`)
  await people.withdraw(clinic(), hash, by)
  return { hash, flow, lang, state: 'withdrawn' }
}

function isNamed({ hash, flow, lang }: { hash: string; flow: string; lang: string }, name: string): boolean {
  return name === flow || name === `${flow}/${lang}` || (name.length >= 8 && hash.startsWith(name))
}
