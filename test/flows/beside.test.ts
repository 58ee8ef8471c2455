import { globSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { FlowId, Lang, ScriptHash } from '../../src/core/ids.ts'
import type { LineRef } from '../../src/core/line.ts'
import { besideOf } from '../../src/turn/beside.ts'
import { beside } from '../support/beside.ts'
import { signedEngine } from '../support/flows.ts'

/* Clients read only signed scripts, beside their chat too (P1). */

describe('what stands beside a chat', () => {
  test('comes from the signed flow, with what is stated to somebody unknown, or what is handed in', () => {
    expect(beside('telegram-anywhere')).toContain('In danger: your local emergency number.')
    expect(beside('telegram-description', { emergency: '000 (Australia)' })).toContain('In danger: 000 (Australia), or')
  })

  test('is nothing while no clinician has signed it, or the signed version lacks the card', async () => {
    const { engine } = await signedEngine()
    const unsigned = { line: (ref: LineRef) => engine.line(ref), current: () => ({}) }
    expect(besideOf(unsigned, 'en' as Lang)('page-empty')).toBeNull()
    expect(beside('page-of-another-version')).toBeNull()
  })

  test('hides no other failure', () => {
    const broken = {
      current: () => ({ ['beside' as FlowId]: 'a'.repeat(64) as ScriptHash }),
      line: () => {
        throw new Error('the shelf fell')
      },
    }
    expect(() => besideOf(broken, 'en' as Lang)('page-empty')).toThrow('the shelf fell')
  })
})

/** Of the demo, whose scripts nobody signed; a button's hint; a clinician's own page. */
const NOT_FOR_CLIENTS = new Set(['demo.banner', 'leave.hint', 'home.nothing', 'what', 'source'])

describe('the words of an adapter', () => {
  const files = globSync('adapters/*/reviewed/*.json')

  test.each(files)('%s holds labels and no sentence', (file) => {
    const sentences = textsIn(JSON.parse(readFileSync(file, 'utf8')) as unknown).filter(
      ([at, text]) => /[.!?]$/.test(text) && !NOT_FOR_CLIENTS.has(at),
    )
    expect(sentences).toEqual([])
  })

  test.each(['html.ts', 'numbers-page.ts'])('adapters/web/%s asks for no card that is not there', (file) => {
    const code = readFileSync(`adapters/web/${file}`, 'utf8')
    const asked = [...code.matchAll(/said\('([\w-]+)'\)/g)].map((found) => `page-${found[1]}`)
    const named = [...code.matchAll(/'((?:page|numbers)-[\w-]+)'/g)].flatMap(([, card = '']) =>
      card === 'numbers-page' ? [] : [card],
    )
    expect([...asked, ...named].filter((card) => beside(card) === null)).toEqual([])
  })

  test.each(['unknown', 'elsewhere', 'too-long', 'unreadable', 'later'])('a form refused as %s says why', (why) => {
    expect(beside(`page-refused-${why}`)).toMatch(/\.$/)
  })
})

function textsIn(value: unknown, at = ''): [string, string][] {
  if (typeof value === 'string') return [[at, value]]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => textsIn(inner, at === '' ? key : `${at}.${key}`))
}
