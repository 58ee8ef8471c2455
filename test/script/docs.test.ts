import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { WRITE_TOPICS } from '../../src/core/effect.ts'
import { FACTS, KEEPSAKES } from '../../src/core/render.ts'
import { examineFlows } from '../../src/script/check.ts'
import { flowJsonSchema } from '../../src/script/schema.ts'
import { CLASSES, MOST_CHOICES, RESERVED_CHOICES } from '../../src/script/vocabulary.ts'
import { LENGTHS } from '../../src/script/prove/laws/lines.ts'
import { CEILING } from '../../src/script/prove/walk.ts'

const page = readFileSync(new URL('../../docs/flow-language.md', import.meta.url), 'utf8')
const block = (name: string) => new RegExp(`<!-- ${name} -->\n\`\`\`yaml\n([^]*?)\`\`\``).exec(page)?.[1] ?? ''

describe('docs/flow-language.md', () => {
  test('has a complete flow and its translation, and both pass the check', () => {
    const checked = examineFlows([
      { path: 'flows/short-rehearsal/flow.yaml', text: block('example') },
      { path: 'flows/short-rehearsal/es.yaml', text: block('translation') },
    ])
    expect(checked.flatMap((file) => file.problems)).toEqual([])
    expect(checked.map((file) => file.flow?.lang)).toEqual(['en', 'es'])
  })

  test('names every word of the language', () => {
    const words = [
      ...WRITE_TOPICS,
      ...FACTS,
      ...KEEPSAKES,
      ...RESERVED_CHOICES,
      ...Object.keys(CLASSES),
      ...Object.values(CLASSES).flat(),
    ]
    for (const word of words) expect(page).toContain(`\`${word}\``)
  })

  test('tells the limits as they are', () => {
    expect(MOST_CHOICES).toBe(8)
    expect(page).toContain(`at most ${LENGTHS.line} characters`)
    expect(page).toContain(`at most ${CEILING.toLocaleString('en')} states`)
  })
})

test('the JSON Schema for editors knows every kind of flow', () => {
  const schema = JSON.stringify(flowJsonSchema())
  for (const word of ['"practice"', '"care"', '"rails"', '"cards"', '"choose"', '"place-sense"', '"moment"'])
    expect(schema).toContain(word)
})
