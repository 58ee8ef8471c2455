import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { check } from '../../src/cli/author/check.ts'
import { lint, lintLines, measureFile } from '../../src/cli/author/lint.ts'
import { changed, GROUNDING } from '../script/sample.ts'

let folder: string
let printed: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-lint-'))
  printed = ''
  for (const to of ['log', 'error'] as const) {
    vi.spyOn(console, to).mockImplementation((line: string) => {
      printed += `${line}\n`
    })
  }
})
afterEach(() => {
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true })
})

const LEADING = changed(GROUNDING, 'Look around and', 'It was dark, right? Look around and')

function writeFlow(text: string) {
  mkdirSync(join(folder, 'grounding'), { recursive: true })
  writeFileSync(join(folder, 'grounding', 'flow.yaml'), text)
}

async function lines(...input: string[]) {
  let written = ''
  const output = new Writable({
    write(chunk, _encoding, done) {
      written += String(chunk)
      done()
    },
  })
  const complaints: string[] = []
  const code = await lintLines(Readable.from(input.map((line) => `${line}\n`)), output, (say) => complaints.push(say))
  return { code, complaints, verdicts: written.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)])) }
}

describe('holdfast lint --jsonl', () => {
  test('writes the keys of the machine contract and no others', async () => {
    const { code, verdicts } = await lines(
      '{"id": "a", "text": "It was dark, right?"}',
      '{"id": 7, "text": "Look around."}',
    )
    expect(code).toBe(0)
    expect(verdicts).toEqual([
      {
        id: 'a',
        leading: true,
        problems: expect.arrayContaining([
          { rule: 'L05', family: 'leading', severity: 'error', message: expect.stringContaining('tag question') },
        ]),
      },
      { id: 7, leading: false, problems: [] },
    ])
  })

  test('lists what is no leading without calling it so', async () => {
    const { verdicts } = await lines('{"id": "a", "text": "You must go to your brother now."}')
    expect(verdicts).toMatchObject([{ leading: false, problems: [{ rule: 'L04' }, { rule: 'L25' }] }])
  })

  test('reads a line in its own language', async () => {
    const { verdicts } = await lines('{"id": "a", "text": "Tienes frío, ¿verdad?", "lang": "es"}')
    expect(verdicts).toMatchObject([{ leading: true }])
  })

  test('names a line that is none, answers the others and ends with 1', async () => {
    const { code, complaints, verdicts } = await lines('{"id": "a"}', '', '{"id": "b", "text": "Look."}')
    expect(code).toBe(1)
    expect(complaints).toEqual(['Line 1 is none: write {"id": "1", "text": "…"}.'])
    expect(verdicts).toMatchObject([{ id: 'b' }])
  })
})

describe('holdfast lint', () => {
  test('prints the line with a caret, why and a cure, and ends with 1', async () => {
    writeFlow(LEADING)
    expect(await lint([folder], { json: false })).toBe(1)
    expect(printed).toMatch(/grounding\/flow\.yaml:8:10 {2}error {2}L05/)
    expect(printed).toContain('Cure: Ask openly, without the tag.')
  })

  test('prints JSON for programs', async () => {
    writeFlow(LEADING)
    expect(await lint([folder], { json: true })).toBe(1)
    expect(JSON.parse(printed)).toMatchObject({ ok: false, files: [{ flow: 'grounding', ok: false }] })
  })

  test('takes the waivers that lie beside the flows', async () => {
    writeFlow(changed(GROUNDING, 'Look around', 'It is not about blame. Look around'))
    const waiver = { flow: 'grounding', line: 'look/say.0', lang: 'en', rule: 'L23', words: 'blame' }
    expect(await lint([folder], { json: false })).toBe(0)
    expect(printed).toContain('1 warnings')
    printed = ''
    writeFileSync(
      join(folder, 'waivers.json'),
      JSON.stringify({
        what: 'x',
        source: 'x',
        date: '2026-11-24',
        signedOffBy: null,
        waivers: [{ ...waiver, reason: 'It takes blame away.', by: ['Robin Reed'] }],
      }),
    )
    expect(await lint([folder], { json: false })).toBe(0)
    expect(printed).toContain('0 warnings')
  })

  test('finds nothing in the flows of the project', async () => {
    expect(await lint([], { json: false })).toBe(0)
    expect(printed).toContain('0 errors, 0 warnings')
  })

  test('refuses a path that does not exist, with a cure', async () => {
    expect(await lint([join(folder, 'nowhere')], { json: false })).toBe(1)
    expect(printed).toMatch(/There is no .*nowhere\.\nCure: Give a flow file .*holdfast lint flows\/grounding/)
  })
})

test('holdfast check refuses a leading line', async () => {
  writeFlow(LEADING)
  expect(await check([folder], { json: false })).toBe(1)
  expect(printed).toContain('L05')
})

describe('holdfast lint --measure', () => {
  const path = () => join(folder, 'judged.jsonl')

  test('prints figures with intervals, and no word of the texts', async () => {
    writeFileSync(path(), '{"text": "It was dark, right?", "label": "leading", "category": "tag"}\n')
    expect(await measureFile(path(), { json: false })).toBe(0)
    expect(printed).toMatch(/^leading +1 of 1 +100\.0% +\(20\.7% to 100\.0%\)$/m)
    expect(printed).not.toContain('dark')
  })

  test('refuses a file that is not there or not of this form, without printing its words', async () => {
    expect(await measureFile(path(), { json: false })).toBe(1)
    writeFileSync(path(), '{"text": "private"}\n')
    expect(await measureFile(path(), { json: false })).toBe(1)
    expect(printed).toMatch(/Line 1 of .* is none\./)
    expect(printed).not.toContain('private')
  })
})
