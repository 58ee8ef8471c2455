import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { FlowId, Lang } from '../../src/core/ids.ts'
import { FACTS, KEEPSAKES, render } from '../../src/core/render.ts'
import type { Facts } from '../../src/core/render.ts'
import { Private } from '../../src/core/private.ts'
import { examine, examineForSigning } from '../../src/lint/examine.ts'
import { LANGS } from '../../src/lint/reviewed.ts'
import { linesOf } from '../../src/script/schema.ts'
import { signedEngine, flowFiles } from '../support/flows.ts'
import { gate, PROJECT_WAIVERS } from '../support/gate.ts'

const files = flowFiles()

describe('the flows of this project', () => {
  test('pass the gate as it stands before a signature, in every language they have', () => {
    const problems = examineForSigning(files, { waivers: () => PROJECT_WAIVERS }).flatMap((file) => file.problems)
    expect(problems.filter(({ rule }) => /^L\d|waiver/.test(rule))).toEqual([])
  })

  test('need every waiver they have: each names a line that is there', () => {
    const flows = new Map(
      examine(files, { waivers: () => [] }).flatMap(({ flow }) => (flow ? [[`${flow.flow}/${flow.lang}`, flow]] : [])),
    )
    for (const { flow, lang, line } of PROJECT_WAIVERS) {
      const script = flows.get(`${flow}/${lang}`)
      expect([...(script ? linesOf(script).keys() : [])], `${flow}/${line}`).toContain(line)
    }
  })
})

/** What the clinic and the directory may say, at its longest and oddest. */
const FACTS_SAID: Facts = {
  ...(Object.fromEntries(FACTS.map((fact) => [fact, 'a fact'])) as Facts),
  emergency: '000',
  'crisis-line': 'Lifeline 13 11 14, at any hour',
  therapist: 'Dr Robin Reed',
  told: 'the clinic',
  'reads-at': 'on working days before 10:00',
}

const PLACES = [
  'my harbour',
  'Grandma’s kitchen, isn’t it?',
  'the place where nobody can hurt me!',
  '{place} “x” … ?',
] as const

test('every line that can be said passes the gate after its slots are filled, whatever the client kept', async () => {
  const { library } = await signedEngine()
  const refused: string[] = []
  let said = 0
  for (const [flow, hash] of LANGS.flatMap((lang) => Object.entries(library.current(lang as Lang)))) {
    const script = library.script(hash)
    for (const id of script.lines.keys()) {
      const [step = '', line = ''] = id.split('/')
      const from = { script: hash, flow: flow as FlowId, step, line }
      for (const place of PLACES) {
        const kept = new Private(place)
        const keepsakes = Object.fromEntries(KEEPSAKES.map((kind) => [kind, kept]))
        const values = { keepsakes, facts: FACTS_SAID }
        const message = render(library.line(from), values, [], { silent: false, protect: false })
        said += 1
        refused.push(...gate(message))
      }
    }
  }
  expect(refused).toEqual([])
  expect(said).toBeGreaterThan(800)
})

test('the flow of docs/flow-language.md passes too, in both of its languages', () => {
  const page = readFileSync('docs/flow-language.md', 'utf8')
  const block = (name: string) => new RegExp(`<!-- ${name} -->\n\`\`\`yaml\n([^]*?)\`\`\``).exec(page)?.[1] ?? ''
  const checked = examineForSigning(
    [
      { path: 'flows/short-rehearsal/flow.yaml', text: block('example') },
      { path: 'flows/short-rehearsal/es.yaml', text: block('translation') },
    ],
    { waivers: () => [] },
  )
  expect(checked.map((file) => file.flow?.lang)).toEqual(['en', 'es'])
  expect(checked.flatMap((file) => file.problems)).toEqual([])
})
