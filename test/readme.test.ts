import { existsSync, globSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { crisisFacts } from '../src/rails/crisis-directory.ts'
import { factsForStranger } from '../src/care/facts.ts'
import { messageOf } from '../src/turn/rows.ts'
import { DEMO_CLINICIAN } from '../src/demo.ts'
import { signedEngine } from './support/flows.ts'
import { Talk } from './support/talk.ts'

// The flow language's page explains with flows that are nowhere but on it; test/script/docs.test.ts reads it.
const PAGES = ['README.md', ...globSync('docs/*.md', { exclude: ['docs/flow-language.md'] })].map((path) => ({
  path,
  text: readFileSync(path, 'utf8'),
}))
const README = readFileSync('README.md', 'utf8')
const TRANSCRIPT = /```text\n([^]*?)```/.exec(README)?.[1] ?? ''

/** What was typed, and what the page shows as the answer. */
function exchanges(): { typed: string; shown: string }[] {
  return TRANSCRIPT.split(/^> /m)
    .filter((part) => part.trim() !== '')
    .map((part) => ({ typed: part.slice(0, part.indexOf('\n')), shown: part.slice(part.indexOf('\n')) }))
}

/** Words only: where a screen breaks a line is its own matter, and so are the numbers of buttons. */
const words = (text: string) =>
  text
    .replace(/\[(\d+ ?|(\w[^\]]*))\]/g, '$2')
    .split(/\s+/)
    .filter(Boolean)
    .join(' ')

test('the transcript of the README is what the flows say', async () => {
  const { engine } = await signedEngine()
  const talk = new Talk(engine, { kept: [] })
  talk.given = { ...talk.given, plan: { ...talk.given.plan, therapist: DEMO_CLINICIAN } }
  const facts = { ...factsForStranger(), ...crisisFacts('AU', false), therapist: DEMO_CLINICIAN, told: DEMO_CLINICIAN }
  expect(exchanges().length).toBeGreaterThan(4)
  for (const { typed, shown } of exchanges()) {
    // A number chooses among the buttons in a terminal, except at a scale.
    const offer = talk.conversation.ask?.kind === 'rate' ? undefined : talk.conversation.ask?.choices[Number(typed) - 1]
    if (offer) talk.taps(offer.id)
    else talk.says(typed)
    const said = talk
      .says_()
      .map((say) => messageOf(say, { engine, values: { keepsakes: {}, facts } }).stored())
      .flatMap(({ text, buttons }) => [text, ...buttons.map(({ label }) => label)])
    expect(words(shown), `after "${typed}"`).toBe(words(said.join(' ')))
  }
})

test('both commands stand before line 30', () => {
  const top = README.split('\n').slice(0, 29)
  expect(top).toContain('npm ci && npm start')
  expect(top).toContain('npm ci && npm test')
})

describe.each(PAGES)('$path', ({ text }) => {
  const quoted = [...text.matchAll(/`([^`\n]+)`/g)].map(([, inside]) => inside ?? '')

  test('names only files that there are', () => {
    const named = quoted.filter((word) => /^(src|test|docs|flows|adapters)\/[\w./-]*$/.test(word))
    expect(named.filter((path) => !existsSync(path))).toEqual([])
  })

  test('names only npm scripts that there are', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }
    const named = [...text.matchAll(/\bnpm (?:run )?([a-z:]+)/g)].map(([, name]) => name ?? '')
    expect(named.filter((name) => name !== 'ci' && !(name in scripts))).toEqual([])
  })
})

test('the safety case has every promise, each with what holds and the test that shows it', () => {
  const parts = readFileSync('docs/safety-case.md', 'utf8').split(/^## /m).slice(1)
  expect(parts.map((part) => part.slice(0, part.indexOf('.')))).toEqual(
    Array.from({ length: 13 }, (_none, number) => `P${number + 1}`),
  )
  for (const part of parts) {
    expect(part).toContain('**Holds.**')
    expect(part).toMatch(/\*\*Shown by\*\* `test\/[\w./-]+\.test\.ts`/)
  }
})

test('the README gives every dependency its reason', () => {
  const { dependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as Record<
    'dependencies' | 'devDependencies',
    Record<string, string>
  >
  const missing = Object.keys({ ...dependencies, ...devDependencies }).filter((name) => !README.includes(`\`${name}\``))
  expect(missing).toEqual([])
})
